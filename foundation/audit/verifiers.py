"""What `manage.py verify` runs: each room enters a function that returns one sentence for each thing that is wrong."""

from collections.abc import Callable

from foundation.audit.chain import START, digest_of
from foundation.audit.models import AuditEvent
from foundation.common.registries import Registry

Verifier = Callable[[], list[str]]
verifiers: Registry[Verifier] = Registry("verifiers")


def register(name: str, verifier: Verifier) -> None:
    verifiers.register(name, verifier)


def run_verifiers() -> dict[str, list[str]]:
    """Name of the verifier → what is wrong (empty: all well)."""
    return {name: _run(verifier) for name, verifier in verifiers.items()}


def _run(verifier: Verifier) -> list[str]:
    """What somebody tampered with may be in no form that a verifier can read: that is said, and the others still run."""
    try:
        return verifier()
    except Exception as error:
        return [f"It could not be checked: {type(error).__name__}: {error}"]


def verify_chain() -> list[str]:
    """The first row at which the chain does not hold; what follows a broken link cannot be trusted and is not listed."""
    expected, previous = 1, START
    for event in AuditEvent.objects.order_by("number").iterator(chunk_size=2000):
        if event.number != expected:
            return [f"Audit event {expected} is missing (the next one is {event.number})."]
        if event.previous != previous:
            return [f"Audit event {event.number} does not follow from event {event.number - 1}."]
        if _digest(event) != event.digest:
            return [f"Audit event {event.number} was changed after it was written."]
        expected, previous = expected + 1, event.digest
    return []


def _digest(event: AuditEvent) -> str | None:
    try:
        return digest_of(event)
    except KeyError:
        return None  # a key id that this installation does not have

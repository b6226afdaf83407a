"""What `manage.py verify` asks of answers: they feed measured indicators, so each must still be what came in."""

from collections.abc import Iterable

from feedback.models import Answer, Response
from foundation.audit.models import AuditEvent
from foundation.common.crypto import keyed_digest
from foundation.common.receipts import payload_digest

CHUNK = 500
RECEIVED = "feedback.response.receive"


def named(code: str, part: str) -> str:
    """The answer's name in the digest: `s01:expectation`; without a part the code alone, as before there were parts."""
    return f"{code}:{part}" if part else code


def digest_of_answers(given: Iterable[tuple[str, int | None, str]], key_id: str | None = None) -> str:
    """Of (the answer's name, value, text) in the order of the questions. Keyed, so that nobody can guess a short text back."""
    plain = payload_digest([list(one) for one in given])
    return keyed_digest(plain.encode(), purpose="feedback.answers", key_id=key_id)


def verify_responses() -> list[str]:
    """One sentence for each response that the trail knows and that is gone or different, and for those it does not know."""
    wrong, known, last = [], 0, 0
    events = AuditEvent.objects.filter(action=RECEIVED).order_by("number")
    while chunk := list(events.filter(number__gt=last)[:CHUNK]):
        last, known = chunk[-1].number, known + len(chunk)
        wrong += _faults(chunk)
    if not wrong and known != (stored := Response.objects.count()):
        wrong.append(f"{stored} responses are stored, the audit trail knows of {known}.")
    return wrong


def _faults(events: list[AuditEvent]) -> list[str]:
    responses = Response.objects.filter(public_id__in=[event.target for event in events])
    answers: dict[str, list[tuple[str, int | None, str]]] = {str(one.public_id): [] for one in responses}
    rows = Answer.objects.filter(response__in=responses).order_by("pk").select_related("response", "question")
    for answer in rows:
        answers[str(answer.response.public_id)].append(
            (named(answer.question.code, answer.part), answer.value, answer.text)
        )
    faults = []
    for event in events:
        name = f"Response {event.target} (audit event {event.number})"
        if event.target not in answers:
            faults.append(f"{name} is gone.")
        elif digest_of_answers(answers[event.target], event.key_id) != event.details.get("digest"):
            faults.append(f"{name} is not what was answered.")
    return faults

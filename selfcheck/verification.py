"""For `manage.py verify`: each self-check and each entry of a log is the one that was sealed, and nothing follows from it that it does not say."""

from collections.abc import Iterable

from assessments.scoring import InvalidMark
from assessments.selectors.criteria import criteria_of
from assessments.services.marks import score_marks
from foundation.audit.models import AuditEvent
from selfcheck.enums import CheckState
from selfcheck.models import EntryRevision, LogEntry, SealedCheck, SelfCheck
from selfcheck.sealing import digest_of_check, digest_of_revision
from selfcheck.services.log import said_by

REVISED = ("selfcheck.entry.add", "selfcheck.entry.correct", "selfcheck.entry.strike")


def verify_self_checks() -> list[str]:
    """One sentence for each thing that is not as the audit trail saw it or does not follow from what it is made of."""
    return [*_sealed(), *_states(), *_log()]


def _sealed() -> Iterable[str]:
    noted = _noted("selfcheck.check.hand_in", name="digest")
    rows = SealedCheck.objects.select_related(
        "check_of__cycle", "check_of__unit", "check_of__standard_version", "handed_in_by"
    )
    for row in rows.order_by("pk").iterator(chunk_size=200):
        check = row.check_of
        name = f"Self-check of {check.unit.code} in {check.cycle.code}"
        if digest_of_check(row) != row.digest:
            yield f"{name} was changed after it was handed in."
        if (str(check.public_id), row.digest) not in noted:
            yield f"{name} is not the one in the audit trail."
        try:
            found = score_marks(criteria_of(check.standard_version), row.marks)
        except (InvalidMark, KeyError, TypeError, ValueError):
            yield f"{name} holds a mark that its standard does not know."
            continue
        if (found.total, sorted(found.triggered)) != (row.total, sorted(row.triggered)):
            yield f"{name}: its total does not follow from its marks."


def _states() -> Iterable[str]:
    bare = SelfCheck.objects.filter(state=CheckState.SEALED, sealed=None)
    early = SelfCheck.objects.exclude(state=CheckState.SEALED).exclude(sealed=None)
    for check in (bare | early).select_related("unit", "cycle"):
        yield f"Self-check of {check.unit.code} in {check.cycle.code} is {check.state}, and what was handed in says otherwise."


def _log() -> Iterable[str]:
    noted = _noted(*REVISED, name="after")
    rows = EntryRevision.objects.select_related("entry__unit", "indicator", "author")
    for row in rows.order_by("pk").iterator(chunk_size=200):
        name = f"Revision {row.number} of {row.entry.number}"
        if digest_of_revision(row) != row.digest:
            yield f"{name} was changed after it was written."
        if (str(row.entry.public_id), row.digest) not in noted:
            yield f"{name} is not the one in the audit trail."
    for entry in LogEntry.objects.select_related("indicator").prefetch_related("revisions__indicator").order_by("pk"):
        last = max(entry.revisions.all(), key=lambda row: row.number, default=None)
        if last is None or said_by(last) != said_by(entry):
            yield f"{entry.number} does not say what its last revision says."


def _noted(*actions: str, name: str) -> set[tuple[str, str]]:
    """(target, digest) of each such act in the trail."""
    events = AuditEvent.objects.filter(action__in=actions).values_list("target", "details")
    return {(target, details.get(name, "")) for target, details in events}

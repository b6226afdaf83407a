"""What `manage.py verify` asks of assignments: do they follow from their draw's seed and what was frozen, and does the trail know them?"""

from assessments.assignment import NobodyLeft, assign_frozen, seed_of
from assessments.models import Assignment, ScoreSheet
from assessments.services.assigning import digest_of
from foundation.audit.models import AuditEvent

CHUNK = 500


def verify_assignments() -> list[str]:
    """One sentence for each assignment that does not hold, and for each sheet whose people came neither by chance nor by a handover."""
    trail = {
        target: details.get("after", "")
        for target, details in AuditEvent.objects.filter(action="assessments.assignment.draw").values_list(
            "target", "details"
        )
    }
    rows = Assignment.objects.select_related("draw").order_by("pk")
    wrong = [fault for row in rows.iterator(chunk_size=CHUNK) for fault in _faults(row, trail)]
    return wrong + _sheets_astray()


def _faults(row: Assignment, trail: dict[str, str]) -> list[str]:
    name = f"Assignment {row.draw.title} {row.number}"
    faults = []
    try:
        again = assign_frozen(row.inputs, seed_of(bytes.fromhex(row.draw.seed), row.number))
    except (NobodyLeft, KeyError, TypeError, ValueError, AttributeError):
        again = None
    if again != row.result:
        faults.append(f"{name}: its result does not follow from the seed and what was frozen.")
    if digest_of(row) != row.digest:
        faults.append(f"{name}: it was changed after it was made.")
    if trail.get(str(row.public_id)) != row.digest:
        faults.append(f"{name}: the audit trail knows nothing of it as it is.")
    return faults


def _sheets_astray() -> list[str]:
    """Sheets that are not with whom their last handover gave them to, or were never handed over and are not with whom the draw gave them to.

    Sheets of draws without an assignment (made before assignments were kept) have nothing to be compared with.
    """
    first = {
        row.draw_id: row.result for row in Assignment.objects.filter(number=0).only("draw_id", "result").iterator()
    }
    wrong = []
    sheets = ScoreSheet.objects.select_related("item", "assessor", "co_assessor").prefetch_related("handovers")
    for sheet in sheets.order_by("pk").iterator(chunk_size=CHUNK):
        people = sheet.holders
        last = max(sheet.handovers.all(), key=lambda row: row.turn, default=None)
        if last is not None:
            expected = [last.assessor_after_id, last.co_assessor_after_id]
            holds = expected == [sheet.assessor_id, sheet.co_assessor_id] and last.item_after_id == sheet.item_id
            holds = holds and last.turn + 1 == sheet.turn
        elif sheet.item.draw_id in first:
            holds = first[sheet.item.draw_id].get(sheet.item.key) == [str(one.public_id) for one in people]
        else:
            holds = True
        if not holds:
            wrong.append(f"Sheet {sheet.number}: neither chance nor a handover gave it to its assessors.")
    return wrong

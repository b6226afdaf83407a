"""Reading evidence: who may open what, and what a page of a sheet lists."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from assessments.enums import HandoverAct
from assessments.models import Evidence, Handover, ScoreSheet
from assessments.rules.sheets import sees_all_sheets
from assessments.selectors.sheets import visible_to
from foundation.common.prepared import Prepared
from organization.models import Person


def evidence_visible_to(person: Person | None) -> QuerySet[Evidence]:
    """What may be opened: whatever is on a sheet that may be read. What was taken off stays with those who watch over the work."""
    seen = Evidence.objects.filter(sheet__in=visible_to(person)).select_related("file", "thumbnail", "sheet")
    return seen if sees_all_sheets(person) else seen.filter(removed_at=None)


def kept(sheet: ScoreSheet) -> QuerySet[Evidence]:
    """What is on the sheet, in the order in which it was added."""
    return _for_list(sheet.evidence.filter(removed_at=None))


def may_return(sheet: ScoreSheet) -> QuerySet[Evidence]:
    """What its present assessors have added and taken off by hand, and of the present item. What went with a handover comes back with one only."""
    return sheet.evidence.filter(_returnable())


def _returnable() -> Q:
    replaced = Handover.objects.filter(
        sheet=OuterRef("sheet"), act=HandoverAct.REPLACED, created_at__gte=OuterRef("removed_at")
    )
    own = Q(added_by=F("sheet__assessor")) | Q(added_by=F("sheet__co_assessor"))
    return Q(removed_at__isnull=False) & own & ~Q(removed_reason="") & ~Exists(replaced)


def _for_list(rows: QuerySet[Evidence]) -> QuerySet[Evidence]:
    return rows.select_related("file", "sheet", "added_by").order_by("pk")


def _kept_or_may_return(*, sheet: int) -> QuerySet[Evidence]:
    """As the scoring page lists it: what is on the sheet, and what may be put back."""
    return _for_list(Evidence.objects.filter(Q(removed_at=None) | _returnable(), sheet=sheet))


kept_or_may_return = Prepared(_kept_or_may_return)

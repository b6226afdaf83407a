"""Reading evidence: who may open what, and what a page of a sheet lists. That of mystery visits is read by fewer than the sheet (decision 063)."""

from collections.abc import Callable

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from assessments.enums import HandoverAct, Method
from assessments.models import Evidence, Handover, ScoreSheet
from assessments.rules.sheets import sees_all_sheets
from assessments.selectors.sheets import visible_to
from foundation.common.prepared import Prepared
from foundation.common.registries import Registry
from organization.enums import Role
from organization.models import Person
from organization.rules import units_known_from_inside

# Rooms above enter who else sees the evidence of a mystery visit, as a condition on ScoreSheet: those who rule on an appeal, for example.
covert_besides: Registry[Callable[[Person], Q]] = Registry("readers of covert evidence")


def evidence_visible_to(person: Person | None) -> QuerySet[Evidence]:
    """What may be opened: whatever is on a sheet that may be read. What was taken off stays with those who watch over the work."""
    seen = Evidence.objects.filter(sheet__in=visible_to(person)).select_related("file", "thumbnail", "sheet")
    if person is not None:
        covert = ScoreSheet.objects.filter(_sees_covertly(person), method=Method.MYSTERY)
        seen = seen.filter(~Q(sheet__method=Method.MYSTERY) | Q(sheet__in=covert))
    return seen if sees_all_sheets(person) else seen.filter(removed_at=None)


def _sees_covertly(person: Person) -> Q:
    """Mystery visits whose evidence the person sees: their own; all but those of units that they know from inside for leads and supervisors;
    and what rooms above have given them. Neither managers nor the unit, whatever has been approved."""
    seen = Q(assessor=person) | Q(co_assessor=person)
    for given in covert_besides:
        seen |= given(person)
    if person.has_role(Role.LEAD, Role.SUPERVISOR):
        seen |= ~Q(unit__in=units_known_from_inside(person))
    return seen


def sees_evidence(person: Person, sheet: ScoreSheet) -> bool:
    """Whether who reads the sheet is shown what was brought to it."""
    if sheet.method != Method.MYSTERY:
        return True
    return ScoreSheet.objects.filter(_sees_covertly(person), pk=sheet.pk).exists()


def kept(sheet: ScoreSheet, reader: Person) -> QuerySet[Evidence]:
    """What is on the sheet, in the order in which it was added, as far as its reader is shown it."""
    rows = sheet.evidence.filter(removed_at=None) if sees_evidence(reader, sheet) else sheet.evidence.none()
    return _for_list(rows)


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

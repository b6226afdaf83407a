"""From whom the mystery visits of a plan are kept, and until when (decision 063)."""

from collections.abc import Iterable

from django.db.models import Q

from assessments.enums import APPROVED_RESULTS, Method, PlanState, SheetState
from assessments.models import Plan, ScoreSheet
from assessments.selectors.sheets import still_open
from organization.enums import Role
from organization.models import Person
from organization.rules import units_known_from_inside
from organization.selectors import holders_of


def plans_hiding_visits(plans: Iterable[Plan], reader: Person | None) -> set[int]:
    """Keys of the plans of which the reader must not learn yet whether, how and by whom the unit is visited covertly: they belong to the unit or
    answer for it, and not all of these visits are sealed. Two queries at most, however many plans."""
    inside = units_known_from_inside(reader) if reader is not None else frozenset()
    near = [plan for plan in plans if plan.unit_id in inside and plan.state != PlanState.DONE]
    if not near:
        return set()
    visits = still_open(ScoreSheet.objects.filter(plan__in=near, method=Method.MYSTERY)).order_by()
    waiting = set(visits.values_list("plan", flat=True))
    return {plan.pk for plan in near if plan.state != PlanState.SCORING or plan.pk in waiting}


def hides_visits(plan: Plan, reader: Person | None) -> bool:
    return plan.pk in plans_hiding_visits([plan], reader)


def plans_of_own_line(reader: Person | None):
    """Plans of the units that the reader belongs to or answers for, as long as they are not done.

    What would tell of a mystery visit by its bare absence (an act in the trail, a proof) is kept from the reader of all of these, whether or
    not they have one.
    """
    inside = units_known_from_inside(reader) if reader is not None else frozenset()
    return Plan.objects.filter(unit__in=inside).exclude(state=PlanState.DONE).exclude(cycle__state__in=APPROVED_RESULTS)


def keeps_its_making(plan: Plan, reader: Person | None) -> bool:
    """Whether the reader must not see yet of what the plan's draw was made."""
    return plans_of_own_line(reader).filter(pk=plan.pk).exists()


def acts_kept_from(reader: Person) -> Q:
    """The acts in the trail on plans, draws and sheets of the reader's own line (`plans_of_own_line`). Two queries, three where there are any."""
    about: list[str] = []
    rows = plans_of_own_line(reader).order_by().values_list("pk", "public_id", "draw__public_id")
    keys = []
    for pk, *ids in rows:
        keys.append(pk)
        about += [str(one) for one in ids if one is not None]
    if keys:
        sheets = ScoreSheet.objects.filter(plan__in=keys).order_by()
        about += [str(one) for one in sheets.values_list("public_id", flat=True)]
    return Q(target__in=about)


def leads_who_may_know(sheet: ScoreSheet) -> list[Person]:
    """Whom a notice about the sheet may go to: of an open mystery visit, no lead of the unit's own line, unless it is theirs to make."""
    leads = list(holders_of(Role.LEAD).select_related("user"))
    if sheet.method != Method.MYSTERY or sheet.state == SheetState.SUBMITTED:
        return leads
    return [
        lead for lead in leads if lead.pk in sheet.holder_keys or sheet.unit_id not in units_known_from_inside(lead)
    ]

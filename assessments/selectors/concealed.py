"""From whom the mystery visits of a plan are kept, and until when (decision 063)."""

from collections.abc import Iterable

from assessments.enums import Method, PlanState
from assessments.models import Plan, ScoreSheet
from assessments.selectors.sheets import still_open
from organization.models import Person
from organization.rules import units_known_from_inside


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

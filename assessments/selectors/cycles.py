"""Reading cycles."""

from django.db.models import Count, Q, QuerySet

from assessments.enums import CycleState, PlanState, SheetState
from assessments.models import Cycle
from assessments.rules.cycles import sees_cycles
from foundation.common import clock
from organization.models import Person


def cycles_visible_to(person: Person | None) -> QuerySet[Cycle]:
    rows = Cycle.objects.select_related("standard_version__standard")
    return rows if sees_cycles(person) else rows.none()


def with_progress(cycles: QuerySet[Cycle]) -> QuerySet[Cycle]:
    """Adds `plan_count` and `drawn_count`, `sheet_count` and `sealed_count` (plan sheets only)."""
    drawn = (PlanState.SCORING, PlanState.DONE)
    on_plan = Q(sheets__plan__isnull=False)
    return cycles.annotate(
        plan_count=Count("plans", distinct=True),
        drawn_count=Count("plans", filter=Q(plans__state__in=drawn), distinct=True),
        sheet_count=Count("sheets", filter=on_plan, distinct=True),
        sealed_count=Count("sheets", filter=on_plan & Q(sheets__state=SheetState.SUBMITTED), distinct=True),
    )


def current_cycle() -> Cycle | None:
    """The cycle that today lies in; where there is none, the one that began last."""
    today = clock.today()
    rows = Cycle.objects.filter(start__lte=today).order_by("-start")
    return rows.filter(end__gt=today).first() or rows.first()


def collecting_cycles() -> QuerySet[Cycle]:
    """Cycles that have begun and whose results are still being collected."""
    return Cycle.objects.filter(state=CycleState.COLLECTING, start__lte=clock.today())

"""Reading cycles."""

from django.db.models import QuerySet

from assessments.enums import APPROVED_RESULTS, UNDER_WAY, CycleType, PlanState, SheetState
from assessments.models import Cycle, Plan, ScoreSheet
from assessments.rules.cycles import sees_cycles
from assessments.selectors.plans import count_per
from foundation.common import clock
from organization.models import Person
from standards.baselines import Period


def cycles_visible_to(person: Person | None) -> QuerySet[Cycle]:
    rows = Cycle.objects.select_related("standard_version__standard")
    return rows if sees_cycles(person) else rows.none()


def with_progress(cycles: QuerySet[Cycle]) -> QuerySet[Cycle]:
    """Adds `plan_count` and `drawn_count`, `sheet_count` and `sealed_count` (plan sheets only)."""
    drawn = (PlanState.SCORING, PlanState.DONE)
    sheets = ScoreSheet.objects.filter(plan__isnull=False)
    return cycles.annotate(
        plan_count=count_per("cycle", Plan.objects.all()),
        drawn_count=count_per("cycle", Plan.objects.filter(state__in=drawn)),
        sheet_count=count_per("cycle", sheets),
        sealed_count=count_per("cycle", sheets.filter(state=SheetState.SUBMITTED)),
    )


def current_cycle() -> Cycle | None:
    """The quarter that today lies in; where there is none, the one that began last."""
    today = clock.today()
    rows = Cycle.objects.filter(type=CycleType.QUARTER, start__lte=today).order_by("-start")
    return rows.filter(end__gt=today).first() or rows.first()


def approved_quarters() -> list[Period]:
    """The quarters whose results are approved, as periods that a target may be measured against."""
    rows = Cycle.objects.filter(type=CycleType.QUARTER, state__in=APPROVED_RESULTS).order_by("-start")
    return [Period(cycle.code, cycle.name_zh, cycle.name_en) for cycle in rows]


def collecting_cycles() -> QuerySet[Cycle]:
    """Cycles that have begun and that are still being scored."""
    return Cycle.objects.filter(state__in=UNDER_WAY, start__lte=clock.today())

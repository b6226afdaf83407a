"""Reading cycles."""

from datetime import date

from django.db.models import Q, QuerySet

from assessments.enums import APPROVED_RESULTS, UNDER_WAY, CycleState, CycleType, PlanState, SheetState
from assessments.models import Cycle, Plan, ScoreSheet
from assessments.quarters import next_quarter
from assessments.rules.cycles import sees_cycles
from assessments.selectors.plans import count_per
from foundation.common import clock
from organization.models import Person, Unit
from standards.baselines import Period
from standards.models import StandardVersion
from standards.selectors import units_in_scope


def cycles_visible_to(person: Person | None) -> QuerySet[Cycle]:
    rows = Cycle.objects.select_related("standard_version__standard")
    return rows if sees_cycles(person) else rows.none()


def assessed_units(start: date, end: date) -> QuerySet[Unit]:
    """The units that exist in `[start, end)`."""
    return Unit.objects.filter(Q(valid_to=None) | Q(valid_to__gt=start), valid_from__lt=end)


def units_of_quarter(version: StandardVersion, start: date) -> list[Unit]:
    """Those that are assessed every quarter, as far as they are in the scope of the standard."""
    units = assessed_units(start, next_quarter(start)).filter(is_assessed=True)
    return list(units_in_scope(version, units))


def quarters_opened() -> QuerySet[Cycle]:
    """Those that are open or were; one that was taken back is not."""
    return Cycle.objects.filter(type=CycleType.QUARTER).exclude(state=CycleState.WITHDRAWN)


def with_progress(cycles: QuerySet[Cycle], sheets: QuerySet[ScoreSheet]) -> QuerySet[Cycle]:
    """Adds `plan_count` and `drawn_count`, `sheet_count` and `sealed_count`. `sheets`: those that the reader may know of; of spot checks none
    is counted."""
    drawn = (PlanState.SCORING, PlanState.DONE)
    sheets = sheets.filter(plan__isnull=False)
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

"""Reading critical events."""

from django.db.models import QuerySet

from assessments.enums import EventState
from assessments.models import CriticalEvent, Cycle
from assessments.rules.events import sees_events, takes_events
from foundation.common import clock
from organization.models import Person, Unit
from standards.enums import Scale
from standards.models import Indicator


def events_visible_to(person: Person | None) -> QuerySet[CriticalEvent]:
    rows = CriticalEvent.objects.select_related(
        "cycle__standard_version__standard", "unit", "indicator", "reported_by", "decided_by"
    )
    return rows if sees_events(person) else rows.none()


def confirmed_events(cycle: Cycle, unit: Unit | None = None) -> list[CriticalEvent]:
    """What counts in the cycle's results, of one unit or of all, by unit and day."""
    rows = CriticalEvent.objects.filter(cycle=cycle, state=EventState.CONFIRMED).select_related("unit", "indicator")
    if unit is not None:
        rows = rows.filter(unit=unit)
    return list(rows.order_by("unit__code", "happened_on", "pk"))


def event_indicators(cycle: Cycle) -> QuerySet[Indicator]:
    """The red lines of the cycle's standard that are events of a unit."""
    return cycle.standard_version.indicators.filter(scale=Scale.EVENT)


def cycles_taking_events() -> list[Cycle]:
    """Cycles that have begun, are not published, and whose standard knows critical events; quarters before what is besides
    them, the latest first."""
    rows = Cycle.objects.filter(
        start__lte=clock.today(), standard_version__indicators__scale=Scale.EVENT
    ).select_related("standard_version__standard")
    return [cycle for cycle in rows.distinct().order_by("type", "-start") if takes_events(cycle)]

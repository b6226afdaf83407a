"""What a person may see of results. Everybody else reads the publication."""

from django.db.models import Q, QuerySet

from analysis.models import EnteredFigure
from analysis.rules import SHOWN_TO_UNIT, can_read_own_results, can_see_own_results, can_see_quarter
from assessments.enums import CycleType
from assessments.models import Cycle, Plan
from foundation.common import clock
from organization.enums import Role
from organization.models import Person, Unit
from organization.tree import descendants
from standards.enums import TargetKind
from standards.models import StandardVersion, Target


def visible_units(person: Person | None, cycle: Cycle) -> QuerySet[Unit]:
    """The assessed units whose figures of this cycle the person may see, provisional or not."""
    units = Unit.objects.filter(pk__in=Plan.objects.filter(cycle=cycle).values("unit"))
    if can_see_quarter(person):
        return units
    if can_see_own_results(person, cycle):
        return units.filter(pk__in=descendants(person.units_as(Role.HEAD, Role.LIAISON)))
    return units.none()


def visible_cycles(person: Person | None) -> QuerySet[Cycle]:
    """Cycles of which the person may see at least their own figures, latest first."""
    cycles = Cycle.objects.select_related("standard_version").order_by("-start", "-pk")
    if can_see_quarter(person):
        return cycles
    if can_read_own_results(person):
        return cycles.filter(state__in=SHOWN_TO_UNIT)
    return cycles.none()


def chosen_cycle(cycles: QuerySet[Cycle], code: str) -> Cycle | None:
    """The cycle of that code; without one the latest quarter that has begun, before the first of all the one being prepared. None: not among
    these."""
    if code:
        return cycles.filter(code=code).first()
    quarters = cycles.filter(type=CycleType.QUARTER)
    return quarters.filter(start__lte=clock.today()).first() or quarters.last() or cycles.first()


def enterable_targets(version: StandardVersion) -> QuerySet[Target]:
    """Those whose figures are entered by hand: what no measure computes, and ranks."""
    return version.targets.filter(Q(measure="") | Q(kind=TargetKind.RANK))


def entered_figures(cycle: Cycle, target: str, unit: Unit | None) -> QuerySet[EnteredFigure]:
    """What was entered of a target by its code, of the organization or of a unit; the one that counts first."""
    rows = EnteredFigure.objects.select_related("entered_by")
    return rows.filter(cycle=cycle, target=target, unit=unit).order_by("-pk")


def measured_units(person: Person | None) -> QuerySet[Unit]:
    """Whose measures the person may read: all for those who see all units, their own and what is below for heads and liaisons."""
    units = Unit.objects.order_by("code")
    if can_see_quarter(person):
        return units
    if can_read_own_results(person):
        return units.filter(pk__in=descendants(person.units_as(Role.HEAD, Role.LIAISON)))
    return units.none()

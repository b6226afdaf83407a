"""Reading self-checks. Whether somebody may see what a unit gave itself is decided here and nowhere else."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import ngettext

from assessments.enums import PlanState, SheetState
from assessments.models import Cycle, Plan, ScoreSheet
from assessments.selectors.criteria import Criteria, criteria_of
from assessments.selectors.openings import listed
from foundation.common import clock
from foundation.common.texts import localized
from organization.models import Person, Unit
from organization.rules import sees_all_units, units_answered_for
from selfcheck.enums import STILL_OPEN, CheckState
from selfcheck.models import SealedCheck, SelfCheck
from selfcheck.rules import SCORED, TAKEN_IN
from standards.models import Indicator

SHOWN = ("cycle", "unit", "standard_version__standard", "asked_by", "sealed", "sealed__handed_in_by")


def visible_to(person: Person | None) -> QuerySet[SelfCheck]:
    """Leads, managers and supervisors: all. Heads and liaisons: those of their units. To see that there is one is not yet to see its marks."""
    rows = SelfCheck.objects.all()
    if person is None:
        return rows.none()
    if sees_all_units(person):
        return rows
    return rows.filter(unit__in=units_answered_for(person))


def for_page(checks: QuerySet[SelfCheck]) -> QuerySet[SelfCheck]:
    """With all that a page or a row of a list shows, in the same query."""
    return checks.select_related(*SHOWN)


def to_fill_in(person: Person | None) -> QuerySet[SelfCheck]:
    """What the person's units still have to hand in."""
    if person is None:
        return SelfCheck.objects.none()
    rows = SelfCheck.objects.filter(
        unit__in=units_answered_for(person), state__in=STILL_OPEN, cycle__state__in=TAKEN_IN
    )
    return rows.select_related("cycle", "unit").order_by("due_on", "unit__code")


def overdue() -> QuerySet[SelfCheck]:
    return SelfCheck.objects.filter(state__in=STILL_OPEN, due_on__lt=clock.today(), cycle__state__in=TAKEN_IN)


def marks_visible_to(person: Person | None) -> QuerySet[SealedCheck]:
    """What was handed in and may be read: by the unit its own; by leads, managers and supervisors once the inspection of that unit is through.

    That is once all sheets of its plan are sealed, or the cycle is past its scoring; and never by somebody who has still to score a sheet of that
    unit in that cycle, a spot check for example. Assessors never: no role of theirs leads here.
    """
    rows = SealedCheck.objects.select_related(
        "check_of__cycle__standard_version", "check_of__unit", "check_of__standard_version__standard", "handed_in_by"
    )
    if person is None:
        return rows.none()
    readable = Q(check_of__unit__in=units_answered_for(person))
    if sees_all_units(person):
        readable |= Q(pk__in=SealedCheck.objects.filter(~_being_scored_by(person), _inspected()).values("pk"))
    return rows.filter(readable)


def _inspected() -> Q:
    done = Plan.objects.filter(cycle=OuterRef("check_of__cycle"), unit=OuterRef("check_of__unit"), state=PlanState.DONE)
    return Exists(done) | Q(check_of__cycle__state__in=SCORED)


def _being_scored_by(person: Person) -> Exists:
    own = ScoreSheet.objects.filter(Q(assessor=person) | Q(co_assessor=person)).exclude(state=SheetState.SUBMITTED)
    return Exists(own.filter(cycle=OuterRef("check_of__cycle"), unit=OuterRef("check_of__unit")))


def sealed_for(person: Person | None, check: SelfCheck) -> SealedCheck | None:
    """The marks of this one, if the person may read them."""
    return marks_visible_to(person).filter(check_of=check).first()


def asked_indicators(check: SelfCheck) -> dict[str, Indicator]:
    """Those that the unit is asked for, by code, in the standard's order."""
    asked = set(check.indicators)
    return {code: one for code, one in criteria_of(check.standard_version).indicators.items() if code in asked}


def asks_for_all(check: SelfCheck, criteria: Criteria) -> bool:
    """Only then its total can be held against the total of a sheet."""
    return len(check.indicators) == len(criteria.indicators)


def units_to_ask(cycle: Cycle) -> QuerySet[Unit]:
    """Units with a plan in this cycle that were not asked yet, or whose self-check was withdrawn."""
    asked = SelfCheck.objects.filter(cycle=cycle).exclude(state=CheckState.WITHDRAWN)
    planned = Unit.objects.filter(pk__in=Plan.objects.filter(cycle=cycle).values("unit"))
    return planned.exclude(pk__in=asked.values("unit")).order_by("code")


def handed_in_ahead(cycle: Cycle) -> list[str]:
    """Why a quarter that has not begun is not taken back: what is handed in is sealed by its standard, and a unit hands in once."""
    rows = SelfCheck.objects.filter(cycle=cycle, state=CheckState.SEALED).select_related("unit").order_by("unit__code")
    names = [localized(check.unit, "name") for check in rows]
    if not names:
        return []
    text = ngettext(
        "%(n)d self-check was handed in: %(units)s.", "%(n)d self-checks were handed in: %(units)s.", len(names)
    )
    return [text % {"n": len(names), "units": listed(names)}]


def open_ahead(cycle: Cycle) -> list[str]:
    """What becomes of the open ones when the quarter is taken back (`deadlines.follow_gate`)."""
    rows = SelfCheck.objects.filter(cycle=cycle, state__in=STILL_OPEN).select_related("unit").order_by("unit__code")
    names = [localized(check.unit, "name") for check in rows]
    if not names:
        return []
    text = ngettext(
        "%(n)d open self-check is withdrawn, and the unit is told why: %(units)s.",
        "%(n)d open self-checks are withdrawn, and the units are told why: %(units)s.",
        len(names),
    )
    return [text % {"n": len(names), "units": listed(names)}]


def cycles_to_ask_in() -> QuerySet[Cycle]:
    return Cycle.objects.filter(state__in=TAKEN_IN).select_related("standard_version__standard").order_by("start", "pk")


def with_self_checks(checks: QuerySet[SelfCheck]) -> QuerySet[Cycle]:
    """The cycles of these, latest first."""
    rows = Cycle.objects.filter(pk__in=checks.order_by().values("cycle"))
    return rows.select_related("standard_version").order_by("-start", "-pk")

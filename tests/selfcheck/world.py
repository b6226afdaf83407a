"""2026Q4 is being scored: Li asks East and West Branch for a self-check, three working days before Lin and Guo begin. The small standard."""

from datetime import timedelta
from uuid import uuid4

from assessments.enums import CycleState, PlanState
from assessments.models import Cycle, Plan
from assessments.quarters import next_quarter, quarter_code, quarter_start
from foundation.common import clock
from foundation.workdays.calendar import add_workdays
from organization.models import Person
from selfcheck.models import LogEntry, SelfCheck
from selfcheck.services.asking import ask_for_self_checks
from selfcheck.services.filling import hand_in as seal
from selfcheck.services.log import Said, add_entry
from standards.models import Indicator
from tests.calibration.world import marks
from tests.cast import Cast
from tests.factories import make_cycle, make_totals, make_version

ALL = ["A1", "R1", "X1"]
BEGINS_IN = 10  # working days
FLATTERING = {"A1": {"level": 5}, "R1": {"level": 5}, "X1": {"triggered": False}}
SECRET = "班组长自认流程执行到位"


def make_quarter(cast: Cast, version=None) -> Cycle:
    """Its plans for East and West are approved and begin in ten working days."""
    version = version or make_version(author=cast.li, approved_by=cast.zhou, approved_at=clock.now())
    cycle = make_cycle(version, "2026Q4", CycleState.COLLECTING, (cast.east, cast.west))
    begins = add_workdays(clock.today(), BEGINS_IN)
    Plan.objects.filter(cycle=cycle).update(
        state=PlanState.SCORING, starts_on=begins, due_on=begins + timedelta(days=20)
    )
    return cycle


def quarter_ahead(cast: Cast) -> Cycle:
    """The quarter after the next one was opened early: its plans are drafts with a first day, and it can still be taken back."""
    version = make_version(author=cast.li, approved_by=cast.zhou, approved_at=clock.now())
    code = quarter_code(next_quarter(next_quarter(quarter_start(clock.today()))))
    cycle = make_cycle(version, code, CycleState.PREPARING, (cast.east, cast.west))
    Plan.objects.filter(cycle=cycle).update(starts_on=cycle.start, due_on=cycle.start + timedelta(days=20))
    return cycle


def ask(cast: Cast, cycle: Cycle, *units, **more) -> list[SelfCheck]:
    given = {"indicators": ALL, "workdays_before": 3, "actor": cast.li, "key": uuid4(), **more}
    return ask_for_self_checks(cycle=cycle, units=list(units or (cast.east, cast.west)), **given)


def asked_quarter(cast: Cast) -> Cycle:
    cycle = make_quarter(cast)
    ask(cast, cycle)
    return cycle


def check_of(unit) -> SelfCheck:
    rows = SelfCheck.objects.select_related("cycle", "unit", "standard_version__standard", "asked_by")
    return rows.get(unit=unit)


def hand_in(unit, person: Person, given: dict | None = None) -> dict:
    check = check_of(unit)
    return seal(check=check, actor=person, marks=given or FLATTERING, version=check.version, key=uuid4())


def inspected(cycle: Cycle, cast: Cast, state: str = CycleState.COLLECTING) -> None:
    """All sheets are sealed: East is well mannered and solves little, West is as good as it can be."""
    make_totals(
        cycle, cast.east, sheet=["80", "75", "85", "80"], A1=["95", "100", "95", "100"], R1=["60", "55", "65", "70"]
    )
    make_totals(
        cycle, cast.west, sheet=["95", "100", "98", "99"], A1=["95", "100", "98", "99"], R1=["90", "95", "99", "98"]
    )
    Plan.objects.filter(cycle=cycle).update(state=PlanState.DONE)
    Cycle.objects.filter(pk=cycle.pk).update(state=state)
    cycle.refresh_from_db()


def compared_quarter(cast: Cast) -> Cycle:
    """In feedback: East flatters itself with full marks, West is stricter with itself than Lin and Guo were."""
    cycle = asked_quarter(cast)
    hand_in(cast.east, cast.wu)
    hand_in(cast.west, cast.sun, marks(4, 4, reason=SECRET))
    inspected(cycle, cast, CycleState.FEEDBACK)
    return cycle


def said(**more) -> Said:
    given = {
        "kind": "check",
        "day": clock.today(),
        "found": "两名柜员未使用文明用语",
        "done": "当日晨会重申并演练",
        "indicator": Indicator.objects.filter(code="A1").first(),
    }
    return Said(**{**given, **more})


def write(cast: Cast, **more) -> LogEntry:
    """Wu Di writes in the log of East Branch."""
    return add_entry(unit=cast.east, said=said(**more), actor=cast.wu, key=uuid4())

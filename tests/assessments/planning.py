"""A quarter on its way, made by the services, for the tests of planning. 2026Q4; the clock stands where a test puts it."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from assessments.enums import PlanState
from assessments.models import Cycle, Plan, ScoreSheet, SheetRevision, TeamMember
from assessments.services import cycles, plans
from foundation.common import clock
from foundation.workdays.calendar import on_or_before
from organization.models import Unit
from records.models import ServiceRecord, Source
from sampling.models import Draw, DrawnItem
from sampling.services import add_nonce
from standards.models import StandardVersion
from standards.services import approve_version, create_standard_from_preset, put_in_force, submit_version
from tests.factories import make_cycle

START = date(2026, 10, 1)
END = date(2027, 1, 1)
STARTS_ON = date(2026, 10, 12)
DUE_ON = date(2027, 1, 15)
ANSWER = "已按意见补充"
# A Monday in the middle of the quarter.
NOON = datetime(2026, 11, 23, 12, tzinfo=clock.organization_zone())


def standard_in_force(cast) -> StandardVersion:
    version = create_standard_from_preset(preset="four-dimensions", author=cast.li)
    submit_version(version=version, actor=cast.li)
    approve_version(version=version, actor=cast.zhou)
    return put_in_force(version=version, actor=cast.zhou)


def records_for(
    unit: Unit, count: int, *, touchpoint: str = "phone", first: int = 1, day: date = date(2026, 10, 20), **more
) -> list[ServiceRecord]:
    source, _created = Source.objects.get_or_create(name="call centre")
    at = clock.at_local(day, 9)
    return ServiceRecord.objects.bulk_create(
        ServiceRecord(
            source=source,
            number=f"{unit.code}-{number:05d}",
            touchpoint=touchpoint,
            occurred_at=at + timedelta(minutes=number),
            unit=unit,
            **{"answered": True, "resolved": number % 10 != 0, "answer_seconds": 30, **more},
        )
        for number in range(first, first + count)
    )


def open_quarter(cast) -> Cycle:
    standard_in_force(cast)
    return cycles.open_cycle(start=START, actor=None)


def quarter_with_records(cast) -> Cycle:
    """Opened, with records of the east branch, its outlet and the west branch."""
    records_for(cast.east, 40)
    records_for(cast.east_outlet, 10, touchpoint="counter")
    records_for(cast.west, 30)
    return open_quarter(cast)


def filled_in(cast, **more) -> dict:
    """What a lead fills in."""
    return {
        "team": [cast.lin, cast.guo],
        "records_wanted": 6,
        "visits_wanted": 1,
        "starts_on": STARTS_ON,
        "due_on": DUE_ON,
        "contents": "",
        **more,
    }


def plan_of(cycle: Cycle, unit: Unit) -> Plan:
    return Plan.objects.select_related("cycle__standard_version", "unit").get(cycle=cycle, unit=unit)


def completed(cast, plan: Plan, **more) -> Plan:
    return plans.complete_plan(plan=plan, actor=cast.li, **filled_in(cast, **more))


def submitted(cast, plan: Plan, **more) -> Plan:
    """With an answer, should it have been returned."""
    return plans.submit_plan(plan=completed(cast, plan, **more), actor=cast.li, answer=ANSWER)


def approved(cast, plan: Plan, **more) -> Plan:
    return plans.approve_plan(plan=submitted(cast, plan, **more), actor=cast.zhou)


def drawing(cast, plan: Plan, **more) -> Plan:
    approved(cast, plan, **more)
    plans.start_plan_draw(plan=plan, actor=cast.li, nonce="four dice: 3 5 1 6")
    return plan_of(plan.cycle, plan.unit)


def drawn(cast, plan: Plan, **more) -> Plan:
    draw = drawing(cast, plan, **more).draw
    add_nonce(draw=draw, person=cast.qian, value="a red kite over the river")
    return plan_of(plan.cycle, plan.unit)


def earlier_plan(cast, version, code: str = "2026Q3", *, unit: Unit | None = None, team=(), **more) -> Plan:
    """A plan of an earlier quarter that was scored, of the east branch if nothing else is said. Dates lie as in `filled_in`."""
    cycle = Cycle.objects.filter(code=code).first() or make_cycle(version, code)
    values = {
        "state": PlanState.DONE,
        "records_wanted": 6,
        "visits_wanted": 1,
        "starts_on": cycle.start + (STARTS_ON - START),
        "due_on": on_or_before(cycle.end + (DUE_ON - END)),
        "author": cast.li,
        **more,
    }
    plan = Plan.objects.create(cycle=cycle, unit=unit or cast.east, **values)
    for person in team or (cast.lin, cast.guo):
        TeamMember.objects.create(plan=plan, person=person)
    return plan


def sealed_records(plan: Plan, assessor, totals: list[str], *, touchpoint: str = "phone", triggered: int = 0) -> None:
    """Sealed record sheets of a past plan with these totals; the first `triggered` of them have a triggered critical indicator."""
    draw = plan.draw
    if draw is None:
        draw = Draw.objects.create(title=str(plan), state="drawn", commitment="0" * 64, secret="00")
        Plan.objects.filter(pk=plan.pk).update(draw=draw)
        plan.draw = draw
    for total in totals:
        number = ScoreSheet.objects.count() + 1
        [record] = records_for(
            plan.unit, 1, first=90_000 + number, touchpoint=touchpoint, day=plan.cycle.start + timedelta(days=9)
        )
        sheet = ScoreSheet.objects.create(
            cycle=plan.cycle, plan=plan, number=f"QA-X-{number:05d}", unit=plan.unit, method="record_review",
            item=DrawnItem.objects.create(draw=draw, stratum=touchpoint, position=number, key=f"old:{number}"),
            standard_version=plan.cycle.standard_version, record=record, assessor=assessor, state="submitted",
        )  # fmt: skip
        sheet.revision = SheetRevision.objects.create(
            sheet=sheet, number=1, author=assessor, total=Decimal(total), underlying=Decimal(total), digest="0" * 64,
            triggered=["X1"] if triggered > 0 else [],
        )  # fmt: skip
        sheet.save()
        triggered -= 1

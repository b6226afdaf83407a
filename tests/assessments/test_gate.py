"""Measured figures, and the gate at which scoring ends and they stand."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from assessments import gates
from assessments.enums import CycleState, PlanState, SheetState
from assessments.models import Cycle, MeasureReading, Plan, ScoreSheet
from assessments.services.measures import refresh_collecting_cycles, refresh_measures
from assessments.services.passing import pass_gate
from assessments.services.readings import verify_readings
from foundation.audit.models import AuditEvent
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from organization.enums import UnitKind
from records.models import ServiceRecord
from tests.assessments.planning import NOON, drawn, plan_of, records_for, submitted
from tests.assessments.sheet_world import make_plan, make_sheet
from tests.cast import make_unit


def reading(unit, measure: str) -> tuple:
    row = MeasureReading.objects.get(unit=unit, measure=measure)
    return row.n, row.total, row.squares


def finalise(cycle: Cycle, actor) -> Cycle:
    return pass_gate(cycle=cycle, gate=CycleState.INITIAL, actor=actor, key=uuid4())


def texts(blockers) -> list[str]:
    return [blocker.text for blocker in blockers]


@pytest.fixture
def all_sealed(cast, plan):
    """Both plans are drawn and, as far as the gate can see, all sheets are sealed."""
    drawn(cast, plan)
    drawn(cast, plan_of(plan.cycle, cast.west))
    ScoreSheet.objects.update(state=SheetState.SUBMITTED)
    Plan.objects.update(state=PlanState.DONE)
    refresh_measures(cycle=plan.cycle)
    Cycle.objects.update(state=CycleState.INITIAL)
    return Cycle.objects.get(pk=plan.cycle_id)


# measures


def test_refresh_keeps_a_figure_for_each_unit_and_measured_indicator(cast, quarter):
    assert refresh_measures(cycle=quarter) == 2 * 5
    assert reading(cast.east, "records.resolved") == (50, "45", "45")
    assert reading(cast.west, "records.answered_in_target") == (30, "30", "30")
    assert reading(cast.west, "feedback.satisfaction") == (0, "0", "0")


def test_refresh_again_brings_the_figures_up_to_date(cast, quarter):
    refresh_measures(cycle=quarter)
    records_for(cast.west, 10, first=100, resolved=False)
    with clock.travelling(NOON + timedelta(minutes=5)):
        refresh_measures(cycle=quarter)
    assert (reading(cast.west, "records.resolved"), MeasureReading.objects.count()) == ((40, "27", "27"), 10)
    assert set(MeasureReading.objects.values_list("computed_at", flat=True)) == {NOON + timedelta(minutes=5)}


def test_refresh_counts_the_days_of_the_quarter_only(cast, quarter):
    records_for(cast.west, 5, first=100, day=date(2026, 9, 29))
    records_for(cast.west, 5, first=110, day=date(2027, 1, 1))
    refresh_measures(cycle=quarter)
    assert reading(cast.west, "records.resolved")[0] == 30


def test_refresh_leaves_a_closed_cycle_alone(cast, quarter):
    refresh_measures(cycle=quarter)
    Cycle.objects.update(state=CycleState.FEEDBACK)
    records_for(cast.west, 10, first=100)
    assert (refresh_measures(cycle=quarter), refresh_collecting_cycles()) == (0, 0)
    assert reading(cast.west, "records.resolved")[0] == 30


def test_beat_refreshes_what_has_begun(cast, quarter):
    assert refresh_collecting_cycles() == 10
    with clock.travelling(NOON - timedelta(days=60)):
        assert refresh_collecting_cycles() == 0


def test_failing_measure_does_not_stop_the_others(cast, quarter, monkeypatch):
    from records import measures

    def fail(code, *args):
        raise RuntimeError(code)

    monkeypatch.setattr(measures, "compute", fail)
    assert refresh_collecting_cycles() == 0


# what blocks


def test_blockers_name_plans_by_state(cast, quarter, plan):
    submitted(cast, plan)
    assert texts(gates.plans_not_drawn(quarter)) == [
        "1 plan is not sent for approval: West Branch.",
        "1 plan waits for approval: East Branch.",
    ]


def test_blockers_name_open_sheets_by_unit(cast, quarter, plan):
    drawn(cast, plan)
    ScoreSheet.objects.filter(number="QA-2026Q4-0001").update(state=SheetState.SUBMITTED)
    assert texts(gates.sheets_not_sealed(quarter)) == ["6 sheets are not sealed: East Branch 6."]


def test_blockers_name_the_first_units_and_count_the_rest(cast, quarter):
    for number in range(7):
        unit = make_unit(f"BR-{number}", f"分行{number}", f"Branch {number}", UnitKind.BRANCH, cast.bank)
        plan = make_plan(quarter, unit, cast.li)
        for _sheet in range(1 + number % 2):
            make_sheet(plan, cast.lin)
    [blocker] = gates.sheets_not_sealed(quarter)
    assert str(blocker) == (
        "10 sheets are not sealed: Branch 0 1, Branch 1 2, Branch 2 1, Branch 3 2, Branch 4 1; 2 other units 3."
    )
    assert len(blocker.links) == 6 and blocker.links[-1].url.endswith("?view=all&cycle=2026Q4")


def test_blockers_name_missing_and_old_figures(cast, quarter):
    missing = ["The measured indicators have not been computed for all units. Refresh them."]
    assert texts(gates.measures_stale(quarter)) == missing
    refresh_measures(cycle=quarter)
    assert texts(gates.measures_stale(quarter)) == []
    with clock.travelling(NOON + timedelta(hours=1, seconds=1)):
        assert texts(gates.measures_stale(quarter)) == [
            "The measured indicators were last computed more than an hour ago. Refresh them."
        ]
    MeasureReading.objects.filter(unit=cast.west, measure="records.resolved").delete()
    assert texts(gates.measures_stale(quarter)) == missing


def test_blockers_lead_to_what_blocks_and_say_whom_it_waits_for(cast, quarter, plan):
    submitted(cast, plan)
    found = gates.plans_not_drawn(quarter)
    west = plan_of(quarter, cast.west)
    assert [(one.who, [link.url for link in one.links]) for one in found] == [
        ("Assessment lead", [west.get_absolute_url()]),
        ("Manager", [plan.get_absolute_url()]),
    ]


def test_other_rooms_may_block_the_gate(cast, all_sealed, monkeypatch):
    appeals = gates.Check(CycleState.INITIAL, lambda cycle: [gates.Blocker("Two appeals are open.")])
    monkeypatch.setitem(gates.blockers._entries, "appeals", appeals)
    assert texts(gates.what_blocks(all_sealed)) == ["Two appeals are open."]


def test_what_guards_another_gate_does_not_block_this_one(cast, quarter):
    assert [text for text in texts(gates.what_blocks(quarter)) if "plans are not sent for approval" in text] != []
    quarter.state = CycleState.INITIAL
    assert [text for text in texts(gates.what_blocks(quarter)) if "plans are not sent for approval" in text] == []


# passing


def test_end_of_scoring_leads_to_the_review(cast, all_sealed):
    finalise(all_sealed, cast.li)
    assert Cycle.objects.get().state == CycleState.REVIEW
    assert cast.zhou.user.notifications.filter(kind="assessments.cycle.passed").count() == 1
    assert cast.li.user.notifications.filter(kind="assessments.cycle.passed").count() == 0


def test_finalise_computes_the_figures_a_last_time(cast, all_sealed):
    records_for(cast.west, 10, first=100, resolved=False)
    finalise(all_sealed, cast.li)
    assert reading(cast.west, "records.resolved") == (40, "27", "27")


def test_finalise_is_refused_with_all_that_blocks(cast, quarter, plan):
    drawn(cast, plan)
    Cycle.objects.update(state=CycleState.INITIAL)
    with pytest.raises(Invalid) as refusal:
        finalise(quarter, cast.li)
    assert refusal.value.messages == [
        "7 sheets are not sealed: East Branch 7.",
        "The measured indicators have not been computed for all units. Refresh them.",
    ]
    assert Cycle.objects.get().state == CycleState.INITIAL


@pytest.mark.parametrize("who", ["zhou", "qian", "lin", "chen", "feng"])
def test_finalise_is_for_leads(cast, all_sealed, who):
    with pytest.raises(NotAllowed):
        finalise(all_sealed, getattr(cast, who))


def test_finalise_twice_is_refused(cast, all_sealed):
    finalise(all_sealed, cast.li)
    with pytest.raises(Conflict):
        finalise(all_sealed, cast.li)
    assert AuditEvent.objects.filter(action="assessments.cycle.pass_gate").count() == 1


# watching


def test_verify_holds_for_a_closed_cycle_though_records_come_in_later(cast, all_sealed):
    finalise(all_sealed, cast.li)
    records_for(cast.west, 10, first=100)
    ServiceRecord.objects.filter(unit=cast.east).update(resolved=False)
    assert verify_readings() == []


def test_verify_names_a_figure_that_was_changed(cast, all_sealed):
    finalise(all_sealed, cast.li)
    MeasureReading.objects.filter(unit=cast.east, measure="records.resolved").update(total=str(Decimal(50)))
    assert verify_readings() == ["The measured figures of cycle 2026Q4 were changed after it passed its gate."]


def test_verify_names_a_cycle_that_never_passed_its_gate(cast, quarter):
    Cycle.objects.update(state=CycleState.FEEDBACK)
    assert verify_readings() == ["Cycle 2026Q4 is feedback, but the audit trail does not know that it passed its gate."]

"""From an approved plan to sheets with assessors: verifiable, separate, once."""

import subprocess
import sys
import threading
from collections import Counter
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import connection

from assessments.enums import CycleState, Method, PlanState
from assessments.models import Cycle, ScoreSheet
from assessments.selectors.frames import half_day_pairs, record_key, records_of_keys
from assessments.services.plan_draws import (
    finish_plan_draw,
    finish_ready_draws,
    reserve_for,
    start_plan_draw,
)
from assessments.services.plan_frames import sizes_for
from foundation.audit.models import AuditEvent
from foundation.audit.verifiers import run_verifiers
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from organization.enums import Role
from organization.models import RoleAssignment
from records.models import ServiceRecord
from sampling.models import Draw, DrawnItem
from sampling.purposes import purposes
from sampling.services import add_nonce, make_proof
from tests.assessments import planning
from tests.assessments.planning import NOON, approved, drawing, drawn, open_quarter, plan_of, records_for
from tests.cast import EARLY, make_person


@contextmanager
def nobody_finishes(monkeypatch):
    """As if the process had died between the last nonce and the draw."""
    with monkeypatch.context() as patch:
        patch.setattr(purposes, "_entries", {})
        yield


# beginning


def test_start_commits_freezes_and_takes_the_leads_nonce(cast, plan):
    plan = drawing(cast, plan)
    assert plan.state == PlanState.DRAWING
    assert [(nonce.person, nonce.role, nonce.value) for nonce in plan.draw.nonces.all()] == [
        (cast.li, "lead", "four dice: 3 5 1 6")
    ]
    acts = AuditEvent.objects.filter(target=plan.draw.public_id).order_by("number").values_list("action", flat=True)
    assert list(acts) == ["sampling.draw.commit", "sampling.draw.freeze", "sampling.nonce.add"]


def test_frame_holds_the_served_records_of_the_unit_and_below_in_the_quarter(cast, plan):
    records_for(cast.east, 3, first=60, answered=False)
    records_for(cast.east, 2, first=70, day=date(2026, 9, 30))
    records_for(cast.east, 2, first=80, day=date(2026, 11, 24))  # tomorrow: not yet
    records_for(cast.east, 1, first=90, answered=None)
    plan = drawing(cast, plan, visits_wanted=0)
    assert plan.draw.frame_counts == {"phone": 41, "counter": 10}


def test_sample_is_spread_over_touchpoints_with_half_as_many_in_reserve(cast, plan):
    plan = drawing(cast, plan, records_wanted=10, visits_wanted=2)
    assert plan.draw.sizes == {"phone": 8, "counter": 2, "visit": 2}
    assert plan.draw.reserves == {"phone": 4, "counter": 3, "visit": 3}


def test_visits_fall_on_working_half_days_from_tomorrow_to_the_due_date(cast, plan):
    plan = drawing(cast, plan, records_wanted=0, visits_wanted=2, due_on=date(2026, 11, 30))
    # Tuesday to Friday, and Monday.
    assert plan.draw.frame_counts == {"visit": 10}


def test_all_records_are_drawn_where_there_are_fewer_than_wanted(cast, plan):
    plan = drawing(cast, plan, records_wanted=400, visits_wanted=0)
    assert plan.draw.sizes == {"phone": 40, "counter": 10}


def test_supervisors_are_told_and_asked(cast, plan):
    draw = drawing(cast, plan).draw
    notice = cast.qian.user.notifications.get()
    assert (notice.kind, notice.url) == ("assessments.draw.nonce_wanted", draw.get_absolute_url())


@pytest.mark.parametrize("who", ["zhou", "qian", "lin", "chen", "feng"])
def test_start_is_for_leads(cast, plan, who):
    approved(cast, plan)
    with pytest.raises(NotAllowed):
        start_plan_draw(plan=plan, actor=getattr(cast, who))


def test_start_needs_an_approved_plan_and_happens_once(cast, plan):
    planning.submitted(cast, plan)
    with pytest.raises(Conflict):
        start_plan_draw(plan=plan, actor=cast.li)


def test_start_twice_is_refused(cast, plan):
    plan = drawing(cast, plan)
    with pytest.raises(Conflict):
        start_plan_draw(plan=plan, actor=cast.li)
    assert Draw.objects.filter(nonces_wanted=2).count() == 1


def test_start_before_the_plan_begins_is_refused(cast, plan):
    approved(cast, plan, starts_on=date(2026, 12, 1))
    with pytest.raises(Invalid, match="begins later"):
        start_plan_draw(plan=plan, actor=cast.li)
    with clock.travelling(NOON + timedelta(days=8)):
        assert start_plan_draw(plan=plan, actor=cast.li).nonces_wanted == 2


def test_start_without_records_is_refused_and_leaves_nothing(cast, plan):
    ServiceRecord.objects.all().delete()
    approved(cast, plan)
    with pytest.raises(Invalid, match="no service records"):
        start_plan_draw(plan=plan, actor=cast.li)
    assert (Draw.objects.filter(nonces_wanted=2).count(), plan_of(plan.cycle, plan.unit).state) == (
        0,
        PlanState.APPROVED,
    )


def test_start_without_days_left_for_visits_is_refused(cast, plan):
    approved(cast, plan, due_on=date(2026, 11, 23))
    with pytest.raises(Invalid, match="Too few working half-days"):
        start_plan_draw(plan=plan, actor=cast.li)


def test_start_with_a_team_that_does_not_hold_any_more_is_refused(cast, plan):
    approved(cast, plan)
    RoleAssignment.objects.filter(person=cast.guo).delete()
    with pytest.raises(Invalid) as refusal:
        start_plan_draw(plan=plan, actor=cast.li)
    assert refusal.value.messages[0] == "郭敏: Is neither assessor nor lead nor department head."


def test_start_after_scoring_was_closed_is_refused(cast, plan):
    approved(cast, plan)
    Cycle.objects.update(state=CycleState.FEEDBACK)
    with pytest.raises(Conflict):
        start_plan_draw(plan=plan, actor=cast.li)


def test_frame_with_what_looks_like_personal_data_is_refused(cast, plan):
    ServiceRecord.objects.filter(number="BR-E-00001").update(number="13912345678")
    approved(cast, plan)
    with pytest.raises(Invalid, match="looks like a mobile number"):
        start_plan_draw(plan=plan, actor=cast.li)


# finishing


def test_last_nonce_draws_and_makes_the_sheets(cast, plan):
    plan = drawn(cast, plan)
    sheets = list(plan.sheets.order_by("number").select_related("item", "record__unit"))
    assert plan.state == PlanState.SCORING
    assert [sheet.number for sheet in sheets] == [f"QA-2026Q4-{number:04d}" for number in range(1, 8)]
    assert Counter(sheet.method for sheet in sheets) == {Method.RECORD_REVIEW: 6, Method.ON_SITE: 1}
    assert {sheet.unit for sheet in sheets} == {cast.east}
    assert {sheet.record.unit for sheet in sheets if sheet.record} <= {cast.east, cast.east_outlet}
    assert [sheet.item.key for sheet in sheets if sheet.record] == [
        record_key("call centre", sheet.record.number) for sheet in sheets if sheet.record
    ]


def test_sheets_are_balanced_over_the_team(cast, plan):
    plan = drawn(cast, plan, records_wanted=11, visits_wanted=2)
    loads = Counter(sheet.assessor for sheet in plan.sheets.all()) + Counter(
        sheet.co_assessor for sheet in plan.sheets.all() if sheet.co_assessor
    )
    assert sorted(loads.values()) == [7, 8]


def test_visit_has_two_assessors_and_is_due_on_its_day(cast, plan):
    visit = drawn(cast, plan).sheets.get(method=Method.ON_SITE)
    assert {visit.assessor, visit.co_assessor} == {cast.lin, cast.guo}
    assert visit.item.key.startswith(f"visit:{visit.due_on.isoformat()}")


def test_numbers_go_on_without_a_gap_in_the_next_plan_of_the_cycle(cast, plan):
    drawn(cast, plan)
    west = drawn(cast, plan_of(plan.cycle, cast.west), team=[cast.lin, cast.guo])
    assert [sheet.number for sheet in west.sheets.order_by("number")] == [
        f"QA-2026Q4-{number:04d}" for number in range(8, 15)
    ]


def test_nobody_gets_a_record_of_their_own_service(cast, plan):
    ServiceRecord.objects.update(agent="林晓")
    plan = drawn(cast, plan, visits_wanted=0)
    assert {sheet.assessor for sheet in plan.sheets.all()} == {cast.guo}


def test_member_who_moved_into_the_unit_after_approval_gets_nothing(cast, plan):
    he = make_person("hejia", "00103", "何佳", "He Jia", cast.service_centre, Role.ASSESSOR)
    draw = drawing(cast, plan, team=[cast.lin, cast.guo, he]).draw
    type(he).objects.filter(pk=he.pk).update(unit=cast.east)
    add_nonce(draw=draw, person=cast.qian, value="a red kite over the river")
    assert {sheet.assessor for sheet in ScoreSheet.objects.all()} == {cast.lin, cast.guo}


def test_other_assessors_stand_in_where_the_team_has_gone(cast, plan):
    he = make_person("hejia", "00103", "何佳", "He Jia", cast.service_centre, Role.ASSESSOR)
    draw = drawing(cast, plan).draw
    RoleAssignment.objects.filter(person=cast.guo).delete()
    add_nonce(draw=draw, person=cast.qian, value="a red kite over the river")
    assert {sheet.assessor for sheet in ScoreSheet.objects.all()} == {cast.lin, he}


def test_assessors_are_told_once_how_many_are_theirs(cast, plan):
    drawn(cast, plan)
    notice = cast.lin.user.notifications.get()
    mine = (
        ScoreSheet.objects.filter(assessor=cast.lin).count() + ScoreSheet.objects.filter(co_assessor=cast.lin).count()
    )
    assert (notice.kind, notice.params) == (
        "assessments.sheets.assigned",
        {"count": mine, "unit": {"zh": "城东支行", "en": "East Branch"}, "due": "2027-01-15"},
    )


def test_finish_before_the_supervisor_has_added_chance_is_refused(cast, plan):
    plan = drawing(cast, plan)
    with pytest.raises(Conflict):
        finish_plan_draw(plan=plan, actor=cast.li)
    assert (ScoreSheet.objects.count(), DrawnItem.objects.count()) == (0, 0)


def test_finish_twice_is_refused(cast, plan):
    plan = drawn(cast, plan)
    with pytest.raises(Conflict):
        finish_plan_draw(plan=plan, actor=cast.li)
    assert ScoreSheet.objects.count() == 7


def test_finish_is_for_leads_and_supervisors(cast, plan, monkeypatch):
    plan = drawing(cast, plan)
    with nobody_finishes(monkeypatch):
        add_nonce(draw=plan.draw, person=cast.qian, value="a red kite over the river")
    for person in (cast.zhou, cast.lin, cast.chen, cast.feng):
        with pytest.raises(NotAllowed):
            finish_plan_draw(plan=plan, actor=person)
    assert len(finish_plan_draw(plan=plan, actor=cast.qian)) == 7


def test_draw_that_was_left_ready_is_finished_by_beat(cast, plan, monkeypatch):
    plan = drawing(cast, plan)
    with nobody_finishes(monkeypatch):
        add_nonce(draw=plan.draw, person=cast.qian, value="a red kite over the river")
    assert plan_of(plan.cycle, plan.unit).state == PlanState.DRAWING
    assert (finish_ready_draws(), finish_ready_draws()) == (1, 0)
    assert plan_of(plan.cycle, plan.unit).state == PlanState.SCORING


# proof


def test_whole_draw_is_verified_by_the_script_alone(cast, plan, tmp_path):
    draw = Draw.objects.get(pk=drawn(cast, plan).draw_id)
    (tmp_path / "proof.zip").write_bytes(make_proof(draw))
    script = settings.BASE_DIR / "docs" / "verify_draw.py"
    arguments = [sys.executable, script, "proof.zip", draw.commitment, draw.frame_digest]
    run = subprocess.run(arguments, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (run.stdout.strip(), run.returncode) == ("equal", 0)


def test_verify_holds_after_the_draw(cast, plan):
    drawn(cast, plan)
    assert {name: problems for name, problems in run_verifiers().items() if problems} == {}


def test_team_sees_its_draw_once_it_is_drawn_and_others_do_not(cast, plan):
    from sampling.selectors import visible_to

    draw = drawing(cast, plan).draw
    assert draw not in visible_to(cast.lin)
    add_nonce(draw=draw, person=cast.qian, value="a red kite over the river")
    assert draw in visible_to(cast.lin)
    assert draw not in visible_to(cast.chen)


# small parts


@pytest.mark.parametrize(("size", "reserve"), [(0, 0), (1, 3), (6, 3), (7, 4), (20, 10)])
def test_reserve_is_half_the_sample_and_three_at_least(size, reserve):
    assert reserve_for(size) == reserve


def test_sizes_take_one_from_each_touchpoint_if_there_are_enough():
    assert sizes_for({"phone": 97, "online": 2, "email": 1}, 5) == {"phone": 3, "online": 1, "email": 1}
    assert sizes_for({"phone": 97, "online": 2, "email": 1}, 2) == {"phone": 2}


def test_keys_survive_what_a_key_may_not_hold(cast, in_quarter):
    from records.models import Source

    source = Source.objects.create(name="客服 系统: 100%")
    ServiceRecord.objects.create(source=source, number="A 1:2%", occurred_at=NOON, unit=cast.east)
    key = record_key(source.name, "A 1:2%")
    assert key == "客服%20系统%3A%20100%25:A%201:2%25"
    assert records_of_keys([key])[key].number == "A 1:2%"


@pytest.mark.django_db
def test_half_days_leave_out_holidays_and_take_make_up_days():
    keys = [key for _stratum, key in half_day_pairs("visit", date(2026, 10, 7), date(2026, 10, 10))]
    assert keys == [f"visit:2026-10-{day}-{half}" for day in ("08", "09", "10") for half in ("am", "pm")]


@pytest.mark.race
def test_last_nonce_and_beat_at_once_make_one_set_of_sheets(committed_cast, monkeypatch):
    cast = committed_cast
    with clock.travelling(NOON):
        records_for(cast.east, 40)
        records_for(cast.west, 40)
        cycle = open_quarter(cast)
        plans = [drawing(cast, plan_of(cycle, unit)) for unit in (cast.east, cast.west)]
        with nobody_finishes(monkeypatch):
            for plan in plans:
                add_nonce(draw=plan.draw, person=cast.qian, value="a red kite over the river")

    def go():
        try:
            with clock.travelling(NOON):
                finish_ready_draws()
        finally:
            connection.close()

    threads = [threading.Thread(target=go) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = list(ScoreSheet.objects.order_by("number").values_list("number", flat=True))
    assert numbers == [f"QA-2026Q4-{number:04d}" for number in range(1, 15)]
    assert run_verifiers()["draws"] == []


def test_manager_with_supervisors_role_elsewhere_adds_no_second_nonce(cast, plan):
    RoleAssignment.objects.create(person=cast.li, role=Role.SUPERVISOR, unit=cast.bank, valid_from=EARLY)
    draw = drawing(cast, plan).draw
    with pytest.raises(Conflict):
        add_nonce(draw=draw, person=type(cast.li).objects.get(pk=cast.li.pk), value="both sides at once")

"""When working days change, open due dates move: once, with a word to their owners and a line in the trail."""

import threading
from datetime import date, datetime
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import connection

from assessments.models import ScoreSheet, SpotCheck
from assessments.services.plans import complete_plan
from assessments.services.spot_checks import draw_due_spot_checks
from foundation.audit.models import AuditEvent
from foundation.common import clock
from foundation.common.errors import Conflict
from foundation.jobs import services as jobs
from foundation.jobs.models import Job, JobState
from foundation.notifications.models import Notification
from foundation.workdays import kept
from foundation.workdays.models import Announcement
from foundation.workdays.recounting import recount_due_dates, recounters
from rectification.models import RectificationTask
from rectification.services import add_task_evidence, find_weak_indicators, give_task, report_task, verify_task
from tests.assessments.planning import NOON, drawn, filled_in, open_quarter, plan_of, records_for
from tests.factories import make_scored_quarter
from tests.workdays.announcing import announce

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64
# Sunday the 3rd is worked for the first days of January.
NEW_YEAR = "2027-01-01 ~ 2027-01-02, off, 元旦\n2027-01-03, worked, 元旦\n"
LATER = "2027-01-04 ~ 2027-01-05, off, 元旦"


@pytest.fixture
def now(monkeypatch):
    with clock.travelling(datetime(2026, 12, 28, 10, tzinfo=clock.organization_zone())):
        yield


def task_of(cast, working_days: int = 8) -> RectificationTask:
    finding = find_weak_indicators(cycle=make_scored_quarter(cast), actor=cast.li)[0]
    return give_task(
        finding=finding,
        owner=cast.zhao,
        title="缩短等待",
        measure="",
        working_days=working_days,
        actor=cast.li,
        key=uuid4(),
    )


def test_open_task_moves_to_the_day_its_working_days_lead_to(cast, now):
    task = task_of(cast)
    assert task.due_on == date(2027, 1, 8)
    announce(cast.feng, LATER)
    assert recount_due_dates() == 1
    task.refresh_from_db()
    # The 1st is no holiday in this announcement, the 4th and 5th are.
    assert task.due_on == date(2027, 1, 11)


def test_owner_is_told_and_the_trail_says_from_when_to_when(cast, now):
    task = task_of(cast)
    announce(cast.feng, LATER)
    recount_due_dates()
    notice = Notification.objects.get(kind="rectification.task.moved")
    assert (notice.user, notice.params["due"]) == (cast.zhao.user, "2027-01-11")
    event = AuditEvent.objects.get(action="rectification.task.move_deadline")
    assert (event.target, event.details) == (str(task.public_id), {"before": "2027-01-08", "after": "2027-01-11"})


def test_counting_again_changes_nothing_more(cast, now):
    task_of(cast)
    announce(cast.feng, LATER)
    assert [recount_due_dates() for _again in range(3)] == [1, 0, 0]
    assert AuditEvent.objects.filter(action="rectification.task.move_deadline").count() == 1
    assert Notification.objects.filter(kind="rectification.task.moved").count() == 1


def test_calendar_that_goes_back_takes_its_dates_back(cast, now):
    task = task_of(cast)
    announce(cast.feng, LATER)
    recount_due_dates()
    announce(cast.feng, "2027-01-01, off, 元旦")
    assert recount_due_dates() == 1
    task.refresh_from_db()
    assert task.due_on == date(2027, 1, 8)
    assert Notification.objects.filter(kind="rectification.task.moved").count() == 2


def test_closed_task_keeps_its_deadline(cast, now):
    task = task_of(cast)
    add_task_evidence(task=task, source=BytesIO(PNG), name="a.png", caption="", actor=cast.zhao, key=uuid4())
    report_task(task=task, text="好了", actor=cast.zhao, key=uuid4())
    task.refresh_from_db()
    verify_task(task=task, accepted=True, text="", actor=cast.li)
    announce(cast.feng, LATER)
    assert recount_due_dates() == 0


def test_task_without_a_count_is_left_alone(cast, now):
    task_of(cast)
    RectificationTask.objects.update(counted_from=None, counted_days=None)
    announce(cast.feng, LATER)
    assert recount_due_dates() == 0


def test_background_job_of_the_announcement_does_it(cast, now):
    task = task_of(cast)
    announce(cast.feng, LATER)
    job = Job.objects.get(kind="workdays.recount")
    assert jobs.run(job.pk)
    task.refresh_from_db()
    job.refresh_from_db()
    assert (task.due_on, job.state, job.percent) == (date(2027, 1, 11), JobState.DONE, 100)


def test_run_that_was_cut_short_is_finished_by_the_next(cast, now, monkeypatch):
    task = task_of(cast)
    announce(cast.feng, LATER)

    def dies() -> int:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setitem(recounters._entries, "assessments", dies)
        with pytest.raises(RuntimeError):
            recount_due_dates()
    recount_due_dates()
    task.refresh_from_db()
    assert task.due_on == date(2027, 1, 11)


def test_date_stored_by_a_process_that_had_not_noticed_is_found_too(cast, now):
    announce(cast.feng, LATER)
    task = task_of(cast)
    # As a process would have stored it whose calendar was a moment old.
    RectificationTask.objects.filter(pk=task.pk).update(due_on=date(2027, 1, 8))
    assert recount_due_dates() == 1
    task.refresh_from_db()
    assert task.due_on == date(2027, 1, 11)


# plans, sheets, spot checks


@pytest.fixture
def quarter(cast):
    with clock.travelling(NOON):
        records_for(cast.east, 20)
        yield open_quarter(cast)


def test_drafted_plans_move_and_leads_are_told(cast, quarter):
    assert set(quarter.plans.values_list("due_on", flat=True)) == {date(2027, 1, 15)}
    announce(cast.feng, NEW_YEAR)
    recount_due_dates()
    # Sunday the 3rd is worked: ten working days end a day earlier.
    assert set(quarter.plans.values_list("due_on", flat=True)) == {date(2027, 1, 14)}
    notices = Notification.objects.filter(kind="assessments.plan.moved")
    assert {notice.user for notice in notices} == {cast.li.user} and notices.count() == 2


def test_date_that_a_lead_has_chosen_gives_way_to_the_day_before(cast, quarter):
    plan = plan_of(quarter, cast.east)
    complete_plan(plan=plan, actor=cast.li, **filled_in(cast, due_on=date(2027, 1, 8)))
    announce(cast.feng, "2027-01-07 ~ 2027-01-08, off, 元旦")
    recount_due_dates()
    plan.refresh_from_db()
    assert plan.due_on == date(2027, 1, 6)


def test_date_that_was_proposed_and_kept_is_counted_on(cast, quarter):
    plan = plan_of(quarter, cast.east)
    complete_plan(plan=plan, actor=cast.li, **filled_in(cast, due_on=plan.due_on))
    announce(cast.feng, NEW_YEAR)
    recount_due_dates()
    plan.refresh_from_db()
    assert plan.due_on == date(2027, 1, 14)


def test_open_sheets_follow_their_plan_and_sealed_ones_stay(cast, quarter):
    plan = drawn(cast, plan_of(quarter, cast.east), due_on=date(2027, 1, 15), visits_wanted=0)
    sheets = ScoreSheet.objects.filter(plan=plan).order_by("pk")
    ScoreSheet.objects.filter(pk=sheets[0].pk).update(state="submitted")
    announce(cast.feng, NEW_YEAR)
    recount_due_dates()
    assert sheets[0].due_on == date(2027, 1, 15)
    assert {sheet.due_on for sheet in sheets[1:]} == {date(2027, 1, 14)}
    told = {notice.user for notice in Notification.objects.filter(kind="assessments.sheets.moved")}
    assert told == {sheet.assessor.user for sheet in sheets[1:]}


def test_sheet_of_a_spot_check_moves_without_disturbing_who_scores_it(cast, quarter):
    SpotCheck.objects.filter(unit=cast.west).update(due_at=datetime(2026, 12, 30, 9, tzinfo=clock.organization_zone()))
    SpotCheck.objects.filter(unit=cast.east).update(due_at=NOON)
    draw_due_spot_checks()
    sheet = ScoreSheet.objects.first()
    assert sheet.due_on == date(2026, 11, 26)
    announce(cast.feng, "2026-11-25, off, 行庆日", year=2026, kind="own")
    recount_due_dates()
    moved = ScoreSheet.objects.get(pk=sheet.pk)
    assert (moved.due_on, moved.version) == (date(2026, 11, 27), sheet.version)


def test_spot_check_planned_for_what_is_now_a_rest_day_gets_another_moment_of_its_lot(cast, quarter):
    check = quarter.spot_checks.order_by("due_at").last()
    day = clock.local(check.due_at).date()
    announce(cast.feng, f"{day}, off, 行庆日", year=2026, kind="own")
    recount_due_dates()
    check.refresh_from_db()
    assert clock.local(check.due_at).date() != day
    assert check.moment > 3
    told = AuditEvent.objects.filter(action="assessments.spot_check.move")
    assert not told.exists()
    with clock.travelling(check.due_at):
        draw_due_spot_checks()
    # Another one of the same day may have been moved to an earlier moment, and is told then.
    assert told.filter(target=str(check.public_id)).count() == 1


def test_announcing_days_off_tells_nobody_when_spot_checks_come(cast, quarter):
    """Whoever enters days off could try each day and count what the trail says of it."""
    moments = set(quarter.spot_checks.values_list("due_at", flat=True))
    days = ", off, 行庆日\n".join(sorted({str(clock.local(moment).date()) for moment in moments}))
    before = AuditEvent.objects.latest("number").number
    announce(cast.feng, f"{days}, off, 行庆日", year=2026, kind="own")
    recount_due_dates()
    assert not moments & set(quarter.spot_checks.values_list("due_at", flat=True))
    acts = AuditEvent.objects.filter(number__gt=before).values_list("action", flat=True)
    assert not [act for act in acts if "spot_check" in act]


def test_visit_stays_on_the_day_that_was_drawn_and_those_concerned_are_told_once(cast, quarter):
    plan = drawn(cast, plan_of(quarter, cast.east))
    visit = ScoreSheet.objects.get(plan=plan, method="on_site")
    year = visit.due_on.year
    announce(cast.feng, f"{visit.due_on}, off, 行庆日", year=year, kind="own")
    recount_due_dates()
    recount_due_dates()
    told = Notification.objects.filter(kind="assessments.visit.rest_day")
    assert {notice.user for notice in told} == {visit.assessor.user, visit.co_assessor.user, cast.li.user}
    assert told.count() == 3
    assert ScoreSheet.objects.get(pk=visit.pk).due_on == visit.due_on


@pytest.mark.race
def test_two_administrators_at_once_make_one_edition_and_one_is_told(committed_cast):
    cast, ends = committed_cast, []
    gate = threading.Barrier(2)

    def go(table: str) -> None:
        try:
            gate.wait()
            announce(cast.feng, table, edition=0)
            ends.append("entered")
        except Conflict:
            ends.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=(f"2027-02-0{day}, off, 春节",)) for day in (5, 8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["entered", "refused"]
    assert Announcement.objects.count() == 1


@pytest.mark.race
def test_two_recounts_at_once_move_each_task_once(committed_cast):
    cast, moved = committed_cast, []
    with clock.travelling(datetime(2026, 12, 28, 10, tzinfo=clock.organization_zone())):
        task_of(cast)
        announce(cast.feng, LATER)

    def go() -> None:
        try:
            moved.append(recount_due_dates())
        finally:
            connection.close()

    threads = [threading.Thread(target=go) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept.compare_again()
    assert sum(moved) == 1
    assert AuditEvent.objects.filter(action="rectification.task.move_deadline").count() == 1

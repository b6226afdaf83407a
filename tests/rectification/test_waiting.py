"""What waits to be verified is asked for all at once, and is what the rule allows one by one."""

from datetime import date, timedelta

import pytest

from assessments.models import ScoreSheet
from foundation.common import clock
from organization.models import Person
from organization.worklist import work_waiting_for
from rectification.enums import FindingState
from rectification.models import RectificationTask
from rectification.rules import can_verify_task
from rectification.waiting import verifiable_by
from tests.architecture.world import World


@pytest.fixture
def world(cast) -> World:
    return World(cast)


@pytest.fixture
def reported(world) -> RectificationTask:
    return world.reported_task


def allowed(person: Person) -> list[RectificationTask]:
    return [task for task in RectificationTask.objects.all() if can_verify_task(person, task)]


@pytest.mark.parametrize("who", ["li", "zhou"])
def test_list_and_rule_agree(cast, reported, who):
    person = getattr(cast, who)
    assert list(verifiable_by(person)) == allowed(person) == [reported]


@pytest.mark.parametrize("unit", ["east", "east_outlet", "bank", "west"])
def test_list_and_rule_agree_wherever_the_lead_works(cast, reported, unit):
    Person.objects.filter(pk=cast.li.pk).update(unit=getattr(cast, unit))
    li = Person.objects.get(pk=cast.li.pk)
    assert list(verifiable_by(li)) == allowed(li)
    assert list(verifiable_by(li)) == ([] if unit in ("east", "east_outlet") else [reported])


def test_list_and_rule_agree_on_who_scored_the_unit(cast, world, reported):
    sheet = world.sheet
    type(sheet).objects.update(cycle=reported.finding.cycle, unit=reported.unit, co_assessor=cast.li)
    assert list(verifiable_by(cast.li)) == allowed(cast.li) == []


def test_list_and_rule_agree_on_the_owner(cast, reported):
    RectificationTask.objects.update(owner=cast.li)
    assert list(verifiable_by(cast.li)) == allowed(cast.li) == []


def test_more_tasks_to_verify_take_no_more_queries(cast, reported, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    assert work_waiting_for(cast.li)
    with CaptureQueriesContext(connection) as before:
        work_waiting_for(cast.li)
    for number in range(3):
        reported.pk, reported.public_id, reported.number = None, None, f"RT-X-{number}"
        reported.public_id = RectificationTask._meta.get_field("public_id").get_default()
        reported._state.adding = True
        reported.save()
    with django_assert_num_queries(len(before)):
        work_waiting_for(cast.li)


def late_rows(person: Person) -> list[tuple[str, str]]:
    return [(item.title, item.url) for item in work_waiting_for(person) if item.tone == "late"]


def test_head_and_liaison_see_that_somebody_elses_task_is_late(cast, world):
    assert late_rows(cast.chen) == late_rows(cast.wu) == []
    type(world.task).objects.update(due_on=clock.today() - timedelta(days=1))
    expected = [("Rectification: 缩短等待", world.task.get_absolute_url())]
    assert late_rows(cast.chen) == late_rows(cast.wu) == late_rows(cast.zhao) == expected
    assert late_rows(cast.sun) == []


def test_own_late_task_is_listed_once(cast, world):
    type(world.task).objects.update(due_on=clock.today() - timedelta(days=1), owner=cast.chen)
    assert len(late_rows(cast.chen)) == len(late_rows(cast.wu)) == 1


def reported_on(task: RectificationTask, moment) -> None:
    type(task).objects.filter(pk=task.pk).update(reported_at=moment, due_on=date(2021, 3, 31))


def test_what_is_to_be_verified_says_since_when_and_until_when(cast, reported):
    """The owner's deadline has passed, but it is kept; whoever verifies has five working days from the report (Friday)."""
    reported_on(reported, clock.at_local(date(2021, 4, 9), 10))

    with clock.travelling(clock.at_local(date(2021, 4, 12), 9)):
        [item] = [item for item in work_waiting_for(cast.zhou) if item.group == "rectification"]
        assert (item.since, item.due_on, item.tone) == (date(2021, 4, 9), date(2021, 4, 16), "wait")
        assert late_rows(cast.chen) == []
    with clock.travelling(clock.at_local(date(2021, 4, 19), 9)):
        first = work_waiting_for(cast.zhou)[0]
        assert (first.url, first.tone) == (reported.get_absolute_url(), "late")


def test_findings_without_a_task_say_since_when_and_until_when(cast, world):
    type(world.finding).objects.update(state=FindingState.OPEN, created_at=clock.at_local(date(2021, 4, 9), 10))

    with clock.travelling(clock.at_local(date(2021, 4, 12), 9)):
        rows = [item for item in work_waiting_for(cast.li) if item.group == "findings"]
        assert {(row.since, row.due_on, row.tone) for row in rows} == {(date(2021, 4, 9), date(2021, 4, 16), "wait")}
    with clock.travelling(clock.at_local(date(2021, 4, 19), 9)):
        assert {row.tone for row in work_waiting_for(cast.li) if row.group == "findings"} == {"late"}


def test_manager_sees_how_many_tasks_are_overdue_and_the_list_is_just_of_them(cast, world, client):
    assert overdue_row(cast.zhou, "rectification") is None
    type(world.task).objects.filter(pk=world.task.pk).update(due_on=clock.today() - timedelta(days=9))

    row = overdue_row(cast.zhou, "rectification")
    assert (row.title, row.due_on) == ("1 rectification task is overdue", clock.today() - timedelta(days=9))
    client.force_login(cast.zhou.user)
    assert list(client.get(row.url).context["page"]) == [world.task]
    assert overdue_row(cast.li, "rectification") is None


def test_manager_sees_how_many_sheets_are_overdue_and_the_list_is_just_of_them(cast, world, client):
    sheets = ScoreSheet.objects.exclude(state="submitted")
    sheets.update(due_on=clock.today())
    assert overdue_row(cast.zhou, "sheet") is None
    sheets.filter(pk=world.sheet.pk).update(due_on=clock.today() - timedelta(days=2))

    row = overdue_row(cast.zhou, "sheet")
    assert (row.title, row.due_on) == ("1 score sheet is overdue", clock.today() - timedelta(days=2))
    client.force_login(cast.zhou.user)
    assert list(client.get(row.url).context["page"]) == [world.sheet]
    assert overdue_row(cast.li, "sheet") is None


def overdue_row(person: Person, word: str):
    rows = [item for item in work_waiting_for(person) if item.group == "overdue" and word in item.url]
    return rows[0] if rows else None

"""What waits to be verified is asked for all at once, and is what the rule allows one by one."""

from datetime import timedelta

import pytest

from foundation.common import clock
from organization.models import Person
from organization.worklist import work_waiting_for
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


def test_what_is_to_be_verified_is_not_late_for_who_verifies(cast, reported):
    type(reported).objects.update(due_on=clock.today() - timedelta(days=30))
    [item] = [item for item in work_waiting_for(cast.zhou) if item.group == "rectification"]
    assert (item.due_on, item.tone) == (None, "wait")
    assert late_rows(cast.chen) == []

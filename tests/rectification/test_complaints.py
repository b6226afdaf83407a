"""Justified complaints open findings: of one unit, topic and cause together, so that the cause is mended (R26)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.urls import reverse

from foundation.audit.models import AuditEvent
from foundation.common.errors import Conflict
from organization.enums import Role
from organization.models import RoleAssignment
from rectification import rules
from rectification.models import Finding, FindingComplaint, RectificationTask
from rectification.services import (
    add_task_evidence,
    dismiss_finding,
    give_task,
    reopen_task,
    report_task,
    take_up_finding,
    verify_task,
)
from rectification.waiting import verifiable_by, work_of
from tests.cast import EARLY
from tests.tickets import world
from tests.tickets.world import closed, confirmed, given, held, investigated
from tickets.services import handling

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(cast):
    return world.make_agent(cast)


@pytest.fixture
def ticket(cast, agent):
    return closed(held(cast, agent))


def give(finding: Finding, cast) -> RectificationTask:
    return give_task(
        finding=finding, owner=cast.wu, title="", measure="高峰增开窗口", working_days=5, actor=cast.chen, key=uuid4()
    )


def report(task: RectificationTask, cast) -> None:
    from tests.assessments.files import png

    add_task_evidence(task=task, actor=cast.wu, source=png(), name="hall.png", caption="", key=uuid4())
    report_task(task=task, text="已增开两个弹性窗口", actor=cast.wu, key=uuid4())


def test_justified_complaint_opens_a_finding_that_says_topic_and_cause_in_both_languages(cast, ticket):
    finding = Finding.objects.get()
    assert (finding.source, finding.unit, finding.state, finding.cycle) == ("complaints", cast.east, "open", None)
    assert (finding.name_zh, finding.name_en) == ("等待与效率·流程或制度", "Waiting and speed · Process or rules")
    assert finding.complaints.get().ticket == ticket
    event = AuditEvent.objects.get(action="rectification.finding.complaints")
    assert (event.actor, event.details) == ("", {"ticket": str(ticket.public_id)})


def test_further_complaints_of_the_same_cause_come_to_the_same_finding(cast, agent, ticket):
    closed(held(cast, agent))
    assert Finding.objects.get().complaints.count() == 2


def test_another_cause_is_another_finding(cast, agent, ticket):
    other = investigated(held(cast, agent), cause="people")
    other = handling.answer_ticket(**given(other, other.holder, text="已道歉"))
    other = handling.confirm_ticket(**given(other, other.holder, outcome="content", satisfaction=5, text=""))
    handling.close_ticket(**given(other, other.holder, text="培训"))
    assert Finding.objects.count() == 2


@pytest.mark.parametrize(
    "found",
    [{"justified": "no"}, {"cause": "outside"}, {"cause": "misunderstanding"}],
    ids=["not justified", "somebody outside", "a misunderstanding"],
)
def test_what_the_firm_need_not_mend_opens_none(cast, agent, found):
    ticket = investigated(held(cast, agent), **found)
    ticket = handling.answer_ticket(**given(ticket, ticket.holder, text="已说明"))
    ticket = handling.confirm_ticket(**given(ticket, ticket.holder, outcome="content", satisfaction=5, text=""))
    handling.close_ticket(**given(ticket, ticket.holder, text="无"))
    assert not Finding.objects.exists()


def test_case_that_is_opened_and_closed_again_stands_behind_it_once(cast, ticket):
    again = handling.reopen_ticket(**given(ticket, cast.zhao, text="客户再次来电"))
    again = handling.answer_ticket(**given(again, again.holder, text="再次说明"))
    again = handling.confirm_ticket(**given(again, again.holder, outcome="content", satisfaction=4, text=""))
    handling.close_ticket(**given(again, again.holder, text="已改进"))
    assert FindingComplaint.objects.count() == 1


def test_task_from_complaints_is_numbered_in_its_quarter_and_told_by_its_cause(cast, ticket):
    task = give(Finding.objects.get(), cast)
    assert task.number.startswith("RT-2") and task.number.endswith("-001")
    assert "等待与效率" in task.heading or "Waiting" in task.heading


def test_once_mended_later_complaints_open_a_new_finding(cast, agent, ticket):
    task = give(Finding.objects.get(), cast)
    report(task, cast)
    verify_task(task=task, accepted=True, text="", actor=cast.zhou)
    assert Finding.objects.get().state == "closed"

    closed(held(cast, agent))
    old, new = Finding.objects.order_by("pk")
    assert (old.state, new.state) == ("closed", "open")
    task.refresh_from_db()
    with pytest.raises(Conflict):
        reopen_task(task=task, text="未见改善", actor=cast.zhou)


def test_dismissed_finding_is_not_taken_up_beside_a_newer_one(cast, agent, ticket):
    finding = Finding.objects.get()
    dismiss_finding(finding=finding, reason="已并入专项", actor=cast.li)
    closed(held(cast, agent))
    finding.refresh_from_db()
    with pytest.raises(Conflict):
        take_up_finding(finding=finding, actor=cast.li)


def test_whoever_dealt_with_the_complaint_does_not_verify_what_came_of_it(cast, agent):
    RoleAssignment.objects.create(person=agent, role=Role.LEAD, unit=agent.unit, valid_from=EARLY)
    closed(held(cast, agent))
    task = give(Finding.objects.get(), cast)
    report(task, cast)
    task.refresh_from_db()
    agent.refresh_from_db()
    assert not rules.can_verify_task(agent, task) and task not in verifiable_by(agent)
    assert rules.can_verify_task(cast.zhou, task) and task in verifiable_by(cast.zhou)


def test_lead_and_head_are_asked_for_a_task(cast, ticket):
    for person in (cast.li, cast.chen):
        [item] = [item for item in work_of(person) if item.group == "findings"]
        assert "source=complaints" in item.url


def test_pages_lead_from_the_ticket_to_the_finding_and_back(client, cast, ticket):
    client.force_login(cast.chen.user)
    finding = Finding.objects.get()
    page = client.get(ticket.get_absolute_url()).content.decode()
    assert finding.get_absolute_url() in page
    page = client.get(finding.get_absolute_url()).content.decode()
    assert ticket.get_absolute_url() in page
    assert client.get(reverse("rectification:finding_list") + "?source=complaints&cycle=").status_code == 200
    give(finding, cast)
    assert client.get(reverse("rectification:task_list")).status_code == 200
    assert client.get(RectificationTask.objects.get().get_absolute_url()).status_code == 200
    assert client.get(reverse("rectification:task_export")).status_code == 200


def test_head_whom_the_complaint_is_about_sees_the_cause_and_neither_the_ticket_nor_that_there_is_one(
    client, cast, agent
):
    from tickets.services.dispatching import name_people

    ticket = held(cast, agent)
    ticket = name_people(**given(ticket, agent, people=[cast.chen]))
    ticket = closed(ticket)
    client.force_login(cast.chen.user)
    finding, english = Finding.objects.get(), {"accept-language": "en"}
    page = client.get(finding.get_absolute_url(), headers=english).content.decode()
    assert "Justified complaints" in page and "1 justified complaint" not in page
    assert ticket.number not in page and ticket.subject not in page
    closed(held(cast, agent))
    assert "1 justified complaint of" in client.get(finding.get_absolute_url(), headers=english).content.decode()
    listed = client.get(reverse("rectification:finding_list"), headers=english).content.decode()
    assert "1 complaint" in listed and "2 complaints" not in listed
    client.force_login(cast.li.user)
    listed = client.get(reverse("rectification:finding_list"), headers=english).content.decode()
    assert "2 complaints" in listed


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_complaints_closed_at_once_come_to_one_finding(committed_cast):
    cast = committed_cast
    agent = world.make_agent(cast)
    tickets = [confirmed(held(cast, agent)) for _number in range(4)]

    def close(ticket):
        try:
            handling.close_ticket(**given(ticket, ticket.holder, text="增开窗口"))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(close, tickets))
    assert Finding.objects.get().complaints.count() == 4


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_complaint_that_is_closed_while_its_finding_is_being_closed_opens_a_new_one(committed_cast):
    """The verification has closed the finding and not committed yet; what was seen as under way before that is not under way any more."""
    cast = committed_cast
    agent = world.make_agent(cast)
    closed(held(cast, agent))
    task = give(Finding.objects.get(), cast)
    report(task, cast)
    task.refresh_from_db()
    later = confirmed(held(cast, agent))
    is_closed = Event()

    def verify():
        try:
            with transaction.atomic():
                verify_task(task=task, accepted=True, text="", actor=cast.zhou)
                is_closed.set()
                Event().wait(0.5)  # long enough for the other one to get as far as it gets
        finally:
            is_closed.set()
            connection.close()

    def close():
        try:
            is_closed.wait()
            handling.close_ticket(**given(later, later.holder, text="增开窗口"))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(verify), pool.submit(close)]:
            done.result()
    old, new = Finding.objects.order_by("pk")
    assert (old.state, old.complaints.count()) == ("closed", 1)
    assert (new.state, new.complaints.get().ticket_id) == ("open", later.pk)


def test_what_nobody_mends_yet_comes_first_and_the_latest_of_it_before_the_rest(client, cast, agent, ticket):
    give(Finding.objects.get(), cast)
    mended = Finding.objects.get()
    handling_other = investigated(held(cast, agent), cause="people")
    handling_other = handling.answer_ticket(**given(handling_other, handling_other.holder, text="已道歉"))
    handling_other = handling.confirm_ticket(
        **given(handling_other, handling_other.holder, outcome="content", satisfaction=5, text="")
    )
    handling.close_ticket(**given(handling_other, handling_other.holder, text="培训"))
    client.force_login(cast.li.user)
    page = client.get(reverse("rectification:finding_list"))
    assert [row.state for row in page.context["page"]] == ["open", "tasked"]
    page = client.get(reverse("rectification:finding_list"), {"sort": "found"})
    assert page.context["page"][0] == mended

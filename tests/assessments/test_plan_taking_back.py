"""A plan that was sent for approval: whoever sent it takes it back while nobody has decided (R9)."""

import pytest
from django.urls import reverse

from assessments.enums import PlanState, PlanStep
from assessments.models import Plan, PlanDecision
from assessments.plan_waiting import plans_waiting_for
from assessments.selectors.plan_steps import step_of
from assessments.services.plans import approve_plan, complete_plan, return_plan, submit_plan, take_back_plan
from foundation.audit.models import AuditEvent
from foundation.audit.verifiers import verify_chain
from foundation.common import clock
from foundation.common.errors import Conflict, NotAllowed
from foundation.notifications.models import Notification
from organization.enums import Role
from organization.models import RoleAssignment
from tests.assessments.planning import ANSWER, NOON, filled_in, plan_of, quarter_with_records, submitted
from tests.assessments.test_races import at_once
from tests.cast import EARLY

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def sent(cast, plan):
    """East's plan, sent by Li."""
    return submitted(cast, plan)


@pytest.fixture
def other_lead(cast):
    RoleAssignment.objects.create(person=cast.he, role=Role.LEAD, unit=cast.bank, valid_from=EARLY)
    return type(cast.he).objects.get(pk=cast.he.pk)


@pytest.fixture
def as_person(client):
    def sign_in(person):
        client.force_login(person.user)
        return client

    return sign_in


def address(plan) -> str:
    return reverse("assessments:plan_take_back", kwargs={"public_id": plan.public_id})


def notices(person) -> list[str]:
    about_plans = person.user.notifications.filter(kind__startswith="assessments.plan.")
    return list(about_plans.order_by("pk").values_list("kind", flat=True))


def test_plan_that_is_taken_back_is_a_draft_and_waits_for_no_manager(cast, sent):
    assert [item.title for item in plans_waiting_for(cast.zhou)] == ["Approve the plan"]
    take_back_plan(plan=sent, actor=cast.li)
    plan = plan_of(sent.cycle, sent.unit)
    assert (plan.state, plan.records_wanted, step_of(plan)) == (PlanState.DRAFT, 6, PlanStep.SEND)
    assert (plans_waiting_for(cast.zhou), notices(cast.zhou)) == ([], [])
    event = AuditEvent.objects.get(action="assessments.plan.take_back")
    assert (event.details["before"], event.details["after"]) == ("submitted", "draft")


def test_manager_who_has_read_the_notice_is_told(cast, sent):
    cast.zhou.user.notifications.update(read_at=clock.now())
    take_back_plan(plan=sent, actor=cast.li)
    assert notices(cast.zhou) == ["assessments.plan.submitted", "assessments.plan.taken_back"]
    submit_plan(plan=plan_of(sent.cycle, sent.unit), actor=cast.li)
    assert notices(cast.zhou)[2:] == ["assessments.plan.submitted"]


def test_only_who_sent_it_takes_it_back(cast, sent, other_lead):
    for person in (other_lead, cast.zhou, cast.qian, cast.lin):
        with pytest.raises(NotAllowed):
            take_back_plan(plan=sent, actor=person)


@pytest.mark.parametrize("decide", ["approve", "return"])
def test_what_is_decided_is_not_taken_back(cast, sent, decide):
    page = plan_of(sent.cycle, sent.unit)
    if decide == "approve":
        approve_plan(plan=sent, actor=cast.zhou)
    else:
        return_plan(plan=sent, actor=cast.zhou, reason="样本太小")
    for stale in (page, plan_of(sent.cycle, sent.unit)):
        with pytest.raises(Conflict):
            take_back_plan(plan=stale, actor=cast.li, version=page.version)


def test_whoever_took_it_back_still_does_not_approve_it(cast, sent, other_lead):
    RoleAssignment.objects.create(person=cast.li, role=Role.MANAGER, unit=cast.bank, valid_from=EARLY)
    take_back_plan(plan=sent, actor=cast.li)
    plan = submit_plan(plan=completed_by(cast, other_lead, plan_of(sent.cycle, sent.unit)), actor=other_lead)
    with pytest.raises(NotAllowed):
        approve_plan(plan=plan, actor=type(cast.li).objects.get(pk=cast.li.pk))


def completed_by(cast, lead, plan):
    return complete_plan(plan=plan, actor=lead, **filled_in(cast))


def test_plan_sent_after_a_return_asks_for_its_answer_again(cast, sent, as_person):
    return_plan(plan=sent, actor=cast.zhou, reason="样本太小")
    again = submit_plan(plan=plan_of(sent.cycle, sent.unit), actor=cast.li, answer=ANSWER)
    take_back_plan(plan=again, actor=cast.li)
    plan = plan_of(sent.cycle, sent.unit)
    assert (plan.returned_reason, step_of(plan)) == ("样本太小", PlanStep.REVISE)
    page = as_person(cast.li).get(plan.get_absolute_url())
    assert page.context["again_form"]["answer"].value() == ANSWER


def test_plan_that_was_approved_after_its_return_asks_for_nothing(cast, sent):
    return_plan(plan=sent, actor=cast.zhou, reason="样本太小")
    plan = submit_plan(plan=plan_of(sent.cycle, sent.unit), actor=cast.li, answer=ANSWER)
    approve_plan(plan=plan, actor=cast.zhou)
    return_plan(plan=plan, actor=cast.zhou, reason="再改")
    plan = submit_plan(plan=plan_of(sent.cycle, sent.unit), actor=cast.li, answer=ANSWER)
    take_back_plan(plan=plan, actor=cast.li)
    assert plan_of(sent.cycle, sent.unit).returned_reason == "再改"


def test_page_offers_it_to_the_sender_alone_and_does_it(cast, sent, other_lead, as_person):
    for person, may in ((cast.li, True), (other_lead, False), (cast.zhou, False)):
        page = as_person(person).get(sent.get_absolute_url())
        assert (page.context["may_take_back"], address(sent) in page.content.decode()) == (may, may)
    lead = as_person(cast.li)
    assert lead.get(address(sent)).status_code == 405
    assert lead.post(address(sent), {"version": sent.version - 1}).status_code == 409
    assert lead.post(address(sent), {"version": sent.version}).status_code == 302
    assert lead.post(address(sent), {"version": sent.version}).status_code == 409
    assert AuditEvent.objects.filter(action="assessments.plan.take_back").count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("decide", ["approve", "return"])
def test_taking_back_and_deciding_at_once_end_in_one_of_them(committed_cast, decide):
    with clock.travelling(NOON):
        cycle = quarter_with_records(committed_cast)
        sent = submitted(committed_cast, plan_of(cycle, committed_cast.east))
    mine, theirs = plan_of(cycle, sent.unit), plan_of(cycle, sent.unit)

    def deciding():
        with clock.travelling(NOON):
            if decide == "approve":
                return approve_plan(plan=theirs, actor=committed_cast.zhou)
            return return_plan(plan=theirs, actor=committed_cast.zhou, reason="样本太小")

    def taking_back():
        with clock.travelling(NOON):
            return take_back_plan(plan=mine, actor=committed_cast.li)

    answers = at_once(deciding, taking_back)
    assert sum(isinstance(answer, Conflict) for answer in answers) == 1
    is_decided = isinstance(answers[1], Conflict)
    state = Plan.objects.get(pk=sent.pk).state
    assert state == (PlanState.APPROVED if is_decided and decide == "approve" else PlanState.DRAFT)
    assert PlanDecision.objects.count() == int(is_decided)
    asked = Notification.objects.filter(user=committed_cast.zhou.user, kind="assessments.plan.submitted")
    assert asked.exists() == is_decided
    assert verify_chain() == []

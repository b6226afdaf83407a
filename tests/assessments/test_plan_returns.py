"""A plan that was returned: sent again with an answer that stands beside the reason (R10), and the team of last time for a new one."""

import pytest
from django.urls import reverse

from assessments.enums import PlanState
from assessments.models import PlanDecision
from assessments.services.plans import approve_plan, return_plan, submit_plan
from foundation.audit.models import AuditEvent
from foundation.common.errors import Invalid
from tests.assessments.planning import ANSWER, completed, earlier_plan, plan_of, submitted

ENGLISH = {"accept-language": "en"}
REASON = "请增加一次现场检查"


@pytest.fixture
def returned(cast, plan):
    """East's plan, sent by Li and returned by Zhou."""
    return_plan(plan=submitted(cast, plan), actor=cast.zhou, reason=REASON)
    return plan_of(plan.cycle, plan.unit)


@pytest.fixture
def as_person(client):
    def sign_in(person):
        client.force_login(person.user)
        return client

    return sign_in


def url(name: str, thing) -> str:
    return reverse(f"assessments:{name}", kwargs={"public_id": thing.public_id})


@pytest.mark.parametrize("answer", ["", "   ", "x" * 301])
def test_returned_plan_is_not_sent_again_without_an_answer(cast, returned, answer):
    with pytest.raises(Invalid) as refusal:
        submit_plan(plan=returned, actor=cast.li, answer=answer)
    assert list(refusal.value.message_dict) == ["answer"]
    assert plan_of(returned.cycle, returned.unit).state == PlanState.DRAFT


def test_answer_is_kept_beside_the_reason_and_named_in_the_trail(cast, returned):
    submit_plan(plan=returned, actor=cast.li, answer=f" {ANSWER} ")
    said = PlanDecision.objects.order_by("pk")
    assert [(one.person, one.outcome, one.note) for one in said] == [
        (cast.zhou, "returned", REASON),
        (cast.li, "answered", ANSWER),
    ]
    event = AuditEvent.objects.filter(action="assessments.plan.submit").last()
    assert event.details["answer"] == str(said[1].public_id)


def test_plan_that_was_not_returned_takes_no_answer(cast, plan):
    submit_plan(plan=completed(cast, plan), actor=cast.li, answer="没有问题")
    assert PlanDecision.objects.count() == 0


def test_page_refuses_an_empty_answer_beside_the_field_and_then_sends(cast, returned, as_person):
    lead = as_person(cast.li)
    wrong = lead.post(url("plan_submit", returned), {"version": returned.version, "answer": " "}, headers=ENGLISH)
    assert (wrong.status_code, dict(wrong.context["again_form"].errors)) == (
        422,
        {"answer": ["Say what was changed, or why nothing was."]},
    )
    sent = lead.post(url("plan_submit", returned), {"version": returned.version, "answer": ANSWER})
    assert (sent.status_code, plan_of(returned.cycle, returned.unit).state) == (302, PlanState.SUBMITTED)


def test_page_keeps_the_answer_while_something_else_is_wrong(cast, returned, as_person):
    type(cast.guo).objects.filter(pk=cast.guo.pk).update(unit=cast.east)
    data = {"version": returned.version, "answer": ANSWER}
    page = as_person(cast.li).post(url("plan_submit", returned), data, headers=ENGLISH)
    assert (page.status_code, page.context["again_form"]["answer"].value()) == (422, ANSWER)
    assert "Own unit" in page.context["again_form"].non_field_errors()[0]


@pytest.mark.parametrize("is_changed", [True, False])
def test_approver_reads_reason_and_answer_and_whether_anything_was_changed(cast, returned, as_person, is_changed):
    if is_changed:
        completed(cast, returned, visits_wanted=2)
    submit_plan(plan=returned, actor=cast.li, answer=ANSWER)
    page = as_person(cast.zhou).get(returned.get_absolute_url(), headers=ENGLISH)
    shown = page.context["returned"]
    assert (shown.asked.note, shown.answer.note, shown.is_changed) == (REASON, ANSWER, is_changed)
    text = page.content.decode()
    assert ("not changed since it was returned" in text) != is_changed
    approve_plan(plan=plan_of(returned.cycle, returned.unit), actor=cast.zhou)
    assert as_person(cast.zhou).get(returned.get_absolute_url()).context["returned"] is None


def test_returned_plan_is_not_sent_together_with_others(cast, returned, as_person):
    page = as_person(cast.li).get(url("cycle_plans", returned.cycle))
    [acts] = [row["acts"] for row in page.context["rows"] if row["plan"] == returned]
    assert "submit" not in acts


def test_form_offers_the_team_of_last_time_without_who_may_not(cast, plan, as_person):
    earlier_plan(cast, plan.cycle.standard_version, team=(cast.lin, cast.guo, cast.qian))
    lead = as_person(cast.li)
    offered = lead.get(url("plan_complete", plan), headers=ENGLISH).context["last_team"]
    assert (offered.cycle.code, {*offered.people}) == ("2026Q3", {cast.lin, cast.guo})
    assert offered.left_out == ["钱莉: Supervisors watch the assessment and take no part in it."]
    taken = lead.get(url("plan_complete", plan), {"team": "last"})
    chosen = {one.person for one, is_chosen in taken.context["candidates"] if is_chosen}
    assert (chosen, plan.team.count()) == ({cast.lin, cast.guo}, 0)


def test_empty_form_says_the_rules_beside_the_fields(cast, plan, as_person):
    page = as_person(cast.li).post(
        url("plan_complete", plan), {"version": plan.version, "way": "hand"}, headers=ENGLISH
    )
    assert page.status_code == 422
    assert dict(page.context["form"].errors) == {
        "team": ["Choose the team: two members at least, from two departments, one of them from customer service."],
        "visits_wanted": ["Say how many visits; 0 for none."],
        "starts_on": ["Say when the work starts, within the time that is assessed."],
        "due_on": [
            "Say by when the sheets are due: a working day within the time that is assessed or a month after it."
        ],
    }


def test_form_offers_no_team_where_there_was_no_plan(cast, plan, as_person):
    assert as_person(cast.li).get(url("plan_complete", plan)).context["last_team"] is None

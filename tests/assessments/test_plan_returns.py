"""A plan that was returned: sent again with an answer that stands beside the reason (R10), and the team of last time for a new one."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from assessments.enums import PlanState
from assessments.models import PlanDecision
from assessments.services.plans import approve_plan, return_plan, submit_plan
from assessments.sizing import Wanted
from foundation.audit.models import AuditEvent
from foundation.common.errors import Invalid
from tests.assessments.planning import ANSWER, DUE_ON, completed, earlier_plan, plan_of, submitted

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


def test_lead_and_approver_see_what_has_changed_since_the_return(cast, returned, as_person):
    nothing = as_person(cast.li).get(returned.get_absolute_url(), headers=ENGLISH)
    assert nothing.context["since_return"] == []
    assert "not changed since it was returned" in nothing.content.decode()

    script = "1. 您的问题解决了吗？"
    completed(
        cast,
        returned,
        team=[cast.lin, cast.sun],
        visits_wanted=2,
        callbacks_wanted=3,
        call_script=script,
        due_on=DUE_ON - timedelta(days=1),
        design=Wanted(size=6, reason="上季度问题集中"),
    )
    changes = [
        ("On-site visits", "1", "2"),
        ("Follow-up callbacks", "0", "3"),
        ("Call script", "", script),
        ("Sheets due by", "Fri 15 Jan 2027", "Thu 14 Jan 2027"),
        ("Team", "Guo Min (Retail Banking)", ""),
        ("Team", "", "Sun Yan (West Branch)"),
        ("Why so many", "", "上季度问题集中"),
    ]
    page = as_person(cast.li).get(returned.get_absolute_url(), headers=ENGLISH)
    assert [(one.what, one.before, one.now) for one in page.context["since_return"]] == changes
    submit_plan(plan=plan_of(returned.cycle, returned.unit), actor=cast.li, answer=ANSWER)
    page = as_person(cast.zhou).get(returned.get_absolute_url(), headers=ENGLISH)
    assert [(one.what, one.before, one.now) for one in page.context["since_return"]] == changes
    assert "7 changes since it was returned" in page.content.decode()


def test_a_second_return_is_compared_with_what_was_returned_then(cast, returned, as_person):
    again = submit_plan(plan=completed(cast, returned, visits_wanted=2), actor=cast.li, answer=ANSWER)
    return_plan(plan=again, actor=cast.zhou, reason="请再加")
    completed(cast, plan_of(returned.cycle, returned.unit), visits_wanted=3)
    page = as_person(cast.li).get(returned.get_absolute_url())
    assert [(one.before, one.now) for one in page.context["since_return"]] == [("2", "3")]


def test_plan_returned_before_its_contents_were_kept_says_only_whether_it_was_filled_in(cast, plan, as_person):
    return_plan(plan=submitted(cast, plan), actor=cast.zhou, reason=REASON)
    kept = PlanDecision.objects.get()
    PlanDecision.objects.bulk_create([PlanDecision(plan=plan, person=cast.zhou, outcome="returned", note=kept.note)])
    page = as_person(cast.li).get(plan.get_absolute_url(), headers=ENGLISH)
    assert page.context["since_return"] is None
    assert "not changed since it was returned" in page.content.decode()


def test_returned_plan_has_one_pill_and_its_reason_stands_once(cast, returned, as_person):
    page = as_person(cast.li).get(returned.get_absolute_url(), headers=ENGLISH).content.decode()
    assert page.count(REASON) == 1
    assert str(returned.shown_state.label) == "Returned"
    for address in (
        returned.get_absolute_url(),
        url("cycle_plans", returned.cycle),
        url("cycle_detail", returned.cycle),
    ):
        page = as_person(cast.zhou).get(address, headers=ENGLISH).content.decode()
        pills = re.findall(r'<span class="pill pill--(\w+)">([^<]*)</span>', page)
        # Beside the quarter's own pill in the head of every page.
        assert ("late", "Returned") in (pills[:2] if address == returned.get_absolute_url() else pills)
    sent = submit_plan(plan=returned, actor=cast.li, answer=ANSWER)
    assert str(sent.shown_state.label) == "Waiting for approval"


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


def test_form_says_beforehand_which_days_are_right(cast, plan, as_person):
    form = as_person(cast.li).get(url("plan_complete", plan), headers=ENGLISH).context["form"]
    assert str(form.fields["starts_on"].help_text) == (
        "From Thu 1 Oct to Thu 31 Dec; the first working day of the time is Thu 8 Oct."
    )
    assert str(form.fields["due_on"].help_text) == (
        "A working day, at the latest Fri 29 Jan 2027; the last one within the time is Thu 31 Dec."
    )
    attrs = {
        name: (form.fields[name].widget.attrs["min"], form.fields[name].widget.attrs["max"])
        for name in ("starts_on", "due_on")
    }
    assert attrs == {"starts_on": ("2026-10-01", "2026-12-31"), "due_on": ("2026-10-01", "2027-01-31")}


def test_form_offers_no_team_where_there_was_no_plan(cast, plan, as_person):
    assert as_person(cast.li).get(url("plan_complete", plan)).context["last_team"] is None

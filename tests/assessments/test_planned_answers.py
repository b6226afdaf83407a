"""Customers' answers in a plan: how many are wanted from which questionnaire, how many there are, and the links at one press (R15, R23)."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from assessments.answers_planned import Answers, answers_of, answers_standing
from assessments.enums import CycleState
from assessments.gates import what_blocks, what_warns
from assessments.models import Cycle, PlannedAnswers
from assessments.selectors.plan_differences import differences_of, with_contents
from assessments.services.plan_copies import copy_plan
from assessments.services.plan_seals import verify_plans
from assessments.services.plans import complete_plan
from feedback.models import Invitation
from feedback.services import (
    answer_invitation,
    close_questionnaire,
    create_questionnaire,
    invite,
    open_questionnaire,
)
from foundation.common import clock
from foundation.common.errors import Invalid
from organization.models import Unit
from tests.assessments.planning import approved, completed, earlier_plan, filled_in, plan_of
from tests.assessments.test_sheet_pages import sign_in


@pytest.fixture
def questionnaire(cast, in_quarter):
    return open_questionnaire(questionnaire=create_questionnaire(actor=cast.li), actor=cast.li)


@pytest.fixture
def wanted(questionnaire) -> Answers:
    return Answers(str(questionnaire.public_id), 40)


def answered(questionnaire, unit: Unit, cast, satisfied: list[int], *, links: int = 0, at=None) -> None:
    """An answer for each of the numbers from 1 to 5; `links` in all, if more were made."""
    count = max(links, len(satisfied))
    invited = invite(questionnaire=questionnaire, unit=unit, count=count, actor=cast.li, key=uuid4())
    for token, value in zip(invited.tokens, satisfied, strict=False):
        with clock.travelling(at or clock.now()):
            answer_invitation(
                token=token,
                answers={"satisfaction": value, "need_met": 1, "recommend": 9, "text": ""},
                key=uuid4(),
                language="zh-hans",
            )


def test_plan_keeps_how_many_answers_it_wants_and_from_where(cast, plan, wanted):
    completed(cast, plan, answers=wanted)
    assert answers_of(plan_of(plan.cycle, plan.unit)) == wanted
    completed(cast, plan)
    assert not PlannedAnswers.objects.exists()


def test_questionnaire_must_be_open(cast, plan, questionnaire, wanted):
    close_questionnaire(questionnaire=questionnaire, actor=cast.li)
    with pytest.raises(Invalid) as refusal:
        complete_plan(plan=plan, actor=cast.li, **(filled_in(cast) | {"answers": wanted}))
    assert refusal.value.message_dict == {"answers_from": ["Choose a questionnaire that is open."]}


@pytest.mark.parametrize(
    ("number", "sentence"), [(0, "Say how many answers are wanted."), (1001, "Between 0 and 1000 answers.")]
)
def test_number_of_answers_is_said_and_sensible(cast, plan, questionnaire, number, sentence):
    with pytest.raises(Invalid) as refusal:
        answers = Answers(str(questionnaire.public_id), number)
        complete_plan(plan=plan, actor=cast.li, **(filled_in(cast) | {"answers": answers}))
    assert refusal.value.message_dict == {"answers_wanted": [sentence]}


def test_progress_counts_answers_of_the_quarter_for_the_unit_and_all_below(cast, plan, questionnaire, wanted):
    completed(cast, plan, answers=wanted)
    answered(questionnaire, cast.east, cast, [5, 5, 4, 2], links=6)
    answered(questionnaire, cast.east_outlet, cast, [1])
    answered(questionnaire, cast.west, cast, [5])
    answered(questionnaire, cast.east, cast, [5], at=clock.at_local(date(2027, 1, 1), 9))
    standing = answers_standing(plan_of(plan.cycle, plan.unit), cast.li)
    assert (standing.so_far.answers, standing.so_far.links, standing.wanted) == (5, 2, 40)
    assert (round(standing.so_far.satisfied), standing.is_reached) == (60, False)
    # Half of Wilson's interval of 3 of 5: from 23 to 88 percent.
    assert round(standing.so_far.half) == 33


def test_indicators_that_it_measures_are_named(cast, plan, wanted):
    completed(cast, plan, answers=wanted)
    standing = answers_standing(plan_of(plan.cycle, plan.unit), cast.li)
    assert (
        {one.measure for one in standing.indicators}
        == {
            one.measure
            for one in plan.cycle.standard_version.dimensions.get(code="satisfaction").indicators.all()
            if one.measure.startswith("feedback.")
        }
        != set()
    )


def test_answers_are_part_of_what_is_approved_copied_and_compared(cast, plan, wanted):
    approved(cast, plan, answers=wanted)
    assert verify_plans() == []
    PlannedAnswers.objects.filter(plan=plan).update(wanted=10)
    [problem] = verify_plans()
    assert "is not the one that was approved" in problem


def test_last_plan_is_copied_with_its_answers_as_long_as_they_can_be_had(cast, plan, questionnaire, wanted):
    before = earlier_plan(cast, plan.cycle.standard_version)
    PlannedAnswers.objects.create(plan=before, questionnaire=wanted.questionnaire, wanted=wanted.wanted)
    copy_plan(plan=plan, actor=cast.li, version=plan.version)
    later = plan_of(plan.cycle, plan.unit)
    assert answers_of(later) == wanted
    completed(cast, later, answers=Answers(wanted.questionnaire, 60))
    [found] = differences_of(with_contents([later])).values()
    [one] = [one for one in found if one.what == "Answers of customers"]
    assert (one.before[:2], one.now[:2]) == ("40", "60")
    close_questionnaire(questionnaire=questionnaire, actor=cast.li)
    copy_plan(plan=later, actor=cast.li, version=later.version)
    assert answers_of(plan_of(plan.cycle, plan.unit)) == Answers()


def test_gate_warns_of_too_few_answers_and_does_not_block(cast, plan, questionnaire, wanted):
    completed(cast, plan, answers=Answers(wanted.questionnaire, 2))
    Cycle.objects.filter(pk=plan.cycle_id).update(state=CycleState.COLLECTING)
    cycle = Cycle.objects.get(pk=plan.cycle_id)
    [warning] = what_warns(cycle)
    assert "1 unit has fewer answers of customers than planned" in warning.text and "0 of 2" in warning.text
    assert not any("answers of customers" in one.text for one in what_blocks(cycle))
    answered(questionnaire, cast.east, cast, [5, 4])
    assert what_warns(cycle) == []


def test_lead_makes_the_missing_links_at_one_press(cast, plan, questionnaire, wanted, client):
    completed(cast, plan, answers=wanted)
    answered(questionnaire, cast.east, cast, [5] * 3, links=10)
    page = sign_in(client, cast.li).get(plan.get_absolute_url()).content.decode()
    assert "3 of 40 answers" in page and "Make 30 links for the unit" in page and "7 links are still open" in page
    form = answers_standing(plan_of(plan.cycle, plan.unit), cast.li).form
    made = client.post(form.url, {**form.fields, "client_key": str(uuid4())})
    assert made.status_code == 200
    assert Invitation.objects.filter(unit=cast.east, answered_at=None).count() == 37
    assert "Make " not in client.get(plan.get_absolute_url()).content.decode()


def test_only_who_may_make_links_gets_the_button(cast, plan, wanted, client):
    completed(cast, plan, answers=wanted)
    for person in (cast.zhou, cast.qian):
        page = sign_in(client, person).get(plan.get_absolute_url()).content.decode()
        assert "0 of 40 answers" in page and "Make 40 links" not in page


def test_form_offers_open_questionnaires_and_keeps_the_choice(cast, plan, questionnaire, wanted, client):
    completed(cast, plan, answers=wanted)
    page = sign_in(client, cast.li).get(reverse("assessments:plan_complete", args=[plan.public_id])).content.decode()
    assert f'value="{questionnaire.public_id}" selected' in page and 'name="answers_wanted" value="40"' in page

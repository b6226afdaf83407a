"""Mystery visits, interviews and CCTV reviews in a plan: how many, by which guide, and from which half-days they are drawn (R10, R12, R15)."""

from datetime import date

import pytest

from assessments.enums import Method
from assessments.methods import WAYS
from assessments.methods_planned import Further, further_of, wanted_of_methods
from assessments.models import Cycle, PlannedMethod, ScoreSheet
from assessments.selectors.frames import half_day_of_key
from assessments.selectors.plan_differences import differences_of, with_contents
from assessments.services.plan_copies import copy_plan
from assessments.services.plan_seals import verify_plans
from assessments.services.plans import complete_plan, start_plan_draw
from foundation.common.errors import Invalid
from tests.assessments.planning import approved, completed, drawing, drawn, earlier_plan, filled_in, plan_of

GUIDE = "You come for the first time.\n1. Ask for an account."
QUESTIONS = Further(Method.INTERVIEW, 1, "1. What did you come for?")
LOOK = Further(Method.FOOTAGE, 2, "1. Whether somebody turns to customers who come in.")


def by_scenario(cast) -> Further:
    """Two mystery visits by Sun, whom the east branch does not know."""
    return Further(Method.MYSTERY, 2, GUIDE, (cast.sun,))


def test_plan_keeps_how_many_and_by_which_guide(cast, plan):
    completed(cast, plan, further=[by_scenario(cast), QUESTIONS])
    assert wanted_of_methods(plan) == {Method.MYSTERY: by_scenario(cast), Method.INTERVIEW: QUESTIONS}
    completed(cast, plan, further=[Further(Method.MYSTERY, 0, GUIDE)])
    # The scenario is kept for another time, nothing is wanted.
    assert wanted_of_methods(plan) == {}
    assert further_of(plan)[Method.MYSTERY].guide == GUIDE


@pytest.mark.parametrize(
    ("further", "field", "sentence"),
    [
        (Further(Method.MYSTERY, 1, "Go there."), "mystery_guide", "Write the scenario"),
        (Further(Method.INTERVIEW, 1, ""), "interview_guide", "Write the questions"),
        (Further(Method.FOOTAGE, 1, "Everything"), "footage_guide", "Say what to look at"),
        (Further(Method.FOOTAGE, 21, LOOK.guide), "footage_wanted", "Between 0 and 20."),
        (Further(Method.MYSTERY, 0, "x" * 4001), "mystery_guide", "At most 4000 characters."),
    ],
)
def test_plan_without_a_usable_guide_is_refused_beside_the_field(cast, plan, further, field, sentence):
    with pytest.raises(Invalid) as refusal:
        complete_plan(plan=plan, actor=cast.li, **(filled_in(cast) | {"further": [further]}))
    assert refusal.value.message_dict[field][0].startswith(sentence)
    assert not PlannedMethod.objects.exists()


def test_plan_may_consist_of_interviews_alone(cast, plan):
    completed(cast, plan, records_wanted=0, visits_wanted=0, further=[QUESTIONS])
    assert wanted_of_methods(plan) == {Method.INTERVIEW: QUESTIONS}


def test_last_plan_is_copied_with_its_guides_and_the_page_says_what_differs(cast, plan):
    before = earlier_plan(cast, plan.cycle.standard_version)
    kept = PlannedMethod.objects.create(plan=before, method=Method.MYSTERY, wanted=2, guide=GUIDE)
    kept.people.create(person=cast.sun)
    copy_plan(plan=plan, actor=cast.li, version=plan.version)
    later = plan_of(plan.cycle, plan.unit)
    assert wanted_of_methods(later) == {Method.MYSTERY: by_scenario(cast)}
    completed(cast, later, further=[QUESTIONS])
    [found] = differences_of(with_contents([later])).values()
    assert {(one.what, one.before, one.now) for one in found} >= {
        ("Mystery visit", "2", "0"),
        ("Customer interview", "0", "1"),
        ("Customer interview · Interview questions", "", QUESTIONS.guide),
    }


def test_guide_that_was_changed_after_the_approval_is_found(cast, plan):
    approved(cast, plan, further=[by_scenario(cast)])
    assert verify_plans() == []
    PlannedMethod.objects.filter(plan=plan).update(guide="1. Ask for nothing.")
    [problem] = verify_plans()
    assert "is not the one that was approved" in problem


def test_each_method_is_drawn_from_half_days_of_its_own(cast, plan):
    """Half-days to come for who goes there, half-days that have passed for footage: today is Monday 23 November 2026."""
    plan = drawing(
        cast,
        plan,
        records_wanted=0,
        visits_wanted=1,
        due_on=date(2026, 11, 30),
        further=[by_scenario(cast), QUESTIONS, LOOK],
    )
    counts = plan.draw.frame_counts
    # Tuesday to Friday, and Monday; and the working days from 24 October to 22 November.
    assert (counts["visit"], counts["mystery"], counts["interview"], counts["footage"]) == (10, 10, 10, 40)
    assert plan.draw.sizes == {"visit": 1, "mystery": 2, "interview": 1, "footage": 2}


def test_sheets_of_half_days_are_due_then_and_of_footage_with_the_plan(cast, plan):
    plan = drawn(
        cast, plan, records_wanted=0, visits_wanted=1, due_on=date(2026, 11, 30), further=[by_scenario(cast), LOOK]
    )
    sheets = list(ScoreSheet.objects.filter(plan=plan).select_related("item"))
    assert sorted(sheet.method for sheet in sheets) == ["footage", "footage", "mystery", "mystery", "on_site"]
    for sheet in sheets:
        day, _half = half_day_of_key(sheet.item.key)
        way = WAYS[Method(sheet.method)]
        assert sheet.record is None
        assert (sheet.due_on == day) if way.on_its_day else (sheet.due_on == plan.due_on and day < date(2026, 11, 23))
        assert (sheet.co_assessor is not None) == (way.assessors == 2)


def test_nobody_is_given_two_items_of_one_half_day(cast, plan):
    """Of two half-days three items are drawn, so two of them fall together: a mystery visit and interviews go to different people."""
    plan = drawn(
        cast, plan, records_wanted=0, visits_wanted=0, due_on=date(2026, 11, 24), further=[by_scenario(cast), QUESTIONS]
    )
    at: dict[tuple, list[int]] = {}
    for sheet in ScoreSheet.objects.filter(plan=plan).select_related("item"):
        at.setdefault(half_day_of_key(sheet.item.key), []).append(sheet.assessor_id)
    assert all(len(people) == len(set(people)) for people in at.values())


def test_draw_without_footage_that_is_still_kept_is_refused(cast, plan):
    approved(cast, plan, records_wanted=0, visits_wanted=0, starts_on=date(2026, 11, 23), further=[LOOK])
    Cycle.objects.filter(pk=plan.cycle_id).update(start=date(2026, 11, 23))
    with pytest.raises(Invalid, match="footage is still kept"):
        start_plan_draw(plan=plan, actor=cast.li)

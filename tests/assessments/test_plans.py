"""The life of a plan before its draw: completed, submitted, approved or returned."""

from datetime import date

import pytest

from assessments.enums import CycleState, PlanState
from assessments.models import Cycle, TeamMember
from assessments.plan_waiting import plans_waiting_for
from assessments.services.plans import approve_plan, complete_plan, return_plan, submit_plan
from foundation.audit.models import AuditEvent
from foundation.common.errors import Conflict, Invalid, NotAllowed
from organization.enums import Role
from organization.models import RoleAssignment
from organization.worklist import work_waiting_for
from tests.assessments.planning import ANSWER, approved, completed, filled_in, plan_of, submitted
from tests.cast import EARLY


def waiting(person) -> list[tuple[str, str]]:
    return [(item.title, item.state) for item in work_waiting_for(person) if item.group in ("plans", "draws")]


# completing


def test_complete_keeps_team_sizes_and_dates(cast, plan):
    complete_plan(plan=plan, actor=cast.li, **filled_in(cast, contents=" 老年客户 "))
    kept = plan_of(plan.cycle, plan.unit)
    assert {member.person for member in kept.team.all()} == {cast.lin, cast.guo}
    assert (kept.records_wanted, kept.visits_wanted, kept.starts_on, kept.due_on) == (
        6,
        1,
        date(2026, 10, 12),
        date(2027, 1, 15),
    )
    assert (kept.contents, kept.author, kept.state) == ("老年客户", cast.li, PlanState.DRAFT)


def test_complete_again_replaces_the_team(cast, plan):
    completed(cast, plan)
    completed(cast, plan, team=[cast.lin, cast.sun])
    assert {member.person for member in TeamMember.objects.filter(plan=plan)} == {cast.lin, cast.sun}


@pytest.mark.parametrize("who", ["zhou", "qian", "lin", "chen", "wu", "feng"])
def test_complete_is_for_leads(cast, plan, who):
    with pytest.raises(NotAllowed):
        complete_plan(plan=plan, actor=getattr(cast, who), **filled_in(cast))


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"records_wanted": 501}, "records_wanted", "Between 0 and 500 records."),
        ({"records_wanted": -1}, "records_wanted", "Between 0 and 500 records."),
        ({"visits_wanted": 21}, "visits_wanted", "Between 0 and 20 visits."),
        (
            {"records_wanted": 0, "visits_wanted": 0},
            "records_wanted",
            "A plan looks at one record at least, or has one visit, callback or interview.",
        ),
        ({"starts_on": date(2026, 9, 30)}, "starts_on", "It begins within the time that is assessed."),
        ({"starts_on": date(2027, 1, 1)}, "starts_on", "It begins within the time that is assessed."),
        ({"due_on": date(2026, 10, 9)}, "due_on", "This is before the beginning."),
        (
            {"due_on": date(2027, 2, 1)},
            "due_on",
            "The sheets are due within the time that is assessed or a month after it.",
        ),
        # A Saturday, a holiday on a weekday; a make-up working day on a weekend is fine (below).
        ({"due_on": date(2026, 11, 21)}, "due_on", "This is not a working day."),
        ({"due_on": date(2027, 1, 1)}, "due_on", "This is not a working day."),
        ({"contents": "x" * 2001}, "contents", "At most 2000 characters."),
    ],
)
def test_complete_refuses_sizes_and_dates_outside_the_rules(cast, plan, changes, field, sentence):
    with pytest.raises(Invalid) as refusal:
        complete_plan(plan=plan, actor=cast.li, **filled_in(cast, **changes))
    assert refusal.value.message_dict == {field: [sentence]}
    assert plan_of(plan.cycle, plan.unit).author is None


def test_complete_takes_a_make_up_working_day(cast, plan):
    # 10 October 2026, a Saturday, is worked for the National Day holidays.
    kept = complete_plan(
        plan=plan, actor=cast.li, **filled_in(cast, starts_on=date(2026, 10, 9), due_on=date(2026, 10, 10))
    )
    assert kept.due_on == date(2026, 10, 10)


def test_complete_names_what_is_wrong_with_the_team(cast, plan):
    with pytest.raises(Invalid) as refusal:
        complete_plan(plan=plan, actor=cast.li, **filled_in(cast, team=[cast.chen, cast.qian]))
    assert refusal.value.message_dict == {
        "team": [
            "陈洁: Own unit: works there, above or below it, or did so in this quarter.",
            "钱莉: Supervisors watch the assessment and take no part in it.",
            "At least one member comes from customer service.",
        ]
    }


def test_complete_from_a_stale_page_is_refused(cast, plan):
    version = plan.version
    completed(cast, plan, version=version)
    with pytest.raises(Conflict):
        completed(cast, plan, version=version, records_wanted=99)
    assert plan_of(plan.cycle, plan.unit).records_wanted == 6


def test_complete_after_submission_is_refused(cast, plan):
    submitted(cast, plan)
    with pytest.raises(Conflict):
        completed(cast, plan)


# submitting


def test_submit_moves_it_to_the_managers(cast, plan):
    submitted(cast, plan)
    assert (plan.state, plan.submitted_by) == (PlanState.SUBMITTED, cast.li)
    assert cast.zhou.user.notifications.filter(kind="assessments.plan.submitted").count() == 1


def test_submit_of_an_untouched_draft_is_refused(cast, plan):
    with pytest.raises(Invalid, match="Complete it first"):
        submit_plan(plan=plan, actor=cast.li)


def test_submit_twice_is_refused(cast, plan):
    submitted(cast, plan)
    with pytest.raises(Conflict):
        submit_plan(plan=plan, actor=cast.li)


def test_submit_is_for_leads(cast, plan):
    completed(cast, plan)
    for person in (cast.zhou, cast.qian, cast.lin, cast.chen):
        with pytest.raises(NotAllowed):
            submit_plan(plan=plan, actor=person)


def test_submit_with_a_member_who_has_moved_into_the_unit_is_refused(cast, plan):
    completed(cast, plan)
    type(cast.guo).objects.filter(pk=cast.guo.pk).update(unit=cast.east)
    with pytest.raises(Invalid) as refusal:
        submit_plan(plan=plan, actor=cast.li)
    assert refusal.value.messages[0] == "郭敏: Own unit: works there, above or below it, or did so in this quarter."


# approving and returning


def test_approve_is_by_a_manager(cast, plan):
    approved(cast, plan)
    assert (plan.state, plan.approved_by) == (PlanState.APPROVED, cast.zhou)
    assert cast.li.user.notifications.filter(kind="assessments.plan.approved").count() == 1


@pytest.mark.parametrize("who", ["li", "qian", "lin", "chen", "feng"])
def test_approve_is_not_for_others(cast, plan, who):
    submitted(cast, plan)
    with pytest.raises(NotAllowed):
        approve_plan(plan=plan, actor=getattr(cast, who))


def test_approve_is_never_for_who_wrote_it(cast, plan):
    RoleAssignment.objects.create(person=cast.li, role=Role.MANAGER, unit=cast.bank, valid_from=EARLY)
    submitted(cast, plan)
    with pytest.raises(NotAllowed):
        approve_plan(plan=plan, actor=cast.li)


def test_approve_is_not_for_who_submitted_what_another_wrote(cast, plan):
    for role in (Role.LEAD, Role.MANAGER):
        RoleAssignment.objects.create(person=cast.he, role=role, unit=cast.bank, valid_from=EARLY)
    submit_plan(plan=completed(cast, plan), actor=cast.he)
    with pytest.raises(NotAllowed):
        approve_plan(plan=plan, actor=cast.he)


def test_approve_is_not_for_who_wrote_what_another_wrote_again(cast, plan):
    for role in (Role.LEAD, Role.MANAGER):
        RoleAssignment.objects.create(person=cast.he, role=role, unit=cast.bank, valid_from=EARLY)
    complete_plan(plan=plan, actor=cast.he, **filled_in(cast))
    assert [item.detail for item in plans_waiting_for(cast.zhou)] == []
    submitted(cast, plan)
    assert (plan.author, plan.submitted_by) == (cast.li, cast.li)
    with pytest.raises(NotAllowed):
        approve_plan(plan=plan, actor=cast.he)
    titles = {person: [item.title for item in plans_waiting_for(person)] for person in (cast.he, cast.zhou)}
    assert ("Approve the plan" in titles[cast.he], "Approve the plan" in titles[cast.zhou]) == (False, True)


def test_approve_is_not_for_a_member_of_the_team(cast, plan):
    RoleAssignment.objects.create(person=cast.guo, role=Role.MANAGER, unit=cast.bank, valid_from=EARLY)
    submitted(cast, plan)
    with pytest.raises(NotAllowed):
        approve_plan(plan=plan_of(plan.cycle, plan.unit), actor=cast.guo)


def test_approve_of_a_draft_and_approve_twice_are_refused(cast, plan):
    completed(cast, plan)
    with pytest.raises(Conflict):
        approve_plan(plan=plan, actor=cast.zhou)
    approve_plan(plan=submit_plan(plan=plan, actor=cast.li), actor=cast.zhou)
    with pytest.raises(Conflict):
        approve_plan(plan=plan, actor=cast.zhou)


def test_approve_of_what_was_changed_in_the_meantime_is_refused(cast, plan):
    submitted(cast, plan)
    stale = plan_of(plan.cycle, plan.unit)
    return_plan(plan=plan, actor=cast.zhou, reason="请补充")
    with pytest.raises(Conflict):
        approve_plan(plan=stale, actor=cast.zhou)


@pytest.mark.parametrize("make", [submitted, approved])
def test_return_sends_it_back_with_the_reason(cast, plan, make):
    make(cast, plan)
    return_plan(plan=plan, actor=cast.zhou, reason=" 请增加一次现场检查 ")
    kept = plan_of(plan.cycle, plan.unit)
    assert (kept.state, kept.returned_reason, kept.approved_by) == (PlanState.DRAFT, "请增加一次现场检查", None)
    assert waiting(cast.li) == [("Complete the plan", "Draft"), ("Revise the returned plan", "Returned")]


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_return_needs_a_reason(cast, plan, reason):
    submitted(cast, plan)
    with pytest.raises(Invalid):
        return_plan(plan=plan, actor=cast.zhou, reason=reason)


def test_return_is_for_managers_and_before_the_draw(cast, plan):
    with pytest.raises(Conflict):
        return_plan(plan=plan, actor=cast.zhou, reason="x")
    submitted(cast, plan)
    with pytest.raises(NotAllowed):
        return_plan(plan=plan, actor=cast.li, reason="x")


def test_each_act_is_in_the_trail_without_what_was_written(cast, plan):
    submitted(cast, plan, contents="机密内容")
    return_plan(plan=plan, actor=cast.zhou, reason="请补充团队成员")
    approved(cast, plan)
    events = AuditEvent.objects.filter(action__startswith="assessments.plan.").order_by("number")
    assert [event.action.rpartition(".")[2] for event in events] == [
        "complete",
        "submit",
        "return",
        "complete",
        "submit",
        "approve",
    ]
    assert [
        text for event in events for text in ("机密内容", "请补充团队成员", ANSWER) if text in str(event.details)
    ] == []


def test_work_list_follows_the_plan(cast, plan):
    other = ("Complete the plan", "Draft")
    assert (waiting(cast.li), waiting(cast.zhou)) == ([other, other], [])
    submitted(cast, plan)
    assert (waiting(cast.li), waiting(cast.zhou)) == ([other], [("Approve the plan", "Waiting for approval")])
    approve_plan(plan=plan, actor=cast.zhou)
    assert (sorted(waiting(cast.li)), waiting(cast.zhou)) == ([other, ("Draw the sample", "Approved")], [])


def test_work_list_is_empty_once_the_cycle_is_closed(cast, plan):
    Cycle.objects.update(state=CycleState.FEEDBACK)
    assert waiting(cast.li) == []

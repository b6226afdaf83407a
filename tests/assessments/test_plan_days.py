"""The due date of a plan: it stays where a lead has put it, follows the calendar where it was counted, and the seal of an approved plan knows."""

from datetime import date

from assessments.models import Plan
from assessments.services.due_dates import recount_due_dates
from assessments.services.plan_copies import copy_plan
from assessments.services.plan_seals import verify_plans
from assessments.services.plans import approve_plan, return_plan, submit_plan
from foundation.audit.models import AuditEvent
from tests.assessments.planning import DUE_ON, approved, earlier_plan, plan_of, submitted
from tests.workdays.announcing import announce

LATER = date(2027, 1, 18)  # the Monday after DUE_ON, a Friday


def again(plan: Plan) -> Plan:
    return plan_of(plan.cycle, plan.unit)


def moved_by_the_calendar(cast, plan: Plan) -> Plan:
    """Its day has become a day off."""
    announce(cast.feng, f"{DUE_ON}, off, 行庆日", year=DUE_ON.year, kind="own")
    recount_due_dates()
    assert again(plan).due_on == LATER
    return again(plan)


def test_copied_day_is_not_moved_back_to_the_count_of_the_draft(cast, plan, quarter):
    earlier_plan(cast, quarter.standard_version, due_on=date(2026, 10, 30))
    copied = copy_plan(plan=plan, actor=cast.li).due_on
    recount_due_dates()
    assert again(plan).due_on == copied


def test_copied_day_stays_after_the_approval(cast, plan, quarter):
    earlier_plan(cast, quarter.standard_version, due_on=date(2026, 10, 30))
    copied = copy_plan(plan=plan, actor=cast.li).due_on
    approve_plan(plan=submit_plan(plan=again(plan), actor=cast.li), actor=cast.zhou)
    recount_due_dates()
    assert (again(plan).due_on, verify_plans()) == (copied, [])


def test_approved_plan_that_the_calendar_has_moved_is_still_the_one_that_was_approved(cast, plan):
    approved(cast, plan)
    moved_by_the_calendar(cast, plan)
    assert verify_plans() == []
    announce(cast.feng, f"{DUE_ON}, off, 行庆日\n{LATER}, off, 行庆日", year=DUE_ON.year, kind="own", edition=1)
    recount_due_dates()
    assert again(plan).due_on > LATER
    assert verify_plans() == []


def test_day_that_was_moved_without_the_calendar_is_found(cast, plan):
    approved(cast, plan)
    Plan.objects.filter(pk=plan.pk).update(due_on=LATER)
    assert len(verify_plans()) == 1


def test_day_that_was_moved_after_the_calendar_had_moved_it_is_found(cast, plan):
    approved(cast, plan)
    moved_by_the_calendar(cast, plan)
    Plan.objects.filter(pk=plan.pk).update(due_on=date(2027, 1, 20))
    assert len(verify_plans()) == 1


def test_size_that_was_changed_is_found_although_the_calendar_has_moved_the_day(cast, plan):
    approved(cast, plan)
    Plan.objects.filter(pk=plan.pk).update(records_wanted=1)
    moved_by_the_calendar(cast, plan)
    assert len(verify_plans()) == 1


def test_moves_of_before_the_last_approval_do_not_count(cast, plan):
    approved(cast, plan)
    moved_by_the_calendar(cast, plan)
    return_plan(plan=again(plan), actor=cast.zhou, reason="再看一遍")
    approve_plan(plan=submitted(cast, again(plan), due_on=date(2027, 1, 20)), actor=cast.zhou)
    assert AuditEvent.objects.filter(action="assessments.plan.move_due", target=str(plan.public_id)).count() == 1
    assert verify_plans() == []

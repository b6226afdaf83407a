"""A lead asks units to score themselves before their assessment begins."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.translation import override

from assessments.enums import CycleState
from assessments.models import Cycle, Plan
from assessments.services.taking_back import take_back_cycle
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.notifications.models import Notification
from foundation.workdays.calendar import add_workdays
from organization.worklist import work_waiting_for
from selfcheck.models import SelfCheck
from selfcheck.selectors.checks import marks_visible_to
from selfcheck.services.asking import withdraw_self_check
from selfcheck.services.deadlines import recount_due, remind_units
from tests.selfcheck.world import ALL, BEGINS_IN, ask, check_of, hand_in, make_quarter, quarter_ahead


def told(person, kind: str) -> int:
    return Notification.objects.filter(user=person.user, kind=f"selfcheck.check.{kind}").count()


def test_units_are_asked_some_working_days_before_their_plan_begins(cast, cycle):
    check = check_of(cast.east)
    assert (check.due_on, check.indicators, check.state) == (add_workdays(clock.today(), BEGINS_IN - 3), ALL, "asked")
    assert (told(cast.chen, "asked"), told(cast.wu, "asked"), told(cast.lin, "asked")) == (1, 1, 0)


def test_head_and_liaison_find_it_in_their_work_list_and_nobody_else(cast, cycle):
    waiting = {
        person.user.username
        for person in cast.everybody
        if any(item.group == "selfcheck" for item in work_waiting_for(person))
    }
    assert waiting == {"chenjie", "wudi", "sunyan"}


def test_same_form_twice_asks_once(cast):
    cycle, key = make_quarter(cast), uuid4()
    first, second = ask(cast, cycle, cast.east, key=key), ask(cast, cycle, cast.east, key=key)
    assert first == second
    assert SelfCheck.objects.count() == 1


def test_unit_that_was_asked_is_not_asked_again(cast, cycle):
    with pytest.raises(Invalid) as refusal:
        ask(cast, cycle, cast.east)
    assert set(refusal.value.message_dict) == {"units"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"indicators": []}, "indicators"),
        ({"indicators": ["Z9"]}, "indicators"),
        ({"workdays_before": None}, "workdays_before"),
        ({"workdays_before": BEGINS_IN + 1}, "workdays_before"),
        ({"due_on": clock.today() - timedelta(days=1)}, "due_on"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(cast, wrong, field):
    with pytest.raises(Invalid) as refusal:
        ask(cast, make_quarter(cast), **wrong)
    assert set(refusal.value.message_dict) == {field}


def test_plan_without_a_first_day_needs_a_day_that_is_set(cast):
    cycle = make_quarter(cast)
    Plan.objects.filter(cycle=cycle, unit=cast.west).update(starts_on=None)
    with pytest.raises(Invalid, match="West"):
        ask(cast, cycle)
    day = add_workdays(clock.today(), 2)
    assert {check.due_on for check in ask(cast, cycle, due_on=day)} == {day}


def test_only_a_lead_asks_and_only_while_the_cycle_is_scored(cast):
    cycle = make_quarter(cast)
    with pytest.raises(NotAllowed):
        ask(cast, cycle, actor=cast.zhou)
    Cycle.objects.filter(pk=cycle.pk).update(state=CycleState.REVIEW)
    with pytest.raises(Conflict):
        ask(cast, cycle)


def test_nobody_is_asked_in_a_special_assessment_that_was_discarded_meanwhile(cast):
    cycle = make_quarter(cast)
    stale = Cycle.objects.get(pk=cycle.pk)
    Plan.objects.filter(cycle=cycle).delete()
    cycle.delete()
    with override("en"), pytest.raises(Conflict, match=r"^2026Q4 was discarded in the meantime\.$"):
        ask(cast, stale)


def test_withdrawn_one_is_gone_from_the_work_list_and_can_be_asked_anew(cast, cycle):
    withdraw_self_check(check=check_of(cast.east), actor=cast.li, reason="网点停业装修")
    assert [item for item in work_waiting_for(cast.wu) if item.group == "selfcheck"] == []
    assert told(cast.wu, "withdrawn") == 1
    assert [check.unit for check in ask(cast, cycle, cast.east)] == [cast.east]


def test_what_was_handed_in_is_not_withdrawn(cast, cycle):
    stale = check_of(cast.east)
    hand_in(cast.east, cast.wu)
    with pytest.raises(Conflict):
        withdraw_self_check(check=stale, actor=cast.li, reason="误发")


def test_day_follows_the_plan_and_the_unit_is_told(cast, cycle):
    begins = add_workdays(clock.today(), BEGINS_IN + 5)
    Plan.objects.filter(cycle=cycle, unit=cast.east).update(starts_on=begins)
    assert (recount_due(), recount_due()) == (1, 0)
    assert (check_of(cast.east).due_on, told(cast.wu, "moved")) == (add_workdays(begins, -3), 1)


def test_reminded_once_before_and_once_after_the_day(cast, cycle):
    due = check_of(cast.east).due_on
    with clock.travelling(clock.at_local(add_workdays(due, -2), 9)):
        remind_units(), remind_units()
    assert (told(cast.wu, "due_soon"), told(cast.wu, "late"), told(cast.li, "late")) == (1, 0, 0)
    with clock.travelling(clock.at_local(due + timedelta(days=1), 9)):
        remind_units(), remind_units()
        rows = [item for item in work_waiting_for(cast.li) if item.group == "selfcheck"]
    assert (told(cast.wu, "late"), told(cast.li, "late"), len(rows)) == (1, 2, 1)


def test_refused_form_keeps_its_ticks(cast, client_of):
    cycle = make_quarter(cast)
    data = {
        "cycle": cycle.code,
        "units": [cast.west.public_id],
        "indicators": ["R1"],
        "workdays_before": "99",
        "client_key": uuid4(),
    }
    answer = client_of(cast.li).post(reverse("selfcheck:check_ask"), data)
    ticked = {unit.pk for unit, is_ticked in answer.context["units"] if is_ticked}
    assert (answer.status_code, ticked, SelfCheck.objects.count()) == (422, {cast.west.pk}, 0)


def take_back(cast, cycle) -> None:
    take_back_cycle(cycle=cycle, actor=cast.li, reason="开早了", key=uuid4())


def test_page_of_taking_back_says_beforehand_which_self_checks_go(cast, client):
    cycle = quarter_ahead(cast)
    url = reverse("assessments:cycle_take_back", args=[cycle.public_id])
    client.force_login(cast.li.user)
    assert "withdrawn" not in client.get(url, headers={"accept-language": "en"}).content.decode()
    ask(cast, cycle)
    page = client.get(url, headers={"accept-language": "en"})
    assert page.context["consequences"][-1] == (
        "2 open self-checks are withdrawn, and the units are told why: East Branch, West Branch."
    )


def test_with_a_quarter_that_is_taken_back_its_self_checks_are_withdrawn_and_the_units_told(cast):
    cycle = quarter_ahead(cast)
    ask(cast, cycle)
    take_back(cast, cycle)
    assert (check_of(cast.east).state, check_of(cast.west).state) == ("withdrawn", "withdrawn")
    assert (check_of(cast.east).withdrawn_reason, told(cast.wu, "withdrawn")) == ("开早了", 1)


def test_quarter_in_which_a_unit_has_handed_in_is_not_taken_back(cast):
    cycle = quarter_ahead(cast)
    ask(cast, cycle)
    hand_in(cast.east, cast.wu)
    with override("en"), pytest.raises(Conflict, match=r"^1 self-check was handed in: East Branch\.$"):
        take_back(cast, cycle)
    cycle.refresh_from_db()
    assert (cycle.state, check_of(cast.west).state) == (CycleState.PREPARING, "asked")
    assert [person for person in (cast.li, cast.zhou, cast.qian) if marks_visible_to(person).exists()] == []

"""Opening a quarter ahead: what is said beforehand, and taking it back where it was too early (R9)."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from assessments.enums import CycleState, PlanState
from assessments.models import Cycle, Plan, SpotCheckLot
from assessments.plan_waiting import plans_waiting_for
from assessments.selectors.calendar import entries_of
from assessments.selectors.openings import openable_quarters, why_not_taken_back
from assessments.services.cycles import open_cycle, open_due_cycles
from assessments.services.passing import begin_due_cycles
from assessments.services.plans import submit_plan
from assessments.services.taking_back import take_back_cycle
from dashboard.selectors import current_cycle
from foundation.audit.models import AuditEvent
from foundation.audit.verifiers import run_verifiers
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from organization.enums import UnitKind
from tests.assessments.planning import ANSWER, completed, open_quarter, plan_of
from tests.cast import make_unit
from tests.kept import kept

AHEAD = date(2027, 1, 1)
LIST = reverse("assessments:cycle_list")
OPEN = reverse("assessments:cycle_open")
ENGLISH = {"accept-language": "en"}


def two_quarters(cast) -> Cycle:
    open_quarter(cast)
    return open_cycle(start=AHEAD, actor=cast.li)


@pytest.fixture
def ahead(cast, in_quarter) -> Cycle:
    """2027Q1, opened by Li on 23 November: the portal would have done so on 18 December."""
    return kept(two_quarters, cast)


def filled_in_plan(cast, cycle: Cycle) -> Plan:
    days = {"starts_on": date(2027, 1, 11), "due_on": date(2027, 4, 9)}
    return completed(cast, plan_of(cycle, cast.east), **days)


def take_back(cycle: Cycle, actor, reason: str = "一季度标准尚未定稿", key=None) -> Cycle:
    return take_back_cycle(cycle=cycle, actor=actor, reason=reason, key=key or uuid4())


@pytest.fixture
def lead(client, cast):
    client.force_login(cast.li.user)
    return client


def test_page_says_what_will_happen_before_it_happens(cast, ahead, lead):
    take_back(ahead, cast.li)
    page = lead.get(OPEN, {"start": "2027-01-01"}, headers=ENGLISH)
    assert (page.status_code, page.context["consequences"]) == (
        200,
        [
            "It goes by “Customer service quality in four dimensions”, version 1, the standard in force today.",
            "2 units get a drafted plan each: East Branch, West Branch.",
            "A lot decides when each of them is spot-checked (promised: 1 a quarter); nobody sees it beforehand.",
            "Told at once: the assessment leads (Li Wen). The units and their assessors are not told yet; they see it in the calendar of the year.",
            "It begins by itself on Fri 1 Jan 2027; until then plans are completed and approved, and nothing is drawn.",
            "Until Fri 18 Dec, when the portal opens it by itself, it can be taken back with a reason, as long as no plan was sent "
            "and no self-check handed in.",
        ],
    )
    assert lead.post(page.context["action"]).url == ahead.get_absolute_url()
    assert Cycle.objects.get(pk=ahead.pk).state == CycleState.PREPARING


def test_quarter_that_is_open_is_shown_instead(ahead, lead):
    assert lead.get(OPEN, {"start": "2027-01-01"}).url == ahead.get_absolute_url()


def test_quarter_that_was_opened_too_early_counts_as_not_opened(cast, ahead):
    take_back(ahead, cast.li)
    assert (ahead.state, openable_quarters()) == (CycleState.WITHDRAWN, [AHEAD])
    assert {item.detail[:6] for item in plans_waiting_for(cast.li)} == {"2026Q4"}
    assert [entry.cycle for entry in entries_of(2027, with_checks=True)[0]] == [None] * 4
    assert current_cycle().code == "2026Q4"
    assert open_due_cycles() == []
    event = AuditEvent.objects.get(action="assessments.cycle.take_back")
    assert (event.actor, event.details["before"], event.details["after"]) == (
        str(cast.li.public_id),
        "preparing",
        "withdrawn",
    )
    assert cast.zhou.user.notifications.filter(kind="assessments.cycle.taken_back").count() == 1
    assert "一季度标准尚未定稿" not in str(event.details)


def test_portal_opens_it_again_at_its_time_with_what_was_filled_in_and_under_the_same_lot(cast, ahead):
    filled_in_plan(cast, ahead)
    lot, checks = SpotCheckLot.objects.get(cycle=ahead), set(ahead.spot_checks.values_list("pk", "unit", "due_at"))
    take_back(ahead, cast.li)
    north = make_unit("BR-N", "城北支行", "North Branch", UnitKind.BRANCH, cast.bank, is_assessed=True)
    with clock.travelling(clock.at_local(date(2026, 12, 18), 9)):
        assert open_due_cycles() == [ahead]
        assert open_due_cycles() == []
        ahead.refresh_from_db()
        plans = {plan.unit: plan.author for plan in ahead.plans.select_related("unit", "author")}
        assert (ahead.state, plans) == (
            CycleState.PREPARING,
            {cast.east: cast.li, cast.west: None, north: None},
        )
        assert SpotCheckLot.objects.get(cycle=ahead) == lot
        further = set(ahead.spot_checks.values_list("pk", "unit", "due_at")) - checks
        assert (ahead.spot_checks.count(), [unit for _key, unit, _due in further]) == (len(checks) + 1, [north.pk])
        assert cast.li.user.notifications.filter(kind="assessments.cycle.opened").count() == 3
        assert {name: wrong for name, wrong in run_verifiers().items() if wrong} == {}


def test_quarter_that_was_taken_back_does_not_begin(cast, ahead):
    take_back(ahead, cast.li)
    with clock.travelling(clock.at_local(date(2027, 1, 1), 9)):
        assert begin_due_cycles() == 0


def test_nothing_is_planned_in_it_meanwhile(cast, ahead):
    plan = filled_in_plan(cast, ahead)
    take_back(ahead, cast.li)
    for act in (
        lambda: submit_plan(plan=plan_of(ahead, cast.east), actor=cast.li),
        lambda: filled_in_plan(cast, ahead),
        lambda: submit_plan(plan=plan, actor=cast.li, answer=ANSWER),
    ):
        with pytest.raises(Conflict):
            act()
    assert plan_of(ahead, cast.east).state == PlanState.DRAFT


@pytest.mark.parametrize("who", ["zhou", "qian", "lin", "chen", "feng"])
def test_taking_back_is_for_leads(cast, ahead, who):
    with pytest.raises(NotAllowed):
        take_back(ahead, getattr(cast, who))


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_taking_back_needs_a_reason(cast, ahead, reason):
    with pytest.raises(Invalid):
        take_back(ahead, cast.li, reason)


def test_the_same_key_takes_back_once(cast, ahead):
    key = uuid4()
    take_back(ahead, cast.li, key=key)
    assert take_back(ahead, cast.li, key=key).passages.count() == 1


def test_page_takes_back_with_a_reason_and_says_when_it_is_too_late(cast, ahead, lead):
    address = reverse("assessments:cycle_take_back", args=[ahead.public_id])
    without = lead.post(address, {"client_key": uuid4()}, headers=ENGLISH)
    assert dict(without.context["form"].errors) == {"reason": ["Say why the quarter is taken back."]}
    assert lead.get(ahead.get_absolute_url()).context["may_take_back"]
    submit_plan(plan=filled_in_plan(cast, ahead), actor=cast.li)
    assert not lead.get(ahead.get_absolute_url()).context["may_take_back"]
    with clock.travelling(clock.at_local(date(2026, 12, 18), 9)):
        page = lead.get(address, headers=ENGLISH)
        assert page.context["too_late"] == [
            "Since Fri 18 Dec the portal opens this quarter by itself; taken back, it would be open again within minutes.",
            "1 plan was sent for approval: East Branch.",
        ]
        assert "<textarea" not in page.content.decode()
        refused = lead.post(address, {"client_key": uuid4(), "reason": "太早"}, headers=ENGLISH)
        assert (refused.status_code, Cycle.objects.get(pk=ahead.pk).state) == (409, CycleState.PREPARING)


def test_a_quarter_that_has_begun_is_not_taken_back(cast, ahead):
    running = Cycle.objects.get(code="2026Q4")
    assert why_not_taken_back(running) == ["It has begun; what was collected and drawn stays."]
    with pytest.raises(Conflict):
        take_back(running, cast.li)


def test_page_of_what_was_taken_back_says_why_and_offers_to_open_it_again(cast, ahead, lead):
    take_back(ahead, cast.li)
    text = lead.get(ahead.get_absolute_url(), headers=ENGLISH).content.decode()
    assert "Q1 2027 was taken back" in text
    assert "一季度标准尚未定稿" in text
    assert f"{OPEN}?start=2027-01-01" in text
    assert lead.get(LIST).status_code == 200

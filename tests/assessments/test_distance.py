"""Whoever is too close, because it is their own unit or because they have stepped back, steers nothing of an assessment (R10, R13)."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from assessments.models import Recusal, ScoreSheet
from assessments.plan_waiting import plans_waiting_for
from assessments.rules import plans as rules
from assessments.rules.assignment import can_reassign_sheet, can_replace_item, too_close_to
from assessments.selectors.plans import approvable_by
from assessments.services.falling_out import replace_sheet_item
from assessments.services.plan_bulk import approve_plans
from assessments.services.plan_copies import copy_plan
from assessments.services.plans import approve_plan, complete_plan, return_plan, start_plan_draw, submit_plan
from foundation.common.errors import NotAllowed
from organization.enums import Role
from organization.models import FormerUnit, Person
from organization.services import move_person
from tests.assessments.crew import again, give
from tests.assessments.planning import approved, completed, filled_in, plan_of, submitted
from tests.cast import make_person


@pytest.fixture
def own_lead(cast) -> Person:
    """A lead who works in the east branch."""
    return make_person("hanmei", "00202", "韩梅", "Han Mei", cast.east, Role.LEAD)


@pytest.fixture
def own_manager(cast) -> Person:
    """A manager who works below the east branch."""
    return make_person("dongli", "00002", "董理", "Dong Li", cast.east_outlet, Role.MANAGER)


def step_back(person: Person, **what) -> None:
    Recusal.objects.create(person=person, kind="relative", text="家人", **what)


def replace(sheet: ScoreSheet, actor: Person) -> dict:
    return replace_sheet_item(sheet=sheet, turn=sheet.turn, actor=actor, reason="unreadable", note="", key=uuid4())


def test_assessor_who_came_to_the_unit_drops_none_of_its_items(crew):
    sheet = crew.sheet_of(crew.cast.lin)
    move_person(person=crew.cast.lin, unit=crew.cast.east, actor=crew.cast.feng)
    with pytest.raises(NotAllowed):
        replace(sheet, Person.objects.get(pk=crew.cast.lin.pk))
    assert again(sheet).item_id == sheet.item_id


def test_whoever_stepped_back_and_found_nobody_else_drops_no_item(crew):
    sheet = crew.sheet_of(crew.cast.lin)
    assert can_replace_item(crew.cast.lin, sheet)
    ScoreSheet.objects.filter(pk=sheet.pk).update(is_blocked=True)
    assert not can_replace_item(crew.cast.lin, again(sheet))
    assert can_replace_item(crew.cast.li, again(sheet))


@pytest.mark.parametrize("close", ["works there", "worked there in the quarter", "recused"])
def test_lead_who_is_too_close_neither_drops_an_item_nor_chooses_who_assesses(crew, close, own_lead):
    sheet, lead = crew.sheet_of(crew.cast.lin), own_lead
    if close != "works there":
        Person.objects.filter(pk=lead.pk).update(unit=crew.cast.quality_office)
        lead = Person.objects.get(pk=lead.pk)
        assert (can_replace_item(lead, sheet), can_reassign_sheet(lead, sheet)) == (True, True)
    if close == "worked there in the quarter":
        FormerUnit.objects.create(person=lead, unit=crew.cast.east, until=date(2026, 10, 5))
    if close == "recused":
        step_back(lead, unit=crew.cast.bank)
    with pytest.raises(NotAllowed):
        replace(sheet, lead)
    with pytest.raises(NotAllowed, match=sheet.number):
        give(crew, [sheet], to=crew.tang, actor=lead)
    assert (again(sheet).turn, too_close_to(lead, crew.sheets)) == (1, {one.pk for one in crew.sheets})


def test_page_offers_nothing_that_is_refused(crew, client, own_lead):
    sheet = crew.sheet_of(crew.cast.lin)
    url, board = reverse("assessments:sheet_detail", args=[sheet.public_id]), reverse("assessments:board")
    for lead, may in ((crew.cast.li, True), (own_lead, False)):
        client.force_login(lead.user)
        context = client.get(url).context
        assert (context["may_replace"], context["may_reassign"]) == (may, may)
        assert (f'value="{sheet.public_id}"' in client.get(board).content.decode()) == may


def test_lead_of_the_assessed_unit_does_not_plan_its_assessment(cast, plan, own_lead):
    acts = (
        lambda: complete_plan(plan=plan, actor=own_lead, **filled_in(cast)),
        lambda: copy_plan(plan=plan, actor=own_lead),
        lambda: submit_plan(plan=plan, actor=own_lead),
        lambda: start_plan_draw(plan=plan, actor=own_lead),
    )
    completed(cast, plan)
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    west = plan_of(plan.cycle, cast.west)
    assert rules.can_complete_plan(own_lead, west)
    assert complete_plan(plan=west, actor=own_lead, **filled_in(cast, visits_wanted=0)).author == own_lead


def test_manager_of_the_assessed_unit_neither_approves_nor_returns_its_plan(cast, plan, own_manager):
    submitted(cast, plan)
    west = submitted(cast, plan_of(plan.cycle, cast.west))
    for act in (approve_plan, lambda **more: return_plan(reason="改", **more)):
        with pytest.raises(NotAllowed):
            act(plan=plan_of(plan.cycle, cast.east), actor=own_manager)
    with pytest.raises(NotAllowed):
        approve_plans(plans=[(plan, plan.version), (west, west.version)], actor=own_manager)
    assert approve_plan(plan=plan_of(plan.cycle, cast.west), actor=own_manager).approved_by == own_manager


def test_who_has_stepped_back_from_the_unit_does_not_plan_it_either(cast, plan):
    step_back(cast.li, unit=cast.bank, until=date(2026, 11, 24))
    assert not rules.can_complete_plan(cast.li, plan)
    Recusal.objects.update(until=date(2026, 11, 23))
    assert rules.can_complete_plan(cast.li, plan)


def test_those_of_the_head_office_are_close_to_nobody_below(cast, plan):
    assert cast.zhou.unit == cast.bank
    assert approved(cast, plan).approved_by == cast.zhou


def test_lists_hold_what_the_rule_allows(cast, plan, own_lead, own_manager, client):
    west = plan_of(plan.cycle, cast.west)
    for one in (plan, west):
        completed(cast, one)
    for lead, units in ((own_lead, 1), (cast.li, 2)):
        assert len(plans_waiting_for(lead)) == units
        client.force_login(lead.user)
        page = client.get(reverse("assessments:cycle_plans", args=[plan.cycle.public_id]))
        assert sum("submit" in row["acts"] for row in page.context["rows"]) == units
    for one in (plan, west):
        submit_plan(plan=plan_of(one.cycle, one.unit), actor=cast.li)
    rows = plan.__class__.objects.all()
    assert {one.unit for one in approvable_by(own_manager, rows)} == {cast.west}
    assert {one.unit for one in approvable_by(cast.zhou, rows)} == {cast.east, cast.west}

"""Two leads and an assessor at their browsers: read by keyboard, returned, corrected, approved; the slower one is told (R16, R19)."""

from uuid import uuid4

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessments.models import ScoreSheet, SheetReview
from assessments.services.review_rules import set_review_rule
from assessments.services.sheets import submit_sheet
from tests.assessments.sheet_world import full_marks, make_sheet, make_sheet_world

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

LOWER = {**full_marks(), "2.1": {"level": 3, "reason": "抢话"}}


@pytest.fixture
def world(committed_cast):
    """Two sealed sheets of Lin's wait for their review."""
    world = make_sheet_world(committed_cast)
    world.second = make_sheet(world.plan, committed_cast.lin)
    make_sheet(world.plan, committed_cast.guo)
    set_review_rule(cycle=world.cycle, actor=committed_cast.li, way="all", reason="新组建的评估组", key=uuid4())
    for sheet in (world.sheet, world.second):
        submit_sheet(sheet=sheet, actor=committed_cast.lin, marks=LOWER, version=1, key=uuid4())
    return world


def state_of(sheet) -> str:
    return SheetReview.objects.get(sheet=sheet).state


def test_sheet_is_returned_by_keyboard_corrected_and_approved(desk, world, committed_cast):
    cast = committed_cast
    li, zhou, lin = (desk(person).sign_in() for person in (cast.li, cast.zhou, cast.lin))
    page = li.open("assessments:review_list")
    li.shoot("queue")
    page.get_by_role("link", name="逐份复核").click()
    page.wait_for_selector("html[data-review=ready]")
    slower = zhou.open("assessments:review_read", public_id=world.sheet.public_id)
    slower.wait_for_selector("html[data-review=ready]")
    page.keyboard.press("r")  # nothing is said yet: the keyboard goes to where it is said
    assert page.evaluate("document.activeElement.id") == "review-note"
    page.keyboard.press("Escape")
    for _number in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("c")
    page.keyboard.type("录音里没有抢话，请复听")
    li.shoot("comment")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.wait_for_url(f"**{reverse('assessments:review_read', args=[world.second.public_id])}*")
    assert (state_of(world.sheet), state_of(world.second)) == ("returned", "waiting")

    slower.keyboard.press("a")
    expect(slower.locator("main")).to_contain_text("刚刚已退回评分表")
    zhou.complaints.clear()  # the browser notes the refusal
    assert state_of(world.sheet) == "returned"

    work = lin.open("dashboard:home")
    work.get_by_role("link", name=f"评分表 {world.sheet.number} 已退回给您").first.click()
    expect(work.locator("main")).to_contain_text("录音里没有抢话，请复听")
    lin.shoot("returned")
    work.get_by_role("link", name="更正评分表").click()
    expect(work.locator(".review__said")).to_contain_text("录音里没有抢话，请复听")
    work.locator('[data-code="2.1"] [value="5"]').check(force=True)
    work.fill("#reason", "复听后未见抢话")
    work.get_by_role("button", name="封存更正").click()
    expect(work.locator("#review")).to_contain_text("待复核")
    assert ScoreSheet.objects.get(pk=world.sheet.pk).revision.number == 2

    page.keyboard.press("a")  # the second sheet
    page.wait_for_url(f"**{reverse('assessments:review_read', args=[world.sheet.public_id])}*")
    page.wait_for_selector("html[data-review=ready]")
    page.keyboard.press("a")
    page.wait_for_url(f"**{reverse('assessments:review_list')}*")
    assert (state_of(world.sheet), state_of(world.second)) == ("approved", "approved")
    sent = {"version": "5", "client_key": str(uuid4())}
    assert lin.refused("assessments:review_approve", sent, public_id=world.sheet.public_id) == 403


def test_many_are_approved_on_a_phone(desk, world, committed_cast):
    li = desk(committed_cast.li, size=(390, 844)).sign_in()
    page = li.open("assessments:review_list")
    page.get_by_role("button", name="选择本页全部").click()
    li.shoot("ticked")
    page.get_by_role("button", name="通过所选").click()
    page.locator("dialog[open] [data-confirmed]").click()
    expect(page.locator("main")).to_contain_text("没有待复核的评分表")
    assert set(SheetReview.objects.values_list("state", flat=True)) == {"approved"}

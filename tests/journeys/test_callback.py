"""A callback in a real browser: the number on demand, attempts noted beside the form, the seal, and who looks on (R15, R24)."""

import pytest
from playwright.sync_api import expect

from assessments.models import CallAttempt, ScoreSheet
from records.models import RevealLog
from tests.assessments.sheet_world import make_callback, make_sheet_world
from tests.journeys.scoring import score_by_keyboard

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

TABLET, PHONE = (820, 1180), (390, 844)


@pytest.fixture
def sheet(committed_cast):
    world = make_sheet_world(committed_cast)
    return make_callback(world.plan, committed_cast.lin)


def open_sheet(desk, sheet):
    page = desk.open("assessments:sheet_score", public_id=sheet.public_id)
    page.wait_for_selector("html[data-sheet=ready]")
    fold = page.locator(".sheet__record > details:not([open]) > summary")
    if fold.count():
        fold.click()
    return page


def test_customer_is_called_in_the_end_reached_and_scored(desk, sheet, committed_cast):
    lin = desk(committed_cast.lin).sign_in()
    page = open_sheet(lin, sheet)
    call = page.locator("#callback")
    expect(call).to_contain_text("138****5678")
    page.locator('[data-code="2.1"] [value="4"]').check(force=True)  # a mark that nothing of the call may touch
    call.get_by_role("button", name="登记并显示").click()
    expect(call.locator("a.callback__digits")).to_have_attribute("href", "tel:13812345678")
    assert RevealLog.objects.get().reason == f"评分表 {sheet.number} 的电话回访"
    lin.shoot("number")

    call.get_by_label("无人接听").check()
    call.get_by_role("button", name="登记", exact=True).click()
    expect(call).to_contain_text("已拨打 1 次，共需 3 次")
    expect(call).not_to_contain_text("13812345678")
    call.get_by_label("已接通，另约时间").check()
    call.get_by_role("button", name="登记", exact=True).click()
    expect(call).to_contain_text("请填写客户约定的回拨时间。")
    assert CallAttempt.objects.count() == 1
    lin.shoot("wish")
    assert page.locator('[data-code="2.1"] [value="4"]').is_checked()
    assert lin.refused("assessments:call_note", {"outcome": "completed", "turn": "1"}, public_id=sheet.public_id) == 422

    call.get_by_label("已接通，完成回访").check()
    call.get_by_label("客户的回答").fill("等了三分钟，问题已解决。")
    call.get_by_role("button", name="登记", exact=True).click()
    expect(call).to_contain_text("客户已完成回访，请按其回答评分。")
    page.locator('[data-code="1.1"] input').first.focus()
    score_by_keyboard(lin)
    assert ScoreSheet.objects.get(pk=sheet.pk).state == "submitted"
    lin.shoot("sealed")

    qian = desk(committed_cast.qian, locale="en-GB").sign_in()
    page = qian.open("assessments:sheet_detail", public_id=sheet.public_id)
    expect(page.locator("#calls")).to_contain_text("Reached, questions answered")
    expect(page.locator("#calls")).to_contain_text(f"评分表 {sheet.number} 的电话回访")
    assert qian.refused("assessments:call_reveal", {"reason": "just looking"}, public_id=sheet.public_id) == 403
    qian.shoot("looks-on")


@pytest.mark.parametrize("size", [TABLET, PHONE], ids=["tablet", "phone"])
def test_call_fits_a_tablet_and_a_phone(desk, sheet, committed_cast, size):
    lin = desk(committed_cast.lin, size=size).sign_in()
    page = open_sheet(lin, sheet)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("#callback").get_by_role("button", name="登记并显示").click()
    page.wait_for_selector("a.callback__digits")
    page.locator("#callback").get_by_label("占线").check()
    page.locator("#callback").get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("#callback")).to_contain_text("下次拨打")
    lin.shoot("busy")

"""A sheet under fingers: no tap is lost, and whoever presses sees what came of it (R16)."""

import pytest
from playwright.sync_api import expect

from assessments.enums import Method
from assessments.models import ScoreSheet
from assessments.services.drafts import save_draft
from tests.assessments.sheet_world import full_marks, make_callback, make_sheet, make_sheet_world

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

TABLET, PHONE = (1024, 768), (390, 844)


@pytest.fixture
def world(committed_cast):
    return make_sheet_world(committed_cast)


def open_sheet(desk, sheet):
    page = desk.open("assessments:sheet_score", public_id=sheet.public_id)
    page.wait_for_selector("html[data-sheet=ready]")
    return page


def test_each_tap_counts_although_rows_grow_and_shrink(world, desk):
    page = open_sheet(desk(world.cast.lin, size=PHONE).sign_in(), world.sheet)
    names = page.evaluate(
        "[...new Set([...document.querySelectorAll('#sheet-form .seg:not(.seg--critical) [type=radio]')].map(one => one.name))]"
    )
    assert len(names) > 5
    for turn in (-2, -1):  # below full marks, so that reasons open; then full marks
        for name in names:
            values = page.locator(f"#sheet-form [name='{name}']").evaluate_all("all => all.map(one => one.value)")
            value = sorted(value for value in values if value.isdigit())[turn]
            page.locator(f"#sheet-form label:has([name='{name}'][value='{value}'])").tap()
            assert page.locator(f"#sheet-form [name='{name}'][value='{value}']").is_checked(), (name, value)
            code = name.removeprefix("m.")
            assert page.locator("[data-now]").get_attribute("data-code") == code
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved")


def test_what_is_missing_as_a_whole_comes_into_view(world, desk):
    key = "visit:2026-11-20-am"
    sheet = make_sheet(world.plan, world.cast.lin, method=Method.ON_SITE, co_assessor=world.cast.guo, key=key)
    marks = {**full_marks(), "2.1": {"level": 3, "reason": "三号柜台十分钟无人应答"}}
    save_draft(sheet=sheet, actor=world.cast.lin, marks=marks, version=sheet.version)
    lin = desk(world.cast.lin, size=TABLET).sign_in()
    page = open_sheet(lin, sheet)
    expect(page.locator(".sheet__record")).to_contain_text("抽中的半天")
    page.locator("[data-now-button]").click()
    page.fill("[name=visit_place]", "营业厅")
    page.locator("#sheet-form .ind").last.scroll_into_view_if_needed()
    page.click("#submit")
    expect(page.locator("#sheet-problems")).to_contain_text("检查事实确认书")
    expect(page.locator("#sheet-problems .note")).to_be_in_viewport()
    assert ScoreSheet.objects.get(pk=sheet.pk).state == "draft"


def test_looking_at_the_number_costs_nothing_that_was_typed_and_the_answer_is_seen(world, desk):
    sheet = make_callback(world.plan, world.cast.lin)
    page = open_sheet(desk(world.cast.lin, size=TABLET).sign_in(), sheet)
    call = page.locator("#callback")
    call.get_by_label("已接通，完成回访").check()
    call.get_by_label("客户的回答").fill("等了三分钟，问题已解决。")
    call.get_by_role("button", name="登记", exact=True).click()
    expect(call.locator(".invalid-feedback")).to_be_in_viewport()  # the number was not looked at yet
    call.get_by_role("button", name="登记并显示").click()
    expect(call.locator("a.callback__digits")).to_be_in_viewport()
    expect(call.get_by_label("已接通，完成回访")).to_be_checked()
    expect(call.get_by_label("客户的回答")).to_have_value("等了三分钟，问题已解决。")
    call.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("#toasts")).to_contain_text("已登记")
    expect(call).to_contain_text("客户已完成回访")

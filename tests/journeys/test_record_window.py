"""The record in a window of its own, on a second screen: out, on to the next sheet, and back beside the form (R15)."""

import pytest
from playwright.sync_api import expect

from tests.assessments.sheet_world import make_cycle, make_plan, make_sheet, make_version

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def two_sheets(committed_cast):
    cast = committed_cast
    plan = make_plan(make_cycle(make_version(cast.li)), cast.east)
    return make_sheet(plan, cast.lin), make_sheet(plan, cast.lin)


def open_sheet(lin, sheet):
    page = lin.open("assessments:sheet_score", public_id=sheet.public_id)
    page.wait_for_selector("html[data-sheet=ready]")
    return page


def test_record_is_taken_to_a_second_window_follows_and_comes_back(desk, two_sheets, committed_cast):
    first, second = two_sheets
    lin = desk(committed_cast.lin).sign_in()
    page = open_sheet(lin, first)
    with page.expect_popup() as opened:
        page.get_by_role("button", name="单独窗口显示").click()
    window = opened.value
    expect(window.locator("main")).to_contain_text(first.record.number)
    # Beside the form the record makes room; the form goes on as before.
    expect(page.locator("[data-looked-at]")).to_be_hidden()
    expect(page.get_by_text("记录已在单独窗口中显示。")).to_be_visible()
    lin.shoot("undocked")
    page.locator("[data-now] input").first.focus()
    page.keyboard.press("5")
    expect(page.locator("#saved")).to_contain_text("已保存")

    open_sheet(lin, second)
    expect(window.locator("main")).to_contain_text(second.record.number)
    expect(page.locator("[data-looked-at]")).to_be_hidden()

    window.get_by_role("button", name="放回表单旁").click()
    expect(page.locator("[data-looked-at]")).to_be_visible()
    expect(page.locator("[data-looked-at]")).to_contain_text(second.record.number)


def test_record_is_fetched_back_from_the_page_and_by_a_closed_window(desk, two_sheets, committed_cast):
    lin = desk(committed_cast.lin).sign_in()
    page = open_sheet(lin, two_sheets[0])
    for close in (
        lambda window: page.get_by_role("button", name="放回表单旁").click(),
        lambda window: window.close(),
    ):
        with page.expect_popup() as opened:
            page.get_by_role("button", name="单独窗口显示").click()
        expect(page.locator("[data-looked-at]")).to_be_hidden()
        close(opened.value)
        expect(page.locator("[data-looked-at]")).to_be_visible()

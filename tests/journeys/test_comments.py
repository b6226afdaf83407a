"""Templates on the scoring page, by keyboard and by touch: opened, narrowed, taken, kept; twenty indicators stay within 45 keys (R16)."""

from uuid import uuid4

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessments.models import CommentTemplate, CommentUse, ScoreSheet
from assessments.services.comments import keep_comment
from assessments.services.drafts import save_draft
from assessments.services.revisions import marks_of
from tests.assessments.sheet_world import make_cycle, make_plan, make_sheet, make_version
from tests.journeys.test_offline import until

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sheet(committed_cast):
    """Twenty indicators, and three texts of Lin's for them."""
    cast = committed_cast
    version = make_version(cast.li, rows=20)
    for text, code in (("语速过快", ""), ("抢话【次数】次，在【时间】处", "1.4"), ("未核对客户信息", "")):
        keep_comment(actor=cast.lin, text=text, key=uuid4(), standard=version.standard, code=code)
    return make_sheet(make_plan(make_cycle(version), cast.east), cast.lin)


def rated(other: dict[str, tuple[int, str]]) -> dict:
    """Marks for all twenty: the best, but for these {code: (level, reason)}."""
    best = {f"1.{number}": {"level": 5} for number in range(1, 21)}
    return best | {code: {"level": level, "reason": reason} for code, (level, reason) in other.items()}


def open_sheet(desk, sheet):
    page = desk.open("assessments:sheet_score", public_id=sheet.public_id)
    page.wait_for_selector("html[data-sheet=ready]")
    return page


def test_reasons_are_taken_from_templates_within_45_keys(desk, sheet, committed_cast):
    lin = desk(committed_cast.lin).sign_in()
    page, keys = open_sheet(lin, sheet), 0
    here = page.locator(".comments")

    def press(*names) -> None:
        nonlocal keys
        for name in names:
            page.keyboard.press(name)
            keys += 1

    def reason(code: str) -> str:
        return page.input_value(f'[name="r.{code}"]')

    press("5", "5", "5", "3", "/")
    expect(here.locator("[role=option]")).to_have_count(3)
    expect(here.locator("[aria-selected=true]")).to_contain_text(
        "抢话【次数】次"
    )  # what is for this indicator stands first
    lin.shoot("open")
    press("Enter")
    selected = "(() => { const f = document.activeElement; return f.value.slice(f.selectionStart, f.selectionEnd); })()"
    assert page.evaluate(selected) == "【次数】"
    press("2")
    press("Tab")
    assert page.evaluate(selected) == "【时间】"
    press(*"01:23")
    press("Enter")
    assert reason("1.4") == "抢话2次，在01:23处"
    assert page.locator("[data-now]").get_attribute("data-code") == "1.5"

    press("4", "/")
    press(*"whd")  # first letters of the pinyin
    expect(here.locator("[aria-selected=true]")).to_contain_text("未核对客户信息")
    press("Enter", "Enter")
    assert reason("1.5") == "未核对客户信息"

    press("4", "/")
    page.keyboard.type("语气")
    press("Escape")
    assert (here.count(), reason("1.6")) == (0, "语气")  # what was typed stays
    page.keyboard.type("生硬")
    press("Alt+ArrowDown", "ArrowUp")  # the list begins anew at its end: the last one keeps what was typed
    expect(here.locator("[aria-selected=true]")).to_contain_text("语气生硬")
    press("Enter")
    expect(page.locator("#toasts")).to_contain_text("已保存为您的模板")
    press("Enter", *["5"] * 14)
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved")
    assert (ScoreSheet.objects.get().state, reason("1.6")) == ("draft", "语气生硬")  # nothing was sent by taking one
    press("Control+Enter")
    page.wait_for_url(f"**{reverse('assessments:sheet_detail', args=[sheet.public_id])}")
    assert keys <= 45
    kept = CommentTemplate.objects.get(text="语气生硬")
    assert (kept.author, kept.code) == (committed_cast.lin, "1.6")
    counted = [("抢话【次数】次，在【时间】处", 1), ("未核对客户信息", 1)]
    until(page, counted, lambda: sorted(CommentUse.objects.values_list("template__text", "count")))
    version = sheet.standard_version.public_id
    strange = {"text": "x", "code": "9.9", "client_key": str(uuid4())}
    assert lin.refused("assessments:comment_keep", strange, public_id=version) == 422


def test_a_template_is_taken_by_touch_on_a_phone(desk, sheet, committed_cast):
    lin = desk(committed_cast.lin, size=(390, 844)).sign_in()
    page = open_sheet(lin, sheet)
    page.locator('[data-code="1.1"] [value="3"]').check(force=True)
    page.locator('[data-code="1.1"] .comments-open').click()
    lin.shoot("phone")
    page.locator(".comments [role=option]", has_text="语速过快").click()
    expect(page.locator('[name="r.1.1"]')).to_have_value("语速过快")
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved")
    assert ScoreSheet.objects.get().draft["1.1"] == {"level": 3, "reason": "语速过快"}


def test_what_a_template_leaves_open_is_said_beside_the_field_and_asked_about_before_submitting(
    desk, sheet, committed_cast
):
    save_draft(
        sheet=sheet, actor=committed_cast.lin, marks=rated({"1.4": (3, "抢话【次数】次，在【时间】处")}), version=1
    )
    page = open_sheet(desk(committed_cast.lin).sign_in(), sheet)
    left = page.locator('[id="ind-1.4"] .ind__left')
    expect(left).to_have_text("尚待填写：【次数】 【时间】")
    page.fill('[name="r.1.4"]', "抢话2次，在【时间】处")
    expect(left).to_have_text("尚待填写：【时间】")
    page.click("#submit")
    asked = page.locator("#places-dialog")
    expect(asked).to_contain_text("1.4 指标4：【时间】")
    asked.get_by_role("button", name="去填写").click()
    expect(page.locator('[name="r.1.4"]')).to_be_focused()
    page.click("#submit")
    asked.get_by_role("button", name="按现状提交").click()
    page.wait_for_url(f"**{reverse('assessments:sheet_detail', args=[sheet.public_id])}")
    assert ScoreSheet.objects.get().state == "submitted"
    with page.expect_navigation():
        page.locator("main a", has_text="更正").first.click()
    page.wait_for_selector("#sheet-form .ind[data-now], #sheet-form .ind")
    page.fill("#reason", "复听录音")
    page.fill('[name="r.1.4"]', "抢话【次数】次，在开头")
    page.get_by_role("button", name="封存更正").click()
    expect(asked).to_contain_text("1.4 指标4：【次数】")
    asked.get_by_role("button", name="去填写").click()
    expect(page.locator('[name="r.1.4"]')).to_be_focused()
    page.get_by_role("button", name="封存更正").click()
    asked.get_by_role("button", name="按现状提交").click()
    page.wait_for_url(f"**{reverse('assessments:sheet_detail', args=[sheet.public_id])}")
    assert marks_of(ScoreSheet.objects.get().revision)["1.4"]["reason"] == "抢话【次数】次，在开头"

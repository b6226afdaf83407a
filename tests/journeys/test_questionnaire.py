"""A questionnaire from nothing to its figures: built, looked at, opened, answered on a phone where one question depends on another (R23)."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from feedback.content import content_of
from feedback.models import Questionnaire, Response

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PHONE = (390, 844)


def add(desk, zh: str, en: str, kind: str, *, options=(), after: str = "", answer: str = "") -> None:
    page = desk.page
    page.get_by_role("link", name="添加题目").first.click()
    page.get_by_label("题型").select_option(kind)
    page.get_by_label("题目（中文）").fill(zh)
    page.get_by_label("题目（英文）").fill(en)
    for place, (option_zh, option_en) in enumerate(options, start=1):
        if not page.get_by_label(f"选项 {place} 中文").is_visible():
            page.get_by_role("button", name="再加一个选项").click()
        page.get_by_label(f"选项 {place} 中文").fill(option_zh)
        page.get_by_label(f"选项 {place} 英文").fill(option_en)
    if after:
        page.get_by_label("何时显示").select_option(label=f"视“{after}”的答案而定")
        page.get_by_label(answer, exact=True).locator("visible=true").check()
    with page.expect_navigation():
        page.get_by_role("button", name="添加", exact=True).click()


def tap(page, name: str, value: str) -> None:
    page.locator(f'.survey__step:not([hidden]) .choice:has([name="{name}"][value="{value}"])').click()


@pytest.fixture
def li(desk, committed_cast):
    return desk(committed_cast.li).sign_in()


def build(li) -> Questionnaire:
    page = li.open("feedback:questionnaire_create", "?preset=empty")
    page.get_by_label("中文标题").fill("到访之后")
    li.press("form.form button[type=submit]")
    expect(page.locator("main")).to_contain_text("还没有题目")
    add(li, "办成了吗？", "Was it done?", "yes_no")
    add(
        li,
        "差在哪里？",
        "What was missing?",
        "choices",
        options=(("材料", "Papers"), ("时间", "Time"), ("系统", "System"), ("其他", "Other")),
        after="1. 办成了吗？",
        answer="否",
    )
    add(li, "员工有礼貌。", "The staff are courteous.", "likert7")
    return Questionnaire.objects.get()


def test_questionnaire_is_built_opened_and_answered_on_a_phone(desk, committed_cast, li):
    made = build(li)
    page = li.page
    li.shoot("built")
    expect(page.locator("#question-q2")).to_contain_text("第 1 题选“否”时显示")
    # By keyboard: the third one up, where the focus stays on the button; before its condition the second one cannot go.
    page.get_by_role("button", name="第 3 题上移").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("#question-q3 [value=up]")).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    with page.expect_navigation():
        page.get_by_role("button", name="第 3 题上移").click()
    expect(page.locator("body")).to_contain_text("不能排在它前面")
    assert [one.code for one in content_of(made)] == ["q3", "q1", "q2"]
    with page.expect_navigation():
        page.get_by_role("button", name="移除 3").click()
    with page.expect_navigation():
        page.get_by_role("button", name="撤销：移除题目").click()
    assert [one.code for one in content_of(made)] == ["q3", "q1", "q2"]

    # As customers see it, in both languages.
    page = li.open("feedback:questionnaire_preview", public_id=made.public_id)
    expect(page.locator(".survey__step:not([hidden]) legend")).to_have_text("员工有礼貌。")
    page = li.open("feedback:questionnaire_preview", "?lang=en", public_id=made.public_id)
    page = li.open("feedback:questionnaire_detail", public_id=made.public_id)
    li.act("feedback:questionnaire_open", public_id=made.public_id)

    page = li.open("feedback:invitation_create", public_id=made.public_id)
    page.locator("[name=unit]").select_option(str(committed_cast.east.pk))
    page.locator("[name=count]").fill("2")
    li.press("form.form button[type=submit]")
    paths = [urlsplit(text).path for text in page.locator(".slip code").all_inner_texts()]
    page.get_by_role("button", name="全部复制").click()

    customer = desk(committed_cast.zhao, size=PHONE)
    page = customer.page
    page.goto(customer.url + paths[0])
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tap(page, "q3", "6")
    tap(page, "q1", "0")
    expect(page.locator(".survey__step:not([hidden]) legend")).to_have_text("差在哪里？")
    tap(page, "q2", "1")
    tap(page, "q2", "3")
    customer.shoot("several")
    # Back, and it was done after all: the question is gone, and with it what was ticked.
    page.get_by_role("button", name="上一题").click()
    tap(page, "q1", "1")
    expect(page.get_by_role("button", name="提交")).to_be_visible()
    page.get_by_role("button", name="提交").click()
    page.wait_for_url(lambda address: "/feedback/thanks/" in address)
    assert sorted(Response.objects.get().answers.values_list("question__code", "value")) == [("q1", 1), ("q3", 6)]

    page.goto(customer.url + paths[1])
    tap(page, "q3", "2")
    tap(page, "q1", "0")
    tap(page, "q2", "2")
    page.get_by_role("button", name="提交").click()
    page.wait_for_url(lambda address: "/feedback/thanks/" in address)
    assert Response.objects.count() == 2

    page = li.open("feedback:questionnaire_figures", public_id=made.public_id)
    expect(page.locator("#question-q1")).to_contain_text("50.0%")
    expect(page.locator("#question-q2")).to_contain_text("时间")
    expect(page.locator("#question-q3")).to_contain_text("4.00")
    li.shoot("figures")


def test_survey_without_scripts_says_when_to_answer(browser, open_server, committed_cast, li):
    from uuid import uuid4

    from feedback.services import invite, open_questionnaire

    made = build(li)
    open_questionnaire(questionnaire=made, actor=committed_cast.li)
    invited = invite(questionnaire=made, unit=committed_cast.east, count=1, actor=committed_cast.li, key=uuid4())
    context = browser.new_context(java_script_enabled=False, locale="zh-CN", viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(open_server.url + urlsplit(invited.links[0]).path)
    expect(page.locator("form")).to_contain_text("仅当您第 1 题选的是“否”时回答")
    page.locator('.choice:has([name=q1][value="1"])').click()
    page.locator('.choice:has([name=q2][value="1"])').click()  # not asked: left out
    page.locator('.choice:has([name=q3][value="7"])').click()
    page.get_by_role("button", name="提交").click()
    page.wait_for_url(lambda address: "/feedback/thanks/" in address)
    assert sorted(Response.objects.get().answers.values_list("question__code", "value")) == [("q1", 1), ("q3", 7)]
    context.close()

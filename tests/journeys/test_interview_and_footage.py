"""Interviews on a tablet, a CCTV review from the request to the seal, and a customer's answer that the plan counts, in a real browser (R15, R23)."""

from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from assessments.enums import Method
from assessments.models import Cycle, FootageRequest, InterviewNote, PlannedAnswers, ScoreSheet
from feedback.services import create_questionnaire, open_questionnaire
from foundation.common import clock
from tests.assessments.half_days import make_half_day
from tests.assessments.sheet_world import make_sheet_world
from tests.journeys.scoring import score_by_keyboard

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

TABLET, PHONE = (820, 1180), (390, 844)
# The drawn minutes of the worked example in docs/draw-rule.md, each a little later.
SPOKEN = ["09:10", "09:36", "10:07", "10:56", "11:25", "11:43"]


@pytest.fixture
def world(committed_cast):
    return make_sheet_world(committed_cast)


def open_sheet(desk, sheet):
    page = desk.open("assessments:sheet_score", public_id=sheet.public_id)
    page.wait_for_selector("html[data-sheet=ready]")
    fold = page.locator(".sheet__record > details:not([open]) > summary")
    if fold.count():
        fold.click()
    return page


def finish(desk) -> None:
    desk.page.locator('[data-code="1.1"] input').first.focus()
    score_by_keyboard(desk)


def test_customers_are_asked_on_a_tablet_at_the_drawn_minutes(desk, world, committed_cast):
    sheet = make_half_day(world.plan, committed_cast.lin, Method.INTERVIEW)
    lin = desk(committed_cast.lin, size=TABLET).sign_in()
    page = open_sheet(lin, sheet)
    part = page.locator("#interview")
    expect(part).to_contain_text("09:08 之后第一位离开的客户")
    page.locator('[data-code="2.1"] [value="4"]').check(force=True)  # a mark that no note may touch
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    part.get_by_label("已访谈").check()
    part.locator("[name=at]").fill("2026-10-12T09:05")
    part.get_by_label("1. 您今天办理什么业务？").fill("办理转账")
    part.get_by_role("button", name="登记这个时刻").click()
    expect(part).to_contain_text("抽定时刻为 09:08，时间不能早于它。")
    expect(part).to_contain_text("客户同意后方可访谈")
    lin.shoot("refused")
    assert not InterviewNote.objects.exists()
    for number, minute in enumerate(SPOKEN):
        label = ("已访谈", "谢绝访谈", "没有客户离开")[number % 3]
        part.get_by_label(label).check()
        part.locator("[name=at]").fill(f"2026-10-12T{minute}")
        if label == "已访谈":
            part.get_by_label("客户已同意接受访谈").check()
            part.get_by_label("1. 您今天办理什么业务？").fill("办理转账，已办好")
        part.get_by_role("button", name="登记这个时刻").click()
        expect(
            part.locator(".minutes__one .pill--wait, .minutes__one .pill--done, .minutes__one .pill--idle")
        ).to_have_count(6)
        expect(part.get_by_role("link", name="更正")).to_have_count(number + 1)
    expect(part).to_contain_text("请根据客户所说评分")
    expect(part).to_contain_text("邀请 4 人，2 人接受访谈（50%）")
    assert page.locator('[data-code="2.1"] [value="4"]').is_checked()
    lin.shoot("noted")
    finish(lin)
    assert ScoreSheet.objects.get(pk=sheet.pk).state == "submitted"
    lin.shoot("sealed")

    qian = desk(committed_cast.qian, locale="en-GB").sign_in()
    page = qian.open("assessments:sheet_detail", public_id=sheet.public_id)
    expect(page.locator("#interviews")).to_contain_text("2 of 4 who were approached agreed (50%)")
    expect(page.locator("#interviews")).to_contain_text("办理转账，已办好")
    assert qian.refused("assessments:interview_note", {"number": "1"}, public_id=sheet.public_id) == 403


def test_footage_is_asked_for_answered_by_the_unit_watched_and_scored(desk, world, committed_cast):
    sheet = make_half_day(world.plan, committed_cast.lin, Method.FOOTAGE)
    lin = desk(committed_cast.lin).sign_in()
    page = open_sheet(lin, sheet)
    part = page.locator("#footage")
    expect(part).to_contain_text("14:44–14:59、15:37–15:52")
    part.get_by_label("摄像头或位置").fill("大堂叫号机上方")
    part.get_by_role("button", name="申请调阅").click()
    expect(part).to_contain_text("待单位答复")
    lin.shoot("asked")
    asked = FootageRequest.objects.get()

    chen = desk(committed_cast.chen, size=PHONE).sign_in()
    chen.page.get_by_role("link", name="监控调阅：大堂叫号机上方").first.click()
    page = chen.page
    page.wait_for_url(f"**{asked.get_absolute_url()}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert sheet.number not in page.inner_text("main")
    page.get_by_label("是，可以查看").check()
    expect(page.locator("#id_reason")).to_be_hidden()
    page.fill("#id_where", "二楼监控室")
    page.fill("#id_kept_until", f"{clock.today() + timedelta(days=10)}")
    page.get_by_role("button", name="提交答复").click()
    expect(page.locator("#shown-error")).to_have_text("请填写陪同查看的人员。")
    assert page.input_value("#id_where") == "二楼监控室"
    chen.shoot("refused")
    page.fill("#id_shown_by", "孙燕")
    page.get_by_role("button", name="提交答复").click()
    expect(page.locator("body")).to_contain_text("答复已登记，并已通知评估人员。")
    chen.shoot("answered")
    assert chen.refused("assessments:footage_ask", {"turn": "1"}, public_id=sheet.public_id) == 404

    page = open_sheet(lin, sheet)
    part = page.locator("#footage")
    expect(part).to_contain_text("二楼监控室；由孙燕陪同查看")
    part.get_by_label("在场人员").fill("孙燕（安保）")
    part.get_by_role("button", name="登记查看").click()
    expect(part.locator(".calls__one")).to_have_count(1)
    lin.shoot("watched")
    finish(lin)
    assert ScoreSheet.objects.get(pk=sheet.pk).state == "submitted"

    qian = desk(committed_cast.qian, locale="en-GB").sign_in()
    page = qian.open("assessments:sheet_detail", public_id=sheet.public_id)
    expect(page.locator("#footage")).to_contain_text("present: 孙燕（安保）")
    qian.shoot("log")


def test_customer_answers_by_a_link_that_the_plan_has_made(desk, world, committed_cast):
    questionnaire = open_questionnaire(
        questionnaire=create_questionnaire(actor=committed_cast.li), actor=committed_cast.li
    )
    PlannedAnswers.objects.create(plan=world.plan, questionnaire=questionnaire.public_id, wanted=3)
    # The clock of this journey is the real one.
    Cycle.objects.filter(pk=world.cycle.pk).update(start=date(2020, 1, 1), end=clock.today() + timedelta(days=30))
    li = desk(committed_cast.li).sign_in()
    page = li.open("assessments:plan_detail", public_id=world.plan.public_id)
    expect(page.locator("#answers")).to_contain_text("已收 0 份，计划 3 份")
    li.shoot("none-yet")
    page.get_by_role("button", name="为该单位生成 3 个链接").click()
    page.wait_for_url("**/links/")
    path = urlsplit(page.locator(".slip code").first.inner_text()).path
    li.shoot("links")

    customer = desk(committed_cast.zhao, size=PHONE)
    page = customer.page
    page.goto(customer.url + path)
    for name, value in (("satisfaction", "5"), ("need_met", "1"), ("recommend", "9")):
        page.locator(f'.choice:has([name={name}][value="{value}"])').click()
    page.locator("textarea").wait_for()
    customer.shoot("survey")
    page.get_by_role("button", name="提交").click()
    page.wait_for_url(lambda address: "/feedback/thanks/" in address)

    page = li.open("assessments:plan_detail", public_id=world.plan.public_id)
    expect(page.locator("#answers")).to_contain_text("已收 1 份，计划 3 份")
    expect(page.locator("#answers")).to_contain_text("还有 2 个链接未作答")
    li.shoot("answered")

"""A suggestion without a name with its code and answer, a signed one that is supported and taken up, and the month's survey on a phone."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from suggestions.models import Suggestion, SurveyAnswer
from suggestions.services.surveying import open_survey
from tests.suggestions.world import TEXT

pytestmark = pytest.mark.django_db(transaction=True)
PHONE, DESKTOP = (390, 844), (1440, 900)
BOTH = pytest.mark.parametrize(
    ("locale", "size"), [("zh-CN", PHONE), ("en-GB", DESKTOP)], ids=["Chinese, a phone", "English, a desktop"]
)
SEND = "main form .form__actions button[type=submit]"


@BOTH
def test_suggestion_without_a_name_is_answered_by_code(committed_cast, desk, trial_clock, locale, size):
    cast = committed_cast
    trial_clock.set(2026, 11, 3, 9)
    zhao = desk(cast.zhao, locale=locale, size=size).sign_in()
    page = zhao.open("suggestions:suggestion_new")
    page.check("[name=way][value=anonymous]")
    page.fill("[name=text]", TEXT)
    zhao.press(SEND)
    assert page.input_value("[name=text]") == TEXT
    page.fill("[name=title]", "等候区增加充电插座")
    page.select_option("[name=unit]", str(cast.east.pk))
    zhao.shoot("box")
    zhao.press(SEND)
    code = page.locator("[data-code]").inner_text()
    zhao.shoot("code")
    row = Suggestion.objects.get()
    assert (row.author, row.received_on.isoformat()) == (None, "2026-11-03")

    wu = desk(cast.wu, locale=locale, size=DESKTOP).sign_in()
    wu.page.click(f"main a[href*='/suggestions/{row.public_id}/']")
    wu.act("suggestions:suggestion_look", public_id=row.public_id)
    page = wu.page
    page.click(f"a[href$='/{row.public_id}/decide/']")
    page.check("[name=taken_up][value=yes]")
    page.fill("[name=answer]", "下月起各网点配备")
    wu.press(SEND)
    page.fill("#words [name=text]", "请问是哪个网点？")
    wu.press("#words form button")
    wu.shoot("answered")

    page = zhao.open("suggestions:by_code")
    page.fill("[name=code]", code.lower())
    zhao.press(SEND)
    expect(page.locator("main")).to_contain_text("下月起各网点配备")
    page.fill("[name=text]", "滨江网点")
    zhao.press("#words form button")
    expect(page.locator("#words")).to_contain_text("滨江网点")
    zhao.shoot("written-again")
    assert Suggestion.objects.get().words.get(by_sender=True).person is None


@BOTH
def test_signed_suggestion_is_supported_and_taken_up(committed_cast, desk, trial_clock, locale, size):
    cast = committed_cast
    trial_clock.set(2026, 11, 3, 9)
    zhao = desk(cast.zhao, locale=locale, size=size).sign_in()
    page = zhao.open("suggestions:suggestion_new")
    page.fill("[name=title]", "晨会隔天一次")
    page.fill("[name=text]", "每天晨会占用开门前的准备时间。")
    zhao.press(SEND)
    row = Suggestion.objects.get()
    assert row.author == cast.zhao

    li = desk(cast.li, locale=locale, size=DESKTOP).sign_in()
    li.open("suggestions:suggestion_detail", public_id=row.public_id)
    li.act("suggestions:suggestion_look", public_id=row.public_id)
    sun = desk(cast.sun, locale=locale, size=size).sign_in()
    sun.open("suggestions:suggestion_list")
    sun.act("suggestions:suggestion_support", public_id=row.public_id)
    sun.open("suggestions:suggestion_list")
    expect(sun.page.locator("main button[aria-pressed=true]")).to_contain_text("1")
    sun.shoot("board")
    answering = {"taken_up": "no", "answer": "x", "version": "3", "client_key": str(uuid4())}
    assert sun.refused("suggestions:suggestion_decide", answering, public_id=row.public_id) == 403
    page = li.open("suggestions:suggestion_decide", public_id=row.public_id)
    page.check("[name=taken_up][value=yes]")
    page.fill("[name=answer]", "自下周起试行隔天晨会")
    li.press(SEND)
    li.shoot("taken-up")
    li.open("suggestions:statistics")
    li.shoot("statistics")
    page = zhao.open("suggestions:suggestion_detail", public_id=row.public_id)
    expect(page.locator("main")).to_contain_text("自下周起试行隔天晨会")


@BOTH
def test_survey_of_the_month_is_answered_without_a_name(committed_cast, desk, trial_clock, locale, size):
    cast = committed_cast
    trial_clock.set(2026, 11, 2, 9)
    survey = open_survey()
    zhao = desk(cast.zhao, locale=locale, size=size).sign_in()
    page = zhao.page
    page.click(f"main a[href*='/survey/{survey.public_id}/']")
    zhao.shoot("survey")
    zhao.act("suggestions:survey_code", public_id=survey.public_id)
    code = page.locator("[data-code]").inner_text()
    for question, mark in (("able", 4), ("rules", 3), ("trained", 5), ("heard", 2)):
        page.check(f"[name={question}][value='{mark}']")
    page.fill("[name=text]", "多一些案例培训")
    zhao.press(SEND)
    assert page.input_value("[name=code]") == code
    page.check("[name=workload][value='1']")
    zhao.shoot("survey-answer")
    zhao.press(SEND)
    zhao.shoot("survey-thanks")
    answer = SurveyAnswer.objects.get()
    assert (answer.marks["heard"], answer.text) == (2, "多一些案例培训")
    assert zhao.refused("suggestions:survey_code", {}, public_id=survey.public_id) == 409

"""A manager sees what is said more often, reads it, and opens a ticket of it; the lead makes a theme of it. In the browser."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from analysis.models import VoiceList
from analysis.voices.passing import PASS, gather
from foundation.jobs.models import Job, JobState
from foundation.jobs.services import run
from tests.analysis.voices.world import TODAY, tickets

pytestmark = pytest.mark.django_db(transaction=True)
PHONE, DESKTOP = (390, 844), (1440, 900)


@pytest.mark.parametrize(
    ("locale", "size"), [("zh-CN", PHONE), ("en-GB", DESKTOP)], ids=["Chinese, a phone", "English, a desktop"]
)
def test_from_a_rising_word_to_a_ticket_and_to_a_theme(committed_cast, desk, trial_clock, locale, size):
    cast = committed_cast
    trial_clock.set(TODAY.year, TODAY.month, TODAY.day, 15)
    # Everything but the step was said before: of words that rise alike, chance would decide which comes first.
    tickets(cast, "门口湿滑，等候排队太久，请回电", 40, weeks_ago=10)
    tickets(cast, "等候排队太久", 30, weeks_ago=2)
    tickets(cast, "门口台阶湿滑，请回电13812345678", 25, weeks_ago=1)
    gather()

    manager = desk(cast.zhou, locale=locale, size=size).sign_in()
    page = manager.open("analysis:voices")
    expect(page.locator("h1")).to_contain_text("台阶")
    manager.shoot("voices")
    page.click("#keywords tbody a:text-is('台阶') >> nth=0")
    expect(page.locator("mark").first).to_have_text("台阶")
    assert "13812345678" not in page.content() and "138****5678" in page.content()
    manager.shoot("voices-texts")
    page.click("main .voices__texts a[href*='/tickets/0'] >> nth=0")
    expect(page.locator("main")).to_contain_text("台阶湿滑")
    assert manager.refused("analysis:themes_draft", {"client_key": str(uuid4())}) == 403

    lead = desk(cast.li, locale=locale, size=size).sign_in()
    page = lead.open("analysis:voices")
    expect(page.locator("#loose")).to_contain_text("台阶")
    page = lead.open("analysis:themes")
    lead.press("form[action$='/themes/draft/'] button")
    page.click("main a[href$='/themes/new/']")
    page.fill("[name=name_zh]", "地面安全")
    lead.press("main form .form__actions button[type=submit]")
    assert page.input_value("[name=name_zh]") == "地面安全", "what was typed stays where words are missing"
    page.fill("[name=name_en]", "Floor safety")
    page.fill("[name=words]", "台阶、湿滑")
    lead.press("main form .form__actions button[type=submit]")
    expect(page.locator("main")).to_contain_text("地面安全" if locale == "zh-CN" else "Floor safety")
    lead.shoot("voices-draft")
    lead.press("form[action$='/put-in-force/'] button")
    expect(page.locator(".note--wait")).to_be_visible()
    lead.shoot("voices-sorting")
    job = Job.objects.get(kind=PASS, state=JobState.QUEUED)
    assert run(job.pk)
    assert VoiceList.objects.get(state="in_force").number == 2

    page = manager.open("analysis:voices")
    page.click(f"#themes a:has-text('{'地面安全' if locale == 'zh-CN' else 'Floor safety'}') >> nth=0")
    expect(page.locator("h1")).to_contain_text("25")

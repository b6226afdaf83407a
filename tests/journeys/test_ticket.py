"""A complaint from the hotline to the evaluated effect, by the people who deal with it, in the browser."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from foundation.common import clock
from tests.tickets.world import make_agent
from tickets.models import Ticket

pytestmark = pytest.mark.django_db(transaction=True)
PHONE, TABLET, DESKTOP = (390, 844), (1024, 768), (1440, 900)
SAID = "我在城东支行排了一个半小时的队，只开两个窗口，我要投诉。"


def send(desk, selector: str = "main form .form__actions button[type=submit]") -> None:
    desk.press(selector)


@pytest.mark.parametrize(
    ("locale", "small"), [("zh-CN", PHONE), ("en-GB", TABLET)], ids=["Chinese, a phone", "English, a tablet"]
)
def test_complaint_from_the_hotline_to_its_evaluated_effect(committed_cast, desk, trial_clock, locale, small):
    cast = committed_cast
    trial_clock.set(2026, 11, 3, 9)
    agent = desk(make_agent(cast), locale=locale, size=DESKTOP).sign_in()

    page = agent.open("tickets:ticket_new")
    page.fill("[name=text]", SAID)
    page.fill("[name=customer_name]", "王芳")
    page.fill("[name=customer_phone]", "13812345678")
    send(agent)
    expect(page.locator("#error_1_id_subject, [id^=error] >> nth=0").first).to_be_visible()
    assert page.input_value("[name=text]") == SAID
    page.fill("[name=subject]", "排队太久")
    send(agent)
    ticket = Ticket.objects.get()
    page.wait_for_url(f"**/{ticket.public_id}/classify/")
    assert page.input_value("[name=topic]") == "waiting"
    agent.shoot("classify")
    send(agent)
    agent.shoot("taken-in")
    page.click(f"a[href$='/{ticket.public_id}/dispatch/']")
    page.select_option("[name=unit]", str(cast.east.pk))
    page.fill("[name=text]", "请核实并联系客户")
    send(agent)

    zhao = desk(cast.zhao, locale=locale, size=small).sign_in()
    page = zhao.page
    page.click(f"main a[href*='/tickets/{ticket.public_id}/']")
    zhao.act("tickets:ticket_take_over", public_id=ticket.public_id)
    assert "13812345678" not in page.content()
    page.fill("[name=reason]", "回电")
    zhao.press(f"form[action$='/{ticket.public_id}/reveal/'] button")
    expect(page.locator("a[href='tel:13812345678']")).to_be_visible()
    zhao.shoot("contact-shown")

    trial_clock.set(2026, 11, 3, 11)
    page = zhao.open("tickets:ticket_contact", public_id=ticket.public_id)
    page.check("[name=reached][value=yes]")
    page.fill("[name=text]", "已致电，客户要求说明原因")
    send(zhao)
    page.click("main .btn-primary >> nth=0")
    page.fill("[name=text]", "当日两名柜员调休未补位")
    page.check("[name=justified][value=yes]")
    page.select_option("[name=cause]", "process")
    zhao.shoot("investigate")
    send(zhao)
    page.click(f"a.btn-primary[href$='/{ticket.public_id}/answer/']")
    page.fill("[name=text]", "致歉并说明改进安排")
    send(zhao)
    zhao.shoot("answered")
    page.click(f"a.btn-primary[href$='/{ticket.public_id}/confirm/']")
    page.check("[name=outcome][value=content]")
    page.select_option("[name=satisfaction]", "4")
    send(zhao)
    page.click(f"a.btn-primary[href$='/{ticket.public_id}/close/']")
    send(zhao)
    expect(page.locator("main")).to_contain_text("Say what changes" if locale == "en-GB" else "请说明如何改进")
    page.fill("[name=text]", "高峰时段实行弹性窗口")
    send(zhao)
    zhao.shoot("closed")
    judging_oneself = {"helped": "yes", "text": "x", "client_key": str(uuid4())}
    assert zhao.refused("tickets:ticket_evaluate", judging_oneself, public_id=ticket.public_id) == 403

    trial_clock.set(2026, 11, 24, 10)
    chen = desk(cast.chen, locale=locale, size=DESKTOP).sign_in()
    page = chen.page
    page.click(f"main a[href*='/tickets/{ticket.public_id}/']")
    page.click(f"a.btn-primary[href$='/{ticket.public_id}/evaluate/']")
    page.check("[name=helped][value=yes]")
    page.fill("[name=text]", "本月平均等候降到十分钟")
    send(chen)
    chen.shoot("evaluated")
    ticket.refresh_from_db()
    assert (ticket.state, ticket.helped, ticket.satisfaction) == ("evaluated", True, 4)
    assert ticket.answered_at < ticket.handle_due_at
    assert clock.local(ticket.received_at).hour == 9

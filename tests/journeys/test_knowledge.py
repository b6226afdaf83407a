"""An article is written, reviewed, found beside the answer to a complaint and linked there; a year later somebody looks at it again."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from knowledge.models import Article
from tests.knowledge.world import ANSWER, category
from tests.tickets import world
from tests.tickets.world import make_agent
from tickets.models import TicketArticle

pytestmark = pytest.mark.django_db(transaction=True)
PHONE, DESKTOP = (390, 844), (1440, 900)


@pytest.mark.parametrize(
    ("locale", "size"), [("zh-CN", PHONE), ("en-GB", DESKTOP)], ids=["Chinese, a phone", "English, a desktop"]
)
def test_article_from_the_draft_to_the_answer_it_helped_with(committed_cast, desk, trial_clock, locale, size):
    cast, cards = committed_cast, category()
    trial_clock.set(2026, 3, 2, 9)
    wu = desk(cast.wu, locale=locale, size=DESKTOP).sign_in()
    page = wu.open("knowledge:article_new")
    page.fill("[name=title_zh]", "信用卡丢失怎么挂失")
    page.select_option("[name=category]", str(cards.public_id))
    page.fill("[name=questions_zh]", "我的卡丢了怎么办")
    page.fill("[name=answer_zh]", ANSWER)
    wu.press("main form .form__actions button[type=submit]")
    expect(page.locator("[role=alert]")).to_be_visible()
    assert page.input_value("[name=answer_zh]") == ANSWER
    page.fill("[name=source]", "《银行卡业务管理办法》第12条")
    page.fill("[name=keywords]", "挂失，补卡")
    wu.press("main form .form__actions button[type=submit]")
    article = Article.objects.get()
    expect(page.locator(".answer__text h3")).to_have_text("先做三件事")
    wu.shoot("draft")
    wu.act("knowledge:draft_submit", public_id=article.public_id)
    own = {"version": article.draft.version, "client_key": str(uuid4())}
    assert wu.refused("knowledge:draft_approve", own, public_id=article.public_id) == 403

    chen = desk(cast.chen, locale=locale, size=size).sign_in()
    chen.page.click(f"main a[href*='/knowledge/{article.public_id}/']")
    chen.shoot("review")
    chen.act("knowledge:draft_approve", public_id=article.public_id)
    chen.shoot("in-force")

    agent = make_agent(cast)
    ticket = world.investigated(
        world.held(cast, agent, subject="信用卡丢失", text="我的信用卡丢失了，怎么挂失没人告诉我，要投诉。")
    )
    zhao = desk(cast.zhao, locale=locale, size=size).sign_in()
    page = zhao.open("tickets:ticket_answer", public_id=ticket.public_id)
    page.fill("[name=text]", "已致歉并告知挂失办法")
    found = page.locator("#found-articles")
    expect(found.locator(".kb-panel__list")).to_contain_text("信用卡丢失怎么挂失")
    found.locator("[name=q] >> visible=true").fill("补卡")
    found.locator("form[role=search] button").click()
    expect(found.locator("mark").first).to_be_visible()
    found.locator("form[hx-post] button").first.click()
    expect(found.locator(".kb-panel__list--linked")).to_contain_text("信用卡丢失怎么挂失")
    zhao.shoot("linked")
    assert page.input_value("[name=text]") == "已致歉并告知挂失办法"
    zhao.press("main form .form__actions button[type=submit]")
    link = TicketArticle.objects.get()
    assert (link.ticket, link.version) == (ticket, Article.objects.get().current)
    page = zhao.open("knowledge:article_detail", public_id=article.public_id)
    expect(page.locator("aside")).to_contain_text(ticket.number)
    page.check("[name=is_helpful][value=no]")
    zhao.press("#rate button")
    expect(page.locator("#rate [role=alert]")).to_be_visible()
    page.fill("[name=remark]", "没有写夜间怎么办")
    zhao.press("#rate button")

    trial_clock.set(2027, 3, 1, 9)
    wu = desk(cast.wu, locale=locale, size=size).sign_in()
    page = wu.page
    page.click(f"main a[href*='/knowledge/{article.public_id}/'] >> nth=0")
    expect(page.locator("main")).to_contain_text("没有写夜间怎么办")
    wu.act("knowledge:article_confirm", public_id=article.public_id)
    wu.shoot("looked-at-again")
    assert Article.objects.get().review_due_on.isoformat() == "2028-03-01"

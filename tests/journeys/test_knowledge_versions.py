"""Articles come from Excel as drafts; versions stand side by side, and an older one comes back by a review like any other."""

from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest
from django.utils.translation import override
from playwright.sync_api import expect

from knowledge.enums import SourceKind
from knowledge.importing.columns import COLUMNS
from knowledge.models import Article, ArticleDraft
from knowledge.services.drafting import submit_draft
from tests.knowledge.world import approved, article, category, next_draft

pytestmark = pytest.mark.django_db(transaction=True)
PHONE, DESKTOP = (390, 844), (1440, 900)
BOTH = pytest.mark.parametrize(
    ("locale", "size"), [("zh-CN", PHONE), ("en-GB", DESKTOP)], ids=["Chinese, a phone", "English, a desktop"]
)


@BOTH
def test_an_older_version_is_compared_taken_up_and_approved_again(committed_cast, desk, trial_clock, locale, size):
    cast = committed_cast
    trial_clock.set(2026, 3, 2, 9)
    one = article(cast, answer_zh="# 怎么办\n马上致电 95500 挂失。\n\n补卡**免费**。")
    changed = next_draft(one, cast.wu, note="热线换了", answer_zh="# 怎么办\n马上致电 95511 挂失。\n\n补卡收费 10 元。")
    approved(submit_draft(draft=changed, actor=cast.wu, version=changed.version), cast.chen)

    wu = desk(cast.wu, locale=locale, size=size).sign_in()
    page = wu.open("knowledge:article_history", public_id=one.public_id)
    expect(page.locator("main tbody tr")).to_have_count(2)
    wu.shoot("history")
    page.click("main a[href$='/compare/']")
    expect(page.locator("main")).to_contain_text("95500")
    expect(page.locator("main")).to_contain_text("95511")
    # The article's English texts stand beside the Chinese ones, in either language of the page.
    wu.shoot("compared", shows_file=True)
    # The other way round is the same page with other ends.
    page.select_option("#from", "2")
    page.select_option("#to", "1")
    wu.press("main form.kb__compare button")
    assert (page.input_value("#from"), page.input_value("#to")) == ("2", "1")

    page = wu.open("knowledge:article_history", public_id=one.public_id)
    wu.act("knowledge:version_restore", public_id=one.public_id, number=1)
    draft = ArticleDraft.objects.get(article=one)
    assert (draft.restored_from, draft.answer_zh) == (1, one.current.answer_zh)
    expect(page.locator("main")).to_contain_text("95500")
    wu.shoot("restored")
    again = {"client_key": str(uuid4())}
    assert wu.refused("knowledge:version_restore", again, public_id=one.public_id, number=1) == 409
    wu.act("knowledge:draft_submit", public_id=one.public_id)
    draft.refresh_from_db()
    own = {"version": draft.version, "client_key": str(uuid4())}
    assert wu.refused("knowledge:draft_approve", own, public_id=one.public_id) == 403

    chen = desk(cast.chen, locale=locale, size=size).sign_in()
    chen.open("knowledge:draft_detail", public_id=one.public_id)
    chen.act("knowledge:draft_approve", public_id=one.public_id)
    now = Article.objects.get(pk=one.pk).current
    assert (now.number, now.restored_from, now.answer_zh) == (3, 1, one.current.answer_zh)


@BOTH
def test_articles_come_from_excel_as_drafts(committed_cast, desk, locale, size, tmp_path):
    cast = committed_cast
    category()
    wu = desk(cast.wu, locale=locale, size=size).sign_in()
    page = wu.open("knowledge:article_import")
    wu.shoot("import")
    with page.expect_download() as given:
        page.click("main a[download]")
    path = tmp_path / "articles.xlsx"
    path.write_bytes(_filled_in(given.value.path().read_bytes(), locale))
    page.set_input_files("[name=file]", path)
    wu.press("main form .form__actions button[type=submit]")
    expect(page.locator("#taken tbody tr")).to_have_count(1)
    expect(page.locator("#refused tbody tr")).to_have_count(1)
    wu.shoot("preview")
    with page.expect_download() as returned:
        page.click("#refused form button")
    rows = list(openpyxl.load_workbook(BytesIO(returned.value.path().read_bytes())).active.values)
    assert rows[1][0] == "没有答复" and rows[1][-1]
    assert not Article.objects.exists()
    wu.press("form[action$='/import/keep/'] button")
    expect(page.locator("main")).to_contain_text("年费怎么减免")
    draft = ArticleDraft.objects.get()
    assert (draft.title_zh, draft.state, draft.article.state) == ("年费怎么减免", "draft", "new")
    wu.shoot("kept")


def _filled_in(content: bytes, locale: str) -> bytes:
    book = openpyxl.load_workbook(BytesIO(content))
    places = {column.name: place for place, column in enumerate(COLUMNS, start=1)}
    with override("zh-hans" if locale.startswith("zh") else "en"):
        kind = str(SourceKind.POLICY.label)
    good = {
        "title_zh": "年费怎么减免",
        "category": "银行卡",
        "answer_zh": "刷满 6 次免年费。",
        "source_kind": kind,
        "source": "办法",
    }
    for number, row in enumerate((good, {**good, "title_zh": "没有答复", "answer_zh": ""}), start=2):
        for name, value in row.items():
            book.worksheets[0].cell(number, places[name]).value = value
    target = BytesIO()
    book.save(target)
    return target.getvalue()

"""Articles from a workbook: the template can be filled in, each row is kept as a draft or returned with its reason, and nothing is published."""

from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override
from python_calamine import load_workbook

from foundation.audit.models import AuditEvent
from foundation.common.errors import Conflict
from knowledge.importing.carrying import carry, unpack
from knowledge.importing.columns import COLUMNS
from knowledge.importing.template import template
from knowledge.models import Article, ArticleDraft, ArticleVersion
from tests.knowledge.world import article, category
from tests.records.files import workbook as table_file

pytestmark = pytest.mark.django_db
PAGE = reverse("knowledge:article_import")
EN = {"accept-language": "en"}
GOOD = {
    "title_zh": "信用卡年费怎么减免",
    "category": "银行卡",
    "questions_zh": "年费能免吗\n刷几次免年费",
    "answer_zh": "一年内刷卡满 6 次即免次年年费。",
    "keywords": "年费，减免",
    "source": "《信用卡收费标准》2026 版",
    "valid_from": "2026-01-01",
    "review_months": "6",
}


def workbook(*rows: dict, without: str = "", language: str = "zh-hans") -> SimpleUploadedFile:
    """The template in a language, filled in."""
    with override(language):
        book = openpyxl.load_workbook(BytesIO(template()))
    page = book.worksheets[0]
    places = {column.name: place for place, column in enumerate(COLUMNS, start=1)}
    for number, row in enumerate(rows, start=2):
        for name, value in row.items():
            page.cell(number, places[name]).value = value
    if without:
        page.delete_cols(places[without])
    target = BytesIO()
    book.save(target)
    return SimpleUploadedFile("articles.xlsx", target.getvalue())


@pytest.fixture
def liaison(client, cast):
    category()
    client.force_login(cast.wu.user)
    return client


@pytest.fixture
def good() -> dict:
    from knowledge.enums import SourceKind

    with override("zh-hans"):
        return {**GOOD, "source_kind": str(SourceKind.POLICY.label)}


def brought(client, *rows, **more):
    return client.post(PAGE, {"file": workbook(*rows, **more)}, headers=EN)


def keep(client, page, key=None):
    return client.post(
        reverse("knowledge:article_import_keep"),
        {"carried": page.context["carried"], "client_key": key or uuid4()},
        headers=EN,
    )


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_template_is_read_in_either_language_and_rows_become_drafts(liaison, cast, good, language):
    page = brought(liaison, good, {**good, "title_zh": "分期提前还款"}, language=language)
    assert [line.title for line in page.context["reading"].taken] == ["信用卡年费怎么减免", "分期提前还款"]
    assert Article.objects.count() == 0
    assert keep(liaison, page).url == "/knowledge/?view=mine"
    first = ArticleDraft.objects.get(title_zh=good["title_zh"])
    assert (first.author, first.state, first.review_months, str(first.valid_from)) == (
        cast.wu,
        "draft",
        6,
        "2026-01-01",
    )
    assert first.questions_zh.splitlines() == ["年费能免吗", "刷几次免年费"]
    assert first.contributors == [str(cast.wu.public_id)]


def test_nothing_is_published_and_the_trail_says_what_came(liaison, good):
    keep(liaison, brought(liaison, good))
    assert not ArticleVersion.objects.exists()
    assert Article.objects.get().state == "new"
    events = AuditEvent.objects.order_by("-number")[:2]
    assert [event.action for event in events] == ["knowledge.list.import", "knowledge.article.begin"]
    assert events[0].details["count"] == 1


def test_each_wrong_row_is_returned_with_its_reasons_and_the_rest_is_kept(liaison, good):
    wrong = {
        **good,
        "title_zh": "错的",
        "category": "没有的",
        "valid_from": "31/01/2026",
        "review_months": "６",
        "units": "X-1",
        "indicators": "zzz",
    }
    page = brought(
        liaison, good, wrong, {**good, "answer_zh": ""}, {**good, "title_zh": "长", "answer_zh": "长" * 8001}
    )
    refused = {line.number: " ".join(line.reasons) for line in page.context["reading"].refused}
    assert list(refused) == [3, 4, 5]
    for sentence in (
        "Category: There is no category “没有的”.",
        "Valid from: “31/01/2026” is no day such as 2027-01-31.",
        "Months until it is looked at again: From 1 to 36 months.",
        "Only for people of these units: There is no unit with the code X-1.",
        "Indicators: No standard has the indicator zzz.",
    ):
        assert sentence in refused[3]
    assert "Answer in Chinese: This is needed." in refused[4] and "Row 2 has the same title." in refused[4]
    assert "up to 8000 characters" in refused[5].replace(",", "")
    file = liaison.post(reverse("knowledge:article_import_refused"), {"refused": page.context["refused"]}, headers=EN)
    rows = load_workbook(BytesIO(b"".join(file.streaming_content))).get_sheet_by_index(0).to_python()
    assert len(rows) == 4 and rows[1][0] == "错的" and rows[1][-1] == refused[3]
    keep(liaison, page)
    assert [draft.title_zh for draft in ArticleDraft.objects.all()] == [good["title_zh"]]


def test_the_same_workbook_again_changes_nothing(liaison, good):
    page, key = brought(liaison, good), uuid4()
    keep(liaison, page, key)
    keep(liaison, page, key)
    assert Article.objects.count() == 1
    # Another confirmation of the same preview finds the article there.
    answer = keep(liaison, page)
    assert "already: KB-00001" in answer.content.decode() and Article.objects.count() == 1
    again = brought(liaison, good).context["reading"]
    assert (again.taken, len(again.refused)) == ([], 1)


def test_title_of_what_the_reader_may_not_see_is_not_told(client, cast, good):
    article(cast, title_zh=good["title_zh"], units=[cast.east])
    client.force_login(cast.sun.user)
    assert [line.title for line in brought(client, good).context["reading"].taken] == [good["title_zh"]]
    client.force_login(cast.wu.user)
    assert len(brought(client, good).context["reading"].refused) == 1


def test_file_that_is_no_such_workbook_is_refused_in_a_sentence(liaison, good):
    def said(file) -> str:
        answer = liaison.post(PAGE, {"file": file}, headers=EN)
        assert answer.status_code == 422
        return answer.content.decode()

    assert "not an Excel workbook" in said(SimpleUploadedFile("a.csv", b"x"))
    assert "column “Answer in Chinese” is missing" in said(workbook(good, without="answer_zh"))
    assert "no article in the workbook" in said(workbook())
    assert "up to 200 articles" in said(workbook(*[{**good, "title_zh": f"第{n}问"} for n in range(201)]))
    assert "damaged" in said(SimpleUploadedFile("a.xlsx", b"PK\x03\x04nothing"))


def test_preview_of_somebody_else_cannot_be_kept(liaison, client, cast, good):
    carried = brought(liaison, good).context["carried"]
    with pytest.raises(Conflict):
        unpack(carried, reader=cast.chen)
    with pytest.raises(Conflict):
        unpack(carried[:-2] + "xx", reader=cast.wu)
    client.force_login(cast.chen.user)
    answer = client.post(reverse("knowledge:article_import_keep"), {"carried": carried, "client_key": uuid4()})
    assert answer.status_code == 409 and Article.objects.count() == 0
    assert carry([], reader=cast.wu) != carry([], reader=cast.chen)


def test_what_is_exported_can_be_brought_and_columns_of_no_use_are_named(liaison, cast, good):
    article(cast)
    content = b"".join(liaison.get(reverse("knowledge:article_export"), headers=EN).streaming_content)
    page = liaison.post(PAGE, {"file": SimpleUploadedFile("export.xlsx", content)}, headers=EN)
    reading = page.context["reading"]
    assert "Number" in reading.strange and "Helped" in reading.strange
    assert reading.refused[0].reasons == ["An article of this title is there already: KB-00001."]


def test_template_holds_no_formula_whatever_a_category_is_called(good):
    category('=HYPERLINK("http://evil.example","x")', name_en="=1+1")
    for language in ("zh-hans", "en"):
        with override(language):
            book = openpyxl.load_workbook(BytesIO(template()))
        cells = [cell for page in book.worksheets for row in page.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} == {"s"}


def test_file_of_more_rows_than_anybody_writes_is_refused_before_it_is_held(liaison, monkeypatch):
    """A workbook of some kilobytes may unpack to millions of rows."""
    from records import plain_rows as module

    read = []
    monkeypatch.setattr(module, "_text", lambda cell: read.append(cell) or str(cell))
    with override("zh-hans"):
        header = [str(column.label) for column in COLUMNS]
    data = table_file([header, *[["一"] * len(COLUMNS)] * 5_000])
    answer = liaison.post(PAGE, {"file": SimpleUploadedFile("articles.xlsx", data)}, headers=EN)
    assert answer.context["form"].errors["file"] == [
        "There are more than 2000 rows in it. Bring up to 200 articles at a time."
    ]
    assert len(read) <= 2_001 * len(COLUMNS)

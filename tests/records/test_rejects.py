"""What was sent back comes as a file: as it stood, with row number and reason, and nothing in it runs."""

import csv
from hashlib import blake2b
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from foundation.audit.models import AuditEvent
from records import rejects
from tests.records.files import CALL, HEADER, counts, imported, signed_in, text_of

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("http://evil.example";"x")'


def csv_rows(run) -> list[list[str]]:
    return list(csv.reader(StringIO(b"".join(rejects.as_csv(run)).decode("utf-8-sig"))))


@pytest.fixture
def run(cast):
    rows = [
        CALL.replace(",5,", ",9,").replace("账户查询", f'"{FORMULA.replace(chr(34), chr(34) * 2)}"'),
        "+1,2021-01-05,,火星,@SUM(A1),-2+3",
        CALL.replace("T-001", "T-008"),
        CALL.replace("T-001", "T-009") + ",zu viel",
    ]
    return imported(text_of(*rows), cast.li)


def test_rejects_keep_the_values_and_name_the_reason(run):
    rows = csv_rows(run)
    assert counts(run) == (1, 0, 0, 3)
    assert rows[0] == [*HEADER.split(","), "Row", "Reason"]
    assert [(row[0], row[14], row[15]) for row in rows[1:]] == [
        ("T-001", "2", "“满意度评分”: 9 is not between 1 and 5."),
        ("'+1", "3", "The row has 6 cells, the header has 14."),
        ("T-009", "5", "The row has 15 cells, the header has 14."),
    ]
    assert rows[1][12] == "13812345678"


def test_csv_of_rejects_holds_no_formula(run):
    cells = [cell for row in csv_rows(run) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert "'" + FORMULA in cells


def test_workbook_of_rejects_holds_no_formula(run, cast, client):
    response = signed_in(client, cast.li).get(f"/records/imports/{run.public_id}/rejected.xlsx")
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert FORMULA in [cell.value for cell in cells]
    assert [cell.value for cell in cells if cell.data_type == "n"] == [2, 3, 5]


def test_mended_rejects_go_in_with_the_same_mapping(run, cast):
    rows = csv_rows(run)
    mended = StringIO()
    csv.writer(mended).writerows([rows[0], [*rows[1][:10], "5", *rows[1][11:]]])
    again = imported(mended.getvalue().encode("utf-8-sig"), cast.li)
    assert counts(again) == (1, 0, 0, 0)


def test_reasons_are_told_in_the_readers_language(run):
    from django.utils import translation

    with translation.override("zh-hans"):
        assert csv_rows(run)[1][-1] == "“满意度评分”：9 不在 1 至 5 之间。"


# On the page


def rows_on(page) -> list[tuple]:
    """(row, reason, first value, names of the columns that are marked)."""
    return [
        (
            row["number"],
            row["reason"],
            row["cells"][0]["value"],
            [cell["name"] for cell in row["cells"] if cell["is_why"]],
        )
        for row in page.context["page"]
    ]


def test_page_shows_each_row_with_its_reason_and_its_values(run, cast, client):
    page = signed_in(client, cast.li).get(f"/records/imports/{run.public_id}/rejected/")
    assert rows_on(page) == [
        (2, "“满意度评分”: 9 is not between 1 and 5.", "T-001", ["满意度评分"]),
        (3, "The row has 6 cells, the header has 14.", "+1", []),
        (5, "The row has 15 cells, the header has 14.", "T-009", []),
    ]
    assert [column["label"] for column in page.context["table"]["columns"]] == ["Row", "Reason", *HEADER.split(",")]


def test_reason_leads_to_its_rows_and_its_address_tells_no_value(run, cast, client):
    page = signed_in(client, cast.li).get(run.get_absolute_url())
    [url] = [reason["url"] for reason in page.context["reasons"] if "满意度" in reason["sentence"]]
    assert [row[0] for row in rows_on(client.get(url))] == [2]
    name = url.rpartition("?why=")[2]
    key = next(reason["key"] for reason in page.context["reasons"] if reason["url"] == url)
    assert len(name) == 12 and name != blake2b("\n".join(key).encode(), digest_size=6).hexdigest()
    assert rows_on(client.get(url.rpartition("=")[0] + "=nonsense")) == []


def test_page_asks_as_often_for_many_rows_as_for_one(cast, client, django_assert_max_num_queries):
    signed_in(client, cast.li)
    seen = []
    for count in (1, 120):
        lines = [f"{n},?" for n in range(count)]
        done = imported(text_of("0,2021-01-05", *lines, header="编号,日期"), cast.li, source=str(count))
        with django_assert_max_num_queries(12) as asked:
            page = client.get(f"/records/imports/{done.public_id}/rejected/?page=2")
        assert (len(page.context["page"]), page.context["page"].paginator.count) == (min(count, 50), count)
        seen.append(len(asked.captured_queries))
    assert seen[0] == seen[1]


def test_rows_are_shown_to_leads_and_whoever_brought_them(run, cast, client):
    url = f"/records/imports/{run.public_id}/rejected/"
    assert signed_in(client, cast.feng).get(url).status_code == 403
    assert signed_in(client, cast.zhou).get(url).status_code == 404
    assert "url" not in signed_in(client, cast.feng).get(run.get_absolute_url()).context["reasons"][0]


def test_erased_rows_are_shown_no_more(run, cast, client):
    type(run).objects.filter(pk=run.pk).update(erased_at="2021-05-01T00:00Z")
    assert signed_in(client, cast.li).get(f"/records/imports/{run.public_id}/rejected/").status_code == 404


def test_customers_are_masked_on_the_page_and_as_they_stood_in_the_file(run, cast, client):
    page = signed_in(client, cast.li).get(f"/records/imports/{run.public_id}/rejected/").content.decode()
    assert "138****5678" in page and "王**" in page
    assert "13812345678" not in page and "王芳" not in page
    assert csv_rows(run)[1][11:13] == ["王芳", "13812345678"]


def test_number_that_is_why_a_row_came_back_is_shown_as_it_stands(cast, client):
    run = imported(text_of(CALL.replace("13812345678", "138-12x")), cast.li)
    assert "138-12x" in signed_in(client, cast.li).get(f"/records/imports/{run.public_id}/rejected/").content.decode()


def test_number_that_has_moved_to_another_column_is_masked(cast, client):
    run = imported(text_of(CALL.replace("账户查询", "账户,查询")), cast.li)
    [row] = signed_in(client, cast.li).get(f"/records/imports/{run.public_id}/rejected/").context["page"]
    assert "13812345678" not in str(row) and "5678" in str(row)


def test_number_in_a_column_that_is_assigned_to_nothing_is_masked(cast, client):
    run = imported(text_of(CALL.replace(",5,", ",9,") + ",备用 13987654321", header=HEADER + ",备注"), cast.li)
    [row] = signed_in(client, cast.li).get(f"/records/imports/{run.public_id}/rejected/").context["page"]
    assert row["cells"][-1] == {"name": "备注", "value": "备用 139****4321", "is_why": False}
    assert csv_rows(run)[1][14] == "备用 13987654321"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_whoever_takes_the_rows_along_is_written_down(run, cast, client, form):
    url = f"/records/imports/{run.public_id}/rejected"
    signed_in(client, cast.li).get(f"{url}/")
    assert not AuditEvent.objects.filter(action="records.import.export_rejected").exists()
    client.get(f"{url}.{form}")
    event = AuditEvent.objects.get(action="records.import.export_rejected")
    assert (event.target, event.details["count"]) == (str(run.public_id), 3)

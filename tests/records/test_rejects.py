"""What was sent back comes as a file: as it stood, with row number and reason, and nothing in it runs."""

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

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

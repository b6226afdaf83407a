"""`manage.py import_records`: the same services from the command line."""

import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from foundation.common.models import StoredFile
from records.models import ImportMapping, ImportRun, ServiceRecord, Source
from tests.records.files import CALL, MISSED, data_file, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(tmp_path):
    def run(data: bytes, *options: str, name: str = "calls.csv") -> str:
        path = tmp_path / name
        path.write_bytes(data)
        out = StringIO()
        call_command("import_records", str(path), *options, stdout=out)
        return out.getvalue()

    return run


def test_command_imports_and_names_the_counts(cast, run):
    assert run(text_of(CALL, MISSED)).splitlines()[-1] == "2 added, 0 corrected, 0 unchanged, 0 rejected."
    assert run(text_of(CALL, MISSED)).splitlines()[-1] == "0 added, 0 corrected, 2 unchanged, 0 rejected."
    assert ServiceRecord.objects.first().source.name == "calls"


def test_command_leaves_a_file_of_rejected_rows(cast, run, tmp_path):
    out = run(text_of(CALL, CALL.replace("T-001", "T-2").replace(",5,", ",9,")))
    assert out.splitlines()[-1] == f"Rejected rows with their reasons: {tmp_path / 'calls-rejected.csv'}"
    rows = list(csv.reader((tmp_path / "calls-rejected.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [(row[0], row[-2], row[-1]) for row in rows[1:]] == [("T-2", "3", "“满意度评分”: 9 is not between 1 and 5.")]


def test_dry_run_tells_and_changes_nothing(cast, run):
    out = run(text_of(CALL, CALL.replace("T-001", "T-2").replace(",5,", ",9,")), "--dry-run")
    assert "Would be: 1 added, 0 corrected, 0 unchanged, 1 rejected. Nothing was changed." in out
    assert "1 × “满意度评分”: 9 is not between 1 and 5. (row 3)" in out
    left = [model.objects.count() for model in (ServiceRecord, ImportRun, Source, StoredFile, ImportMapping)]
    assert left == [0, 0, 0, 0, 0]


def test_mapping_and_source_can_be_named(cast, run):
    run(text_of(CALL), "--source", "电话平台", "--mapping", "quarterly")
    assert ImportMapping.objects.get().name == "quarterly"
    run(text_of(MISSED), "--mapping", "quarterly", name="other.csv")
    assert set(ServiceRecord.objects.values_list("source__name", flat=True)) == {"电话平台"}


def test_unit_and_date_for_all_rows(cast, run):
    run("序号,客户反馈\n1,好\n".encode(), "--date", "2021-01-05", "--unit", "BR-E")
    record = ServiceRecord.objects.get()
    assert (record.unit, record.transcript, str(record.occurred_at)) == (cast.east, "好", "2021-01-04 16:00:00+00:00")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (
            "编号,日期\n1,02/03/2021\n".encode(),
            "Day and month cannot be told apart in “02/03/2021”: choose the order of the date.",
        ),
        ("客户反馈\n好\n".encode(), "No column is assigned to “Record number”. No column is assigned to “Date”."),
        (
            "Id,Date,고객의견\n1,2021-01-05,자연어처리가불만족매우나쁨좋음\n".encode("cp949"),
            "The text does not look right in GB18030. Choose its encoding.",
        ),
    ],
)
def test_file_that_raises_questions_ends_in_a_sentence_and_leaves_nothing(cast, run, data, sentence):
    with pytest.raises(CommandError) as refused:
        run(data)
    assert sentence in str(refused.value)
    assert (ImportRun.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_command_says_what_it_takes_for_unknown(cast, run):
    out = run("编号,日期\n1,2021-01-05\n".encode())
    assert "  unit: no unit (no column is assigned; --unit sets one for all rows)" in out
    assert "  touchpoint: not stated (no column is assigned; --touchpoint sets one for all rows)" in out
    record = ServiceRecord.objects.get()
    assert (record.unit, record.touchpoint) == (None, "unknown")


def test_touchpoint_of_all_rows_can_be_said(cast, run):
    assert "touchpoint: not stated" not in run("编号,日期\n1,2021-01-05\n".encode(), "--touchpoint", "counter")
    assert ServiceRecord.objects.get().touchpoint == "counter"


def test_command_sends_back_what_is_assigned_to_no_unit(cast, run):
    out = run("编号,日期,部门\n1,2021-01-05,BR-E\n2,2021-01-05,火星\n".encode())
    assert out.splitlines()[-2] == "1 added, 0 corrected, 0 unchanged, 1 rejected."


def test_command_takes_tables_only(cast, run):
    with pytest.raises(CommandError) as refused:
        run(text_of(CALL), name="notes.md")
    assert str(refused.value) == "Only tables are imported: bring a CSV, TSV, TXT, .xlsx or .xls file."
    assert StoredFile.objects.count() == 0


def test_order_of_dates_can_be_said(cast, run):
    run("编号,日期\n1,02/03/2021\n".encode(), "--date-order", "dmy")
    assert str(ServiceRecord.objects.get().occurred_at) == "2021-03-01 16:00:00+00:00"


def test_file_that_is_not_there(cast):
    with pytest.raises(CommandError):
        call_command("import_records", "/nowhere/calls.csv")


def test_call_centre_workbook_from_the_command_line(cast):
    out = StringIO()
    path = data_file("A_callcenter_pwc/Call-Center-Dataset.xlsx")
    for _turn in range(2):
        call_command("import_records", str(path), "--source", "phone-now", stdout=out)
    assert [line for line in out.getvalue().splitlines() if "added" in line] == [
        "5000 added, 0 corrected, 0 unchanged, 0 rejected.",
        "0 added, 0 corrected, 5000 unchanged, 0 rejected.",
    ]

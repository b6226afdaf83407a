"""Hostile files through the page: each ends as a table or in a clear sentence, and the portal goes on."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from foundation.jobs import services as jobs
from records.models import ImportRun, RejectedRow, ServiceRecord
from tests.records.files import signed_in, text_of, with_part, workbook

pytestmark = pytest.mark.django_db
TABLE = "编号,日期,内容\n"
DATED = [["编号", "日期"], ["1", "2021-01-05"]]
STRINGS, SHEET = "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"


def entities(_old: bytes) -> bytes:
    """Each is ten times the one before."""
    made = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 9))
    return f"<!DOCTYPE x [<!ENTITY a0 'ha'>{made}]><sst><si><t>&a8;</t></si></sst>".encode()


REFUSED = {
    "texts that unpack to 150 MB": (
        "a.xlsx", lambda: with_part(workbook(DATED), STRINGS, lambda _old: b"<sst><si><t>" + b"A" * (150 << 20)), "holds more than 128 MB of texts",
    ),
    "entities within entities": ("a.xlsx", lambda: with_part(workbook(DATED), STRINGS, entities), "The workbook is damaged"),
    "ten thousand columns in Excel": ("a.xlsx", lambda: workbook([[f"c{n}" for n in range(10_000)]]), "column 10000: too far"),
    "ten thousand columns": ("a.csv", lambda: ",".join(f"c{n}" for n in range(10_000)).encode(), "more than 256 columns"),
    "a million columns in a row": ("a.csv", lambda: ",".join(f"c{n}" for n in range(1_000_000)).encode(), "Line 1 is longer than"),
    "a line without an end": ("a.csv", lambda: TABLE.encode() + b"1,2021-01-05," + b"x" * (4 << 20), "Line 2 is longer than"),
    "nothing but commas": ("a.csv", lambda: b"," * (3 << 20), "Line 1 is longer than"),
    "nothing but lines": ("a.csv", lambda: b"\n" * (1 << 20), "No row with column names was found."),
    "broken quotation marks throughout": ("a.csv", lambda: TABLE.encode() + b'1,2021-01-05,"a"b\n' * 3000, "Too many rows have broken"),
    "a zero byte": ("a.csv", lambda: TABLE.encode() + b"1,2021-01-05,a\0b\n", "This is not a text file"),
    "half of a pair in UTF-16": ("a.csv", lambda: TABLE.encode("utf-16") + b"\x00\xd8\x00\xd8", "Line 2 cannot be read as UTF-16."),
    "a picture": ("a.csv", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "This is not a text file"),
    "a program": ("a.xls", lambda: b"MZ" + bytes(range(256)), "This is not a text file"),
    "a web page": ("a.xls", lambda: b"<html><table><tr><td>1</td></tr></table></html>", "web page or XML"),
    "macros": ("a.xlsx", lambda: with_part(workbook(DATED), "xl/vbaProject.bin", lambda _old: b"x"), "contains macros"),
    "links": ("a.xlsx", lambda: with_part(workbook(DATED), "xl/externalLinks/externalLink1.xml", lambda _old: b"<x/>"), "links to other files"),
}  # fmt: skip

# name → file, and (stored, sent back) of an import of it
READ = {
    "text under the name of a workbook": ("a.xlsx", lambda: text_of("1,2021-01-05", header="编号,日期"), (1, 0)),
    "a workbook under the name of text": ("a.csv", lambda: workbook(DATED), (1, 0)),
    "a path in the package": ("a.xlsx", lambda: with_part(workbook(DATED), "../../evil.txt", lambda _old: b"x"), (1, 0)),
    "a hundred thousand merged cells": (
        "a.xlsx", lambda: with_part(workbook(DATED), SHEET, lambda xml: xml.replace(b"</sheetData>", b"</sheetData><mergeCells>"
        + b"".join(b'<mergeCell ref="A%d:B%d"/>' % (n, n) for n in range(1, 100_001)) + b"</mergeCells>")), (1, 0),
    ),
    "a formula without its result": (
        "a.xlsx", lambda: with_part(workbook([*DATED, ["2", "2021-01-06"]]), SHEET,
        lambda xml: xml.replace(b'<c r="B2" t="s"><v>3</v></c>', b'<c r="B2"><f>NOW()</f></c>')), (1, 1),
    ),
    "a row that is too wide": ("a.csv", lambda: TABLE.encode() + b"1" + b",1" * 500_000 + b"\n2,2021-01-05,x\n", (1, 1)),
    "a cell that is too long": ("a.csv", lambda: TABLE.encode() + b"1,2021-01-05," + b"y" * 1_000_000 + b"\n2,2021-01-05,x\n", (1, 1)),
    "an open quotation mark": ("a.csv", lambda: TABLE.encode() + b'1,2021-01-05,"x\n' + b"2,2021-01-05,x\n" * 2, (1, 1)),
    "control characters": ("a.csv", lambda: TABLE.encode() + b"1,2021-01-05,a\x1b[31mb\n2\x01,2021-01-05,x\n", (0, 2)),
    "a column that is a formula": ("a.csv", lambda: b'=cmd|"/c calc"!A1,' + "编号,日期\nx,1,2021-01-05\n".encode(), (1, 0)),
    "lines that end with a return": ("a.csv", lambda: (TABLE + "1,2021-01-05,a\n2,2021-01-05,b\n").replace("\n", "\r").encode(), (2, 0)),
    "a name that climbs": ("..\\..\\evil\u202e.csv", lambda: (TABLE + "1,2021-01-05,a\n").encode(), (1, 0)),
}  # fmt: skip


def upload(client, name: str, data: bytes):
    sent = {"file": SimpleUploadedFile(name, data), "source": "来源", "client_key": str(uuid4())}
    return client.post("/records/imports/upload/", sent)


@pytest.mark.parametrize("case", REFUSED)
def test_file_is_refused_with_a_sentence(client, cast, case):
    name, make, sentence = REFUSED[case]
    answer = upload(signed_in(client, cast.li), name, make())
    said = [one for errors in answer.context["form"].errors.values() for one in errors]
    assert (answer.status_code, len(said)) == (200, 1)
    assert sentence in said[0] and said[0].endswith(".")
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("case", READ)
def test_file_is_read_and_what_is_wrong_in_it_comes_back(client, cast, case):
    name, make, expected = READ[case]
    url = upload(signed_in(client, cast.li), name, make())["Location"]
    run = ImportRun.objects.get()

    def choices() -> dict:
        return {field.html_name: field.value() or "" for field in client.get(url).context["form"]}

    assert client.post(url, choices()).status_code == 302
    jobs.run(ImportRun.objects.get().job_id)
    start = client.post(f"/records/imports/{run.public_id}/start/", choices() | {"client_key": str(uuid4())})
    assert start.status_code == 302
    jobs.run(ImportRun.objects.get().job_id)
    assert client.get(run.get_absolute_url()).status_code == 200
    assert (ServiceRecord.objects.count(), RejectedRow.objects.count()) == expected
    if expected[1]:
        assert client.get(f"/records/imports/{run.public_id}/rejected/").status_code == 200
        assert b"".join(client.get(f"/records/imports/{run.public_id}/rejected.csv").streaming_content)

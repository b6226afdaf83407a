"""A file that means harm, or has suffered some, is a clear sentence, quickly, and never a half-read standard."""

import re
import zipfile
from io import BytesIO

import pytest
from django.utils.translation import override

from foundation.common.errors import Invalid
from standards.workbook import opening
from tests.records.files import with_part
from tests.standards.workbooks import FOUR, changed, opened, read, written

pytestmark = pytest.mark.once

DIMENSIONS = "xl/worksheets/sheet3.xml"
FAR = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def sentence(data: bytes, folder) -> str:
    with pytest.raises(Invalid) as refusal:
        read(data, folder)
    return refusal.value.messages[0]


def test_a_cell_at_the_far_end_is_refused_and_not_waited_for(tmp_path):
    data = with_part(written(), DIMENSIONS, lambda part: part.replace(b"</sheetData>", FAR))
    assert sentence(data, tmp_path).startswith("Dimensions: The sheet reaches to row 1048576, column 16384: too far")


def test_what_stands_far_below_is_not_left_out_in_silence(tmp_path):
    far = FAR.replace(b"1048576", b"200000").replace(b"XFD", b"A")
    reading = read(with_part(written(), DIMENSIONS, lambda part: part.replace(b"</sheetData>", far)), tmp_path)
    assert [fault.place for fault in reading.faults] == ["Dimensions!A200000"]


def test_macros_are_refused(tmp_path):
    assert "macros" in sentence(with_part(written(), "xl/vbaProject.bin", lambda part: b"x"), tmp_path)


def test_links_to_other_files_are_refused(tmp_path):
    data = with_part(written(), "xl/externalLinks/externalLink1.xml", lambda part: b"<a/>")
    assert "links to other files" in sentence(data, tmp_path)


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/styles.xml", DIMENSIONS, "xl/workbook.xml"])
def test_entities_that_multiply_are_refused(part, tmp_path):
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cccccccc"><!ENTITY d "&b;&b;&b;&b;">]><a>&d;</a>'
    assert "damaged" in sentence(with_part(written(), part, lambda old: bomb), tmp_path)


def test_another_encoding_does_not_hide_them(tmp_path):
    bomb = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16")
    assert "damaged" in sentence(with_part(written(), "xl/styles.xml", lambda old: bomb), tmp_path)


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(tmp_path):
    data = with_part(written(), "xl/media/a.xml", lambda part: b" " * (opening.MOST_UNPACKED + 1))
    assert len(data) < opening.MOST_BYTES
    assert sentence(data, tmp_path) == "The workbook unpacks to more than 32 MB."


def test_a_part_that_lies_about_its_size_is_damaged(tmp_path):
    data = with_part(written(), "xl/media/a.bin", lambda part: b" " * 200_000)
    entry = data.rfind(b"xl/media/a.bin") - 46  # its entry in the directory; the size before packing is at 24
    lie = data[: entry + 24] + (100).to_bytes(4, "little") + data[entry + 28 :]
    assert "damaged" in sentence(lie, tmp_path)


def test_too_many_cells_are_refused(tmp_path):
    rows = b"".join(b'<row r="%d">' % row + b'<c r="A%d"/>' % row * 200 + b"</row>" for row in range(50, 1_100))
    data = with_part(written(), DIMENSIONS, lambda part: part.replace(b"</sheetData>", rows + b"</sheetData>"))
    assert "more than 200000 cells" in sentence(data, tmp_path)


def test_a_large_file_is_refused_unread(tmp_path):
    assert sentence(b"PK\x03\x04" + b"0" * opening.MOST_BYTES, tmp_path) == "The file is larger than 5 MB."


@pytest.mark.parametrize(
    "data", [b"", b"code,name\n1,2\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), b"<html><table>"]
)
def test_other_kinds_of_file_are_refused(data, tmp_path):
    assert (
        sentence(data, tmp_path) == "This is not an Excel workbook of the kind .xlsx. Save it as .xlsx and bring that."
    )


def test_a_torn_file_is_damaged(tmp_path):
    for cut in (200, 5_000, -100):
        assert "damaged" in sentence(written()[:cut], tmp_path)


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedStrings.xml", DIMENSIONS]
)
def test_nonsense_in_a_part_is_damage_and_no_crash(part, tmp_path):
    for nonsense in (b"", b"<", b"<a/>", b"\xff\xfe<a"):
        try:
            reading = read(with_part(written(), part, lambda old, new=nonsense: new), tmp_path)
        except Invalid:
            continue
        # New workbooks have no table of shared texts: nobody misses it.
        assert reading.faults or reading.content == FOUR


def test_any_document_under_the_name_of_a_workbook_is_refused(tmp_path):
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("word/document.xml", "<a/>")
    assert "not an Excel workbook" in sentence(target.getvalue(), tmp_path)


def test_a_lie_about_the_extent_of_a_sheet_is_not_believed(tmp_path):
    data = with_part(
        written(), DIMENSIONS, lambda part: part.replace(b'<dimension ref="A1:D5"', b'<dimension ref="A1:A1"')
    )
    assert read(data, tmp_path).content == FOUR


def test_a_formula_counts_by_the_result_that_excel_stored(tmp_path):
    def formula(part: bytes) -> bytes:
        assert b'<c r="D2"' in part
        start = part.index(b'<c r="D2"')
        end = part.index(b"</c>", start)
        style = part[start:end].split(b' s="')[1].split(b'"')[0]
        return part[:start] + b'<c r="D2" s="' + style + b'"><f>45*2</f><v>88</v>' + part[end:]

    data = with_part(written(), DIMENSIONS, formula)
    assert opened(data)["Dimensions"]["D2"].value == "=45*2"
    assert read(data, tmp_path).content.dimensions[0].target == 88


def test_hidden_sheets_macros_of_names_and_pictures_of_ours_are_not_needed(tmp_path):
    def strip(book):
        book.remove(book["Lists"])
        book.remove(book["How to fill it in"])

    assert read(changed(strip), tmp_path).content == FOUR


@pytest.mark.parametrize("number", ["1e999", "-1e999"])
def test_a_number_beyond_all_bounds_is_no_number(number, tmp_path):
    data = with_part(
        written(), DIMENSIONS, lambda part: re.sub(rb"<v>[^<]*</v>", b"<v>" + number.encode() + b"</v>", part, count=1)
    )
    faults = read(data, tmp_path).faults
    assert faults and all("#NUM!" in fault.sentence for fault in faults[:1])

"""Hostile and messy files: each is read right or ends in a clear sentence (../shared/promises.md)."""

import struct
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from foundation.common.errors import Invalid
from records.fields import is_known
from records.reading import CellError, Options, open_table
from records.reading.encoding import looks_chinese
from records.reading.sheets import column_number
from tests.records.files import data_file, text_of, with_part, workbook


def opened(data: bytes, tmp_path: Path, name: str = "file", **options):
    path = tmp_path / name
    path.write_bytes(data)
    return open_table(path, Options(**options), is_known)


def rows_of(table) -> list[list]:
    return [row.cells for row in table.rows()]


def sentence(data: bytes, tmp_path: Path, **options) -> str:
    with pytest.raises(Invalid) as refused:
        opened(data, tmp_path, **options)
    return " ".join(refused.value.messages)


# Encodings


def test_four_encodings_give_the_same_texts(tmp_path):
    texts = {}
    for name in ("utf8_bom.csv", "gb18030.csv", "utf16le_bom_tab.txt", "gbk.csv"):
        table = open_table(data_file(f"I_chinese_encodings/{name}"), known=is_known)
        assert (table.header, table.certain) == (["序号", "满意标识", "客户反馈"], True)
        texts[name] = [row[2] for row in rows_of(table)]
    assert texts["utf8_bom.csv"] == texts["gb18030.csv"] == texts["utf16le_bom_tab.txt"]
    assert (len(texts["utf8_bom.csv"]), len(texts["gbk.csv"])) == (300, 299)
    assert set(texts["gbk.csv"]) <= set(texts["gb18030.csv"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_is_the_same_in_every_encoding(tmp_path, encoding):
    table = opened("编号,日期,内容\n1,2021-01-05,账户咨询，谢谢\n".encode(encoding), tmp_path)
    assert (table.header, rows_of(table)) == (["编号", "日期", "内容"], [["1", "2021-01-05", "账户咨询，谢谢"]])


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_chinese_in_utf_16_without_a_mark_is_found(tmp_path, encoding):
    """Hardly a zero byte, and some on the other side: 一 is 4E00."""
    rows = "\n".join(f"{n}，一元理财业务咨询，客户对服务态度很满意　谢谢" for n in "一二三四五六七八九")
    table = opened(f"编号，内容,日期\n{rows},".replace("\n", ",\n").encode(encoding), tmp_path)
    assert (table.encoding, table.header[0]) == (encoding, "编号，内容")


@pytest.mark.parametrize("written", ["utf-16", "utf-16-le", "utf-16-be"])
def test_chosen_utf_16_is_read_in_either_order_with_or_without_a_mark(tmp_path, written):
    table = opened("编号,日期,内容\n1,2021-01-05,账户\n".encode(written), tmp_path, encoding="utf-16")
    assert rows_of(table) == [["1", "2021-01-05", "账户"]]


def test_chosen_utf_16_that_does_not_fit_says_so(tmp_path):
    assert sentence("编号,日期\n1,上\n".encode("gb18030"), tmp_path, encoding="utf-16").endswith("UTF-16-LE.")


def test_bytes_that_fit_gb18030_but_are_no_chinese_are_not_certain():
    table = open_table(data_file("E_kservqual_kiosk/kiosk_cp949.csv"))
    assert (table.encoding, table.certain) == ("gb18030", False)


def test_rare_characters_are_still_chinese():
    assert looks_chinese("客户姓名,镕喆堃,来电咨询网点的营业时间")
    assert not looks_chinese("蓖窍狼 己喊阑 急琶秦林技夸")


def test_bytes_that_fit_nothing_are_refused(tmp_path):
    assert "neither UTF-8 nor GB18030" in sentence(b"a,b\n1,\xff\xff\n", tmp_path)


def test_chosen_encoding_that_does_not_fit_names_the_line(tmp_path):
    assert (
        sentence("编号,日期\n1,上\n".encode("gb18030"), tmp_path, encoding="utf-8") == "Line 1 cannot be read as UTF-8."
    )


def test_zero_bytes_are_refused(tmp_path):
    assert "not a text file" in sentence(b"\x00\x01\x02\x03" * 100, tmp_path)
    assert "zero bytes" in sentence(b"a,b\n" + b"1,2\n" * 2000 + b"3,\x00\n", tmp_path)


def test_empty_file_is_refused(tmp_path):
    assert sentence(b"", tmp_path) == "The file is empty."


# Delimiters, rows, quotes


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_delimiter_is_found(tmp_path, delimiter):
    table = opened(text_of(delimiter.join("123"), header=delimiter.join(("a", "b", "c"))), tmp_path)
    assert (table.delimiter, rows_of(table)) == (delimiter, [["1", "2", "3"]])


def test_texts_with_commas_do_not_hide_a_tab(tmp_path):
    table = opened("编号\t内容\n1\t好，很好, 真的, 好\n2\t一般, 吧\n".encode(), tmp_path)
    assert rows_of(table) == [["1", "好，很好, 真的, 好"], ["2", "一般, 吧"]]


def test_rows_of_another_width_have_a_problem(tmp_path):
    table = opened(data_file("I_messy_files/csvkit_bad.csv").read_bytes(), tmp_path)
    assert [(row.number, row.problem and row.problem.sentence()) for row in table.rows()] == [
        (2, "The row has 4 cells, the header has 3."),
        (3, "The row has 2 cells, the header has 3."),
        (4, None),
    ]


def test_blank_lines_and_trailing_delimiters_are_no_rows(tmp_path):
    table = opened(b"a,b\n1,2\n\n,,\n3,4,,\n", tmp_path)
    assert [(row.number, row.cells) for row in table.rows()] == [(2, ["1", "2"]), (5, ["3", "4"])]


def test_quoted_cell_may_hold_lines_and_delimiters(tmp_path):
    table = opened('a,b\n1,"one\ntwo, ""three"""\n2,x\n'.encode(), tmp_path)
    assert [(row.number, row.cells) for row in table.rows()] == [(2, ["1", 'one\ntwo, "three"']), (4, ["2", "x"])]


def test_broken_quotes_cost_their_row_only(tmp_path):
    lines = ["a,b", "1,ok", '2,"never closed', "3,ok", '4,"good"', '5,"x"y', "6,ok"]
    table = opened("\n".join(lines).encode(), tmp_path)
    assert [(row.number, bool(row.problem), row.cells) for row in table.rows()] == [
        (2, False, ["1", "ok"]),
        (3, True, ['2,"never closed']),
        (4, False, ["3", "ok"]),
        (5, False, ["4", "good"]),
        (6, True, ['5,"x"y']),
        (7, False, ["6", "ok"]),
    ]


def test_broken_quotes_in_a_large_file_lose_no_row(tmp_path):
    lines = ["a,b", *(f'{number},"x' if number % 1000 == 500 else f"{number},x" for number in range(5000))]
    rows = list(opened("\n".join(lines).encode(), tmp_path).rows())
    assert (len(rows), sum(row.problem is not None for row in rows)) == (5000, 5)
    assert [row.number for row in rows] == list(range(2, 5002))


def test_rows_with_lines_are_numbered_over_block_borders(tmp_path):
    text = "a,b\n" + "".join(f'{number},"one\ntwo"\n' for number in range(700))
    table = opened(text.encode(), tmp_path)
    assert [row.number for row in table.rows()] == [2 + 2 * number for number in range(700)]
    assert [number for block in table.blocks(37) for number in block.numbers] == [
        2 + 2 * number for number in range(700)
    ]


def test_blocks_after_a_row_begin_below_it(tmp_path):
    table = opened(text_of(*map(str, range(1, 11)), header="a"), tmp_path)
    assert [cells for block in table.blocks(3, after=8) for cells in block.cells] == [["8"], ["9"], ["10"]]


# Headers


def test_header_is_found_below_title_lines(tmp_path):
    table = opened(
        "滨海银行客户服务记录\n导出时间：2021-04-01,第一季度\n\n编号,日期,坐席\n1,2021-01-05,甲\n".encode(), tmp_path
    )
    assert (table.header, table.header_row, rows_of(table)) == (
        ["编号", "日期", "坐席"],
        4,
        [["1", "2021-01-05", "甲"]],
    )


def test_header_row_can_be_chosen(tmp_path):
    data = "说明,说明,说明\n甲,乙,丙\n1,2,3\n".encode()
    assert opened(data, tmp_path, header_row=2).header == ["甲", "乙", "丙"]
    assert "row 4" in sentence(data, tmp_path, header_row=4)


def test_columns_without_a_name_or_with_the_same_are_told_apart(tmp_path):
    assert opened("name,,name,x\n1,2,3,4\n".encode(), tmp_path).header == ["name", "#2", "name (2)", "x"]


def test_too_many_columns_are_refused(tmp_path):
    assert "more than 256 columns" in sentence(",".join(f"c{n}" for n in range(400)).encode(), tmp_path)


def test_file_of_figures_only_has_no_header(tmp_path):
    assert sentence(b"1,2\n3,4\n", tmp_path) == "No row with column names was found."


# What only looks like a table


@pytest.mark.parametrize(
    "start", [b"<html><table>", b"<?xml version='1.0'?>", b"\xef\xbb\xbf<table>", b"<!DOCTYPE html>"]
)
def test_web_page_under_another_name_is_refused(tmp_path, start):
    assert "web page or XML" in sentence(start + b"<tr><td>1</td></tr>", tmp_path)


def test_document_is_refused(tmp_path):
    assert "not a table" in sentence(b"%PDF-1.7 ...", tmp_path)


# Workbooks


def test_workbook_cells_keep_their_kinds(tmp_path):
    rows = rows_of(open_table(data_file("I_messy_files/agate_test_skip_lines.xlsx")))
    assert rows[0][:4] == [1.0, "a", True, date(2015, 11, 4)]
    table = open_table(data_file("A_callcenter_pwc/Call-Center-Dataset.xlsx"), known=is_known)
    first, sixth = rows_of(table)[0], rows_of(table)[5]
    assert (first[3], first[7], first[8]) == (time(9, 12, 58), 109.0, time(0, 2, 23))
    assert sixth[7:] == ["", "", ""]


def test_1904_workbook_has_the_same_dates():
    for name in ("calamine_date.xlsx", "calamine_date_1904.xlsx", "calamine_date.xls"):
        path = data_file(f"I_messy_files/{name}")
        with pytest.raises(Invalid):  # three rows of figures and no names
            open_table(path)
        table = open_table(path, Options(header_row=1))
        assert [row[0] for row in rows_of(table)] == [
            date(2021, 1, 2),
            timedelta(days=10, hours=15, minutes=10, seconds=10),
        ]


def test_table_in_the_middle_of_a_sheet_is_found():
    table = open_table(data_file("I_messy_files/calamine_temperature-in-middle.xlsx"))
    assert (table.header, table.header_row, rows_of(table)) == (
        ["label", "value"],
        4,
        [["celsius", 22.2222], ["fahrenheit", 72.0]],
    )


def test_hidden_sheets_are_neither_read_nor_offered():
    table = open_table(data_file("I_messy_files/calamine_any_sheets.xlsx"))
    assert (table.sheet, table.sheets) == ("Visible", ["Visible"])
    with pytest.raises(Invalid):
        open_table(data_file("I_messy_files/calamine_any_sheets.xlsx"), Options(sheet="Hidden"))


def test_sheet_can_be_chosen():
    path = data_file("A_callcenter_pwc/Call-Center-Dataset_cleaned_two_sheets.xlsx")
    assert (open_table(path).sheet, open_table(path, Options(sheet="Clean2")).header[3]) == ("Sheet1", "Day")


def test_error_cells_are_errors_and_not_empty():
    table = open_table(data_file("I_messy_files/tablib_errors.xls"))
    assert rows_of(table) == [[CellError("#DIV/0!"), CellError("#NAME?"), CellError("#N/A"), CellError("#N/A")]]


def test_error_and_formula_without_result_in_a_workbook(tmp_path):
    data = workbook([["编号", "日期"], ["1", "x"], ["2", "y"], ["3", "z"]])

    def spoil(xml: bytes) -> bytes:
        xml = xml.replace(b'<c r="B2" t="s"><v>3</v></c>', b'<c r="B2" t="e"><v>#REF!</v></c>')
        xml = xml.replace(b'<c r="B3" t="s"><v>5</v></c>', b'<c r="B3"><f>SUM(A1:A2)</f></c>')
        return xml.replace(b'<c r="B4" t="s"><v>7</v></c>', b'<c r="B4"><f>1+1</f><v>2</v></c>')

    table = opened(with_part(data, "xl/worksheets/sheet1.xml", spoil), tmp_path)
    assert rows_of(table) == [["1", CellError("#REF!")], ["2", CellError("=?")], ["3", 2.0]]


def test_cell_far_outside_is_refused_at_once(tmp_path):
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    data = with_part(
        workbook([["a", "b"], ["1", "2"]]), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</sheetData>", far)
    )
    assert len(data) < 8_000
    assert "row 1048576, column 16384" in sentence(data, tmp_path)


@pytest.mark.parametrize(
    "cell",
    [
        b"<c r='XFD1048576'><v>1</v></c>",
        b'<x:c xmlns:x="urn:x" r="XFD1048576"><v>1</v></x:c>',
        b'<c s=">" r="XFD1048576"><v>1</v></c>',
        b'<c r = "XFD1048576"><v>1</v></c>',
        b'<c r="xfd1048576"><v>1</v></c>',
    ],
)
def test_far_cell_in_another_spelling_is_refused_too(tmp_path, cell):
    change = lambda xml: xml.replace(b"</sheetData>", b'<row r="3">' + cell + b"</row></sheetData>")  # noqa: E731
    assert sentence(with_part(workbook([["a", "b"], ["1", "2"]]), "xl/worksheets/sheet1.xml", change), tmp_path)


def test_wrong_dimension_is_not_believed():
    table = open_table(data_file("I_messy_files/tablib_bad_dimensions.xlsx"))
    assert (table.header, len(rows_of(table))) == (["PN", "Qty", "Price"], 3)


def test_macros_are_refused(tmp_path):
    data = with_part(workbook([["a"], ["1"]]), "xl/vbaProject.bin", lambda _old: b"VBA")
    assert "contains macros" in sentence(data, tmp_path)


def test_links_to_other_files_are_refused(tmp_path):
    assert "links to other files" in sentence(data_file("I_messy_files/calamine_errors.xlsx").read_bytes(), tmp_path)


def test_workbook_that_unpacks_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("records.reading.package.MAX_UNPACKED", 10_000)
    data = with_part(workbook([["a"], ["1"]]), "xl/media/image1.png", lambda _old: b"\0" * 1_000_000)
    assert "unpacks to more than" in sentence(data, tmp_path)


def test_part_that_lies_about_its_size_is_refused(tmp_path):
    data = bytearray(with_part(workbook([["a"], ["1"]]), "xl/extra.xml", lambda _old: b"x" * 50_000))
    at = data.rfind(b"xl/extra.xml") - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    struct.pack_into("<I", data, at + 24, 10)
    assert "damaged" in sentence(bytes(data), tmp_path)


@pytest.mark.parametrize("cut", [10, 200, 2_000])
def test_cut_off_workbook_is_refused(tmp_path, cut):
    assert "damaged" in sentence(workbook([["a", "b"]] * 50)[:-cut], tmp_path)


def test_zip_that_is_no_workbook_is_refused(tmp_path):
    import io
    import zipfile

    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as package:
        package.writestr("word/document.xml", "<w/>")
    assert "not an Excel workbook" in sentence(sink.getvalue(), tmp_path)


def test_old_binary_rubbish_is_refused(tmp_path):
    assert sentence(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 4_000, tmp_path)


def test_empty_workbook_is_refused(tmp_path):
    assert "nothing on the visible sheets" in sentence(workbook([]), tmp_path)


def test_excel_95_file_is_read():
    table = open_table(data_file("I_messy_files/calamine_biff5-rich-text-string.xls"))
    assert (table.header[:2], len(rows_of(table))) == (["No.", "Surname in full."], 13)


def test_line_ends_of_cells_and_headers_are_plain():
    assert open_table(data_file("I_messy_files/calamine_has_x000D_.xlsx")).header == ["ABC DEF"]


def test_every_messy_file_ends_right_or_in_a_sentence():
    data_file("I_messy_files/SOURCE.md")
    for path in sorted(data_file("I_messy_files/SOURCE.md").parent.iterdir()):
        if path.suffix in (".csv", ".xls", ".xlsx"):
            try:
                table = open_table(path)
                assert all(len(row.cells) == len(table.header) or row.problem for row in table.rows()), path.name
            except Invalid as refused:
                assert refused.messages[0].endswith("."), path.name


def test_column_letters_are_numbers():
    assert [column_number(letters) for letters in (b"A", b"Z", b"AA", b"XFD")] == [1, 26, 27, 16384]

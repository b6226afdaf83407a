"""What is wrong in a workbook is told by sheet and cell, all of it at once; what people usually do is understood."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override
from openpyxl.comments import Comment

from foundation.common.errors import Conflict, Invalid
from standards.content import StandardContent
from standards.presets import PRESETS
from standards.workbook import carry, unpack
from tests.standards.workbooks import FOUR, changed, faults, opened, read, saved, with_cells, written

pytestmark = [pytest.mark.usefixtures("english"), pytest.mark.once]
NO_SIGN = "holds a percentage. Write the number without the percent sign, such as 95."
NO_TEXT = "Excel has made a date, a time or a truth value of it. Format the cell as text and write it anew."
NO_RESULT = "holds a formula without a stored result. Open the workbook in Excel, save it and bring it in again."


@pytest.fixture
def english():
    with override("en"):
        yield


# In the four dimensions' workbook row 2 of each sheet is the first thing: 1.1 First response, its level 5.
@pytest.mark.parametrize(
    ("place", "value", "sentence"),
    [
        ("Indicators!A2", None, "“Code” is empty."),
        ("Indicators!A2", "1/1", "1/1 First response: a code has letters, digits, points, hyphens and underscores only."),
        ("Indicators!A3", "1.1", "The code 1.1 stands in A2 already."),
        ("Indicators!A2", date(2021, 1, 1), f"“Code”: {NO_TEXT}"),
        ("Indicators!B2", "speed", "The code speed is not on the sheet “Dimensions”."),
        ("Indicators!C2", "好" * 81, "“Name in Chinese” is longer than 80 characters."),
        (
            "Indicators!E2",
            "stars",
            "“Scale”: “stars” is not in the list. It has: Rating levels, Yes/no, Points, Deduction per occurrence, Bonus, Measured, "
            "Critical: triggered or not, Critical event of the unit.",
        ),
        ("Indicators!F2", "five", "“Weight in percent”: five is not a number. Write digits with a point, such as 2.5."),
        ("Indicators!F2", "九十五", "“Weight in percent”: 九十五 is not a number. Write digits with a point, such as 2.5."),
        ("Indicators!F2", "NaN", "“Weight in percent”: NaN is not a number. Write digits with a point, such as 2.5."),
        ("Indicators!F2", "1e1", "“Weight in percent”: 1e1 is not a number. Write digits with a point, such as 2.5."),
        ("Indicators!F2", "2,5", "“Weight in percent”: 2,5 is not a number. Write digits with a point, such as 2.5."),
        ("Indicators!F2", True, "“Weight in percent”: True is not a number. Write digits with a point, such as 2.5."),
        ("Indicators!F2", 101, "“Weight in percent”: a number from 0 to 100."),
        ("Indicators!F2", -1, "“Weight in percent”: a number from 0 to 100."),
        ("Indicators!F2", 2.505, "“Weight in percent”: at most 2 decimals."),
        ("Indicators!F2", "#REF!", "“Weight in percent” holds the error #REF!."),
        ("Indicators!F2", "=1+1", f"“Weight in percent” {NO_RESULT}"),
        ("Indicators!M2", "95%", f"“Internal target” {NO_SIGN}"),
        ("Indicators!M2", 1.23456, "“Internal target”: at most 4 decimals."),
        ("Indicators!J2", "perhaps", "“May be not applicable”: perhaps is neither yes nor no."),
        ("Indicators!G2", 90, "1.1 First response: its best level does not give full marks."),
        ("Rubric levels!A2", "7.7", "The code 7.7 is not on the sheet “Indicators”."),
        ("Rubric levels!C2", 4.5, "“Level”: 4.5 is not a whole number."),
        ("Rubric levels!D2", None, "“Points” is empty."),
        ("Rubric levels!E2", "  ", "“Description in Chinese” is empty."),
        ("Break points!E2", "50%", f"“Points” {NO_SIGN}"),
        ("Break points!E2", 101, "“Points”: a number from 0 to 100."),
        ("Settings!B4", None, "“Name in Chinese” is empty."),
        ("Settings!B7", "skip it", "“What is not applicable”: “skip it” is not in the list. It has: leaves the denominator, counts as full marks."),
        ("Settings!B8", "cap", "Say how much a sheet can have at most."),
        ("Settings!B6", 200, "“Target of the whole”: a number from 0 to 100."),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_is_named_with_its_reason(place, value, sentence, tmp_path):
    found = faults(with_cells({place: value}), tmp_path)
    where = {"cap": "Settings!B9"}.get(value, {"Indicators!G2": "Rubric levels!D2"}.get(place, place))
    assert f"{where}: {sentence}" in found


def test_faults_follow_one_another_by_place_and_all_come_at_once(tmp_path):
    cells = {
        "Rubric levels!D3": "x",
        "Indicators!F10": "x",
        "Indicators!F2": "x",
        "Settings!B4": "",
        "Indicators!B2": "nowhere",
    }
    found = faults(with_cells(cells), tmp_path)
    assert [line.partition(":")[0] for line in found] == [
        "Settings!B4", "Indicators!B2", "Indicators!F2", "Indicators!F10", "Rubric levels!D3",
    ]  # fmt: skip


def test_places_are_called_as_the_workbook_calls_them(tmp_path):
    with override("zh-hans"):
        found = faults(with_cells({"指标!F7": "五"}, language="zh-hans"), tmp_path)
    assert found == ["指标!F7: “权重（%）”：五 不是数字。请用阿拉伯数字和小数点填写，例如 2.5。"]


def test_hundred_faults_are_told_and_the_others_counted(tmp_path):
    reading = read(with_cells({f"Indicators!A{row}": "a b" for row in range(30, 160)}), tmp_path)
    assert (len(reading.faults), reading.content) == (100, None)
    assert reading.more > 0


def test_an_unfinished_draft_may_come_in(tmp_path):
    """Weights that do not add up keep it from being approved, not from being kept."""
    reading = read(with_cells({"Indicators!F2": None, "Indicators!F3": 77}), tmp_path)
    assert reading.faults == ()
    assert reading.content.by_code["1.1"].weight == 0


# what people do


@pytest.mark.parametrize(
    ("value", "format", "weight"),
    [
        (5, "General", 500),
        ("5", "@", 500),
        (" 5 ", "@", 500),
        ("5%", "@", 500),
        ("5 ％", "@", 500),
        (0.05, "0%", 500),
        (0.0525, "0.00%", 525),
        (0.05, "General", 5),
        (2.5, "0.00", 250),
        (0.1 + 0.2, "General", 30),
    ],
)
def test_weight_is_what_the_person_sees(value, format, weight, tmp_path):
    """In the column of percentages 5, "5" and a cell that shows 5 % are five percent; 0.05 without the sign is five hundredths of one."""

    def change(book):
        book["Indicators"]["F2"].value, book["Indicators"]["F2"].number_format = value, format

    reading = read(changed(change), tmp_path)
    assert (reading.faults, reading.content.by_code["1.1"].weight) == ((), weight)


@pytest.mark.parametrize(
    ("value", "format", "figure"),
    [
        (0.5, "0%", "0.50"),
        (50, "0", "0.50"),
        (50, "0.0", "0.500"),
        ("50%", "@", "0.50"),
        ("５０％", "@", "0.50"),
        ("0.50", "@", "0.0050"),
    ],
)
def test_figure_of_a_break_point_is_what_is_shown_in_its_measures_unit(value, format, figure, tmp_path):
    def change(book):
        page = book["Break points"]
        page["C2"].value, page["C2"].number_format = value, format
        # Whatever the figure is, the points must keep rising or falling throughout.
        for row in range(3, 7):
            for column in range(1, 6):
                page.cell(row, column).value = None
        page["A3"], page["C3"], page["E3"] = page["A2"].value, 100, 100

    reading = read(changed(change), tmp_path)
    assert reading.faults == ()
    assert reading.content.by_code["1.4"].break_points[0][0] == figure


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (9_500, "9,500% is no possible figure: “Answered within the set time” is from 0 to 100%."),
        (-3, "−3% is no possible figure: “Answered within the set time” is from 0 to 100%."),
        ("95 分", "95 分: this measure is given in %."),
        ("about 95", "about 95 is not a number. Write digits with a point, such as 2.5."),
    ],
)
def test_figure_that_its_measure_can_never_have_is_refused_at_its_cell(value, sentence, tmp_path):
    assert faults(with_cells({"Break points!C3": value}), tmp_path) == [f"Break points!C3: {sentence}"]


def test_workbook_that_wrote_shares_as_parts_of_one_is_not_taken_for_percent(tmp_path):
    with pytest.raises(Invalid, match="made by another release"):
        read(with_cells({"Settings!B2": "qa-portal-standard 1"}), tmp_path)


def test_dimension_may_be_named_in_either_language(tmp_path):
    home = FOUR.dimensions[0]
    for name in (home.name_zh, home.name_en.upper()):
        assert read(with_cells({"Indicators!B2": name}), tmp_path).content == FOUR
    assert "The code Nowhere is not on the sheet" in faults(with_cells({"Indicators!B2": "Nowhere"}), tmp_path)[0]


def test_rows_are_counted_as_excel_shows_them(tmp_path):
    """The title line is row 1, and blank rows count."""

    def change(book):
        page = book["Dimensions"]
        page.insert_rows(2, 3)
        page["B6"] = None  # the second dimension

    assert faults(changed(change), tmp_path)[0] == "Dimensions!B6: “Name in Chinese” is empty."


def test_percentage_where_points_are_meant_is_asked_about(tmp_path):
    def change(book):
        book["Indicators"]["M2"].value, book["Indicators"]["M2"].number_format = 0.95, "0%"

    assert faults(changed(change), tmp_path) == [f"Indicators!M2: “Internal target” {NO_SIGN}"]


def test_moved_columns_blank_rows_notes_and_blanks_around_words_do_no_harm(tmp_path):
    def change(book):
        page = book["Dimensions"]
        page.insert_cols(1)
        page["A1"], page["A3"] = "My notes", "ask Li Wen"
        page.insert_rows(3, 4)
        page["C2"] = f"  {page['C2'].value} "
        names = book["Indicators"]
        names.move_range("C1:C40", cols=30)  # the Chinese names, far to the right
        names["A1"] = "  CODE "
        names["A2"].comment = Comment("why?", "me")
        book.create_sheet("Scratch")["A1"] = "=1/0"

    reading = read(changed(change), tmp_path)
    assert (reading.faults, reading.content) == ((), FOUR)
    assert reading.notes == (
        "The sheet “Scratch” was not read.",
        "The column “My notes” of the sheet “Dimensions” was not read.",
    )


def test_row_taken_out_is_gone(tmp_path):
    def change(book):
        book["Indicators"].delete_rows(3)
        levels = book["Rubric levels"]
        for row in range(levels.max_row, 1, -1):
            if levels.cell(row, 1).value == "1.2":
                levels.delete_rows(row)

    reading = read(changed(change), tmp_path)
    assert set(FOUR.by_code) - set(reading.content.by_code) == {"1.2"}


def test_codes_that_excel_made_numbers_of_are_read_as_shown(tmp_path):
    def change(book):
        book["Indicators"]["A2"].value, book["Indicators"]["A2"].number_format = 1.1, "General"
        for row in range(2, 7):
            book["Rubric levels"].cell(row, 1).value = 1.1

    assert read(changed(change), tmp_path).content == FOUR


def test_full_marks_follow_the_best_level_where_they_are_left_empty(tmp_path):
    reading = read(with_cells({"Indicators!G2": None, "Rubric levels!D2": 120}), tmp_path)
    assert (reading.faults, reading.content.by_code["1.1"].max_points) == ((), Decimal(120))


def scope(*rows: tuple) -> dict:
    return {
        f"Scope!{letter}{row}": value
        for row, pair in enumerate(rows, start=2)
        for letter, value in zip("AB", pair, strict=True)
    }


def test_scope_takes_units_by_code_or_name_and_touchpoints_by_their_word(tmp_path):
    data = with_cells(scope(("Unit", "东城支行"), ("单位", "WEST"), ("Touchpoint", "电话"), ("Region", "华东，华北")))
    reading = read(data, tmp_path)
    assert reading.content.scope == (
        ("unit", "EAST"),
        ("unit", "WEST"),
        ("touchpoint", "phone"),
        ("region", "华东，华北"),
    )


def test_scope_names_what_does_not_exist_and_what_is_there_twice(tmp_path):
    data = with_cells(scope(("Unit", "Moon"), ("Touchpoint", "pigeon"), ("Post", "柜员"), ("Post", "柜员")))
    assert faults(data, tmp_path) == [
        "Scope!B2: There is no unit with the code or name “Moon”.",
        "Scope!B3: “pigeon” is no touchpoint.",
        "Scope!B5: The same stands in B4 already.",
    ]


# what does not belong together


def test_break_points_without_a_measure_are_named(tmp_path):
    data = with_cells({"Break points!A2": "1.1"})
    assert "Break points!A2: Only measured indicators have break points; 1.1 is not measured." in faults(data, tmp_path)


def test_problems_of_an_indicator_are_told_at_the_cell_where_they_can_be_mended(tmp_path):
    found = faults(with_cells({"Indicators!E2": "Measured", "Indicators!L2": None}), tmp_path)
    assert found[0].startswith("Indicators!L2: 1.1 First response: no room of the portal computes the measure")
    assert "Rubric levels!D2: 1.1 First response: only ratings and yes-or-no indicators have levels." in found


def test_red_line_with_a_weight_is_named_at_its_weight(tmp_path):
    row = next(number for number, one in enumerate(FOUR.indicators, start=2) if one.code == "2.6")
    found = faults(with_cells({f"Indicators!F{row}": 5}), tmp_path)
    assert found == [
        f"Indicators!F{row}: 2.6 Misleading or abusive conduct: critical indicators, events and bonuses carry no weight."
    ]


def test_eleven_levels_are_too_many(tmp_path):
    cells = {}
    for place in range(11):
        for letter, value in zip("ACDE", ("2.1", place + 10, 200 + place, "档"), strict=True):
            cells[f"Rubric levels!{letter}{place + 100}"] = value
    assert any("An indicator has at most 10 of them." in line for line in faults(with_cells(cells), tmp_path))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda book: book.remove(book["Targets"]), "Targets: The sheet is missing or hidden."),
        (lambda book: setattr(book["Scope"], "sheet_state", "hidden"), "Scope: The sheet is missing or hidden."),
        (lambda book: book["Indicators"].delete_cols(6), "Indicators: The column “Weight in percent” is missing."),
        (lambda book: book["Indicators"].delete_rows(1), "Indicators: There is no row with the names of the columns."),
        (lambda book: book["Indicators"].cell(1, 30, "权重（%）"), "Indicators!AD1: The column “权重（%）” is there twice."),
        (lambda book: book["Settings"].delete_rows(7), "Settings: The setting “What is not applicable” is missing."),
        (lambda book: book["Scope"].cell(2_500, 1, "Unit"), "Scope!A2500: Only the first 2000 rows are read. Nothing may stand below them."),
    ],
)  # fmt: skip
def test_missing_parts_are_named(change, fault, tmp_path):
    assert faults(changed(change), tmp_path) == [fault]


def test_workbook_of_before_baselines_had_a_source_is_still_read(tmp_path):
    def older(book):
        sheet = book["Targets"]
        names = [cell.value for cell in sheet[1]]
        for name in ("Baseline period", "Source of the baseline"):
            sheet.delete_cols(names.index(name) + 1)
            names.remove(name)

    assert read(changed(older), tmp_path).content.targets == FOUR.targets

    # What is missing there is told where the row begins.
    def stated(book):
        older(book)
        sheet = book["Targets"]
        names = [cell.value for cell in sheet[1]]
        row = next(number for number, one in enumerate(FOUR.targets, start=2) if one.kind == "change")
        sheet.cell(row, names.index("Baseline") + 1, 12)

    [fault] = faults(changed(stated), tmp_path)
    assert fault.endswith("say where the figure of its baseline is from.")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda book: book.remove(book["Settings"]), "This is no workbook of a standard."),
        (lambda book: book["Settings"].__setitem__("B2", "shopping list"), "This is no workbook of a standard."),
        (lambda book: book["Settings"].__setitem__("B2", "qa-portal-standard 9"), "This workbook was made by another release of the portal."),
        (lambda book: book.create_sheet("维度"), "The sheets “Dimensions” and “维度” are the same. Leave one of them."),
    ],
)  # fmt: skip
def test_what_is_no_workbook_of_a_standard_is_refused(change, sentence, tmp_path):
    with pytest.raises(Invalid, match=sentence):
        read(changed(change), tmp_path)


def test_empty_workbook_is_a_beginning(tmp_path):
    """Nothing but the code and the name is missing."""
    data = written(StandardContent("", "", ""))
    assert faults(data, tmp_path) == ["Settings!B3: “Code” is empty.", "Settings!B4: “Name in Chinese” is empty."]


def test_a_content_that_was_changed_on_its_way_is_refused():
    line = carry(PRESETS["four-dimensions"], purpose="one")
    for text, purpose in ((line, "other"), (line.replace(line[5:15], line[5:15][::-1]), "one"), ("", "one")):
        with pytest.raises(Conflict):
            unpack(text, purpose=purpose)


def test_saving_without_a_change_changes_nothing(tmp_path):
    assert read(saved(opened(written())), tmp_path).content == FOUR

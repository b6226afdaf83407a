"""Out and in again: whatever a standard says, its workbook says the same, in whichever language it is written and read."""

import dataclasses
import tempfile
from pathlib import Path

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, example, given, settings

from standards.content import DimensionContent, IndicatorContent, LevelContent, StandardContent, TargetContent
from standards.enums import Scale
from standards.forms import indicator as indicator_form, scope as scope_form
from standards.presets import PRESETS
from standards.reading import content_of
from standards.workbook import carry, lists, shape, tidy, unpack
from tests.standards.contents import contents
from tests.standards.workbooks import FOUR, opened, read, with_cells, written

LANGUAGES = ("en", "zh-hans")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_comes_back_as_it_was(preset, language, tmp_path):
    content = PRESETS[preset]
    reading = read(written(content, language), tmp_path)
    assert (reading.faults, reading.notes) == ((), ())
    assert reading.content == tidy(content)
    assert tidy(content) == content  # nothing in a preset is beyond a workbook


@pytest.mark.parametrize(("out", "back"), [("en", "zh-hans"), ("zh-hans", "en")])
def test_workbook_of_one_language_is_read_by_a_reader_of_the_other(out, back, tmp_path):
    data = written(FOUR, out)
    with override(back):
        assert read(data, tmp_path).content == FOUR


# Text that a workbook stores in a way of its own; a name like a formula; a percent-like one; a code that is no number.
AWKWARD = StandardContent(
    "a-1",
    "=SUM(A1)",
    "_x000D_",
    dimensions=(
        DimensionContent(
            "1.10",
            "+1",
            "@home",
            indicators=(
                IndicatorContent(
                    "1.10", Scale.YES_NO, 1, "-5", "'quoted", "第一行\n第二行", "50%",
                    levels=(LevelContent(1, 100, "=1+1"), LevelContent(0, 0, "2021-01-05", "TRUE")),
                ),
                IndicatorContent(
                    "1.1", Scale.MEASURED, 0, "占比", measure="records.resolved", break_points=(("0.60", "0"), ("0.905", "100.0")),
                ),
            ),
        ),
    ),
)  # fmt: skip


@example(AWKWARD)
@given(contents())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_content_comes_back_as_it_was(content):
    with tempfile.TemporaryDirectory() as folder:
        reading = read(written(content, "zh-hans"), Path(folder))
    assert reading.faults == ()
    assert reading.content == content


@given(contents())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_content_survives_the_way_from_preview_to_confirmation(content):
    assert unpack(carry(content, purpose="x"), purpose="x") == content


def test_a_draft_of_the_database_comes_back_as_it_was(draft, tmp_path):
    content = content_of(draft)
    assert read(written(content), tmp_path).content == content


def test_line_breaks_of_a_browser_become_those_of_a_cell(tmp_path):
    indicator = dataclasses.replace(FOUR.indicators[0], guidance_zh="  一\r\n二\x0b ")
    content = dataclasses.replace(
        FOUR, dimensions=(dataclasses.replace(FOUR.dimensions[0], indicators=(indicator, *FOUR.dimensions[0].indicators[1:])), *FOUR.dimensions[1:])
    )  # fmt: skip
    reading = read(written(content), tmp_path)
    assert reading.content == tidy(content)
    assert reading.content.indicators[0].guidance_zh == "一\n二"


def test_no_text_is_ever_a_formula():
    book = opened(written(AWKWARD))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s", "n"}
    assert [
        sheet.title for sheet in book if any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    ] == []
    assert book["Dimensions"]["B2"].quotePrefix


def test_every_field_of_the_content_has_a_place_in_the_workbook():
    """Whoever adds a field to the content is told here."""
    parts = {
        shape.DIMENSIONS: (DimensionContent, {"indicators"}),
        shape.INDICATORS: (IndicatorContent, {"levels", "break_points"}),
        shape.LEVELS: (LevelContent, set()),
        shape.TARGETS: (TargetContent, set()),
        shape.SETTINGS: (StandardContent, {"dimensions", "targets", "scope"}),
    }
    for sheet, (content, elsewhere) in parts.items():
        own = {field.name for field in dataclasses.fields(content)} - elsewhere
        assert {column.name for column in sheet.columns} - {"shown", "indicator", "dimension", "format"} == own


def test_no_two_names_of_a_sheet_and_no_two_sheets_are_called_alike_in_either_language():
    known = [title for sheet in shape.SHEETS for title in shape.titles(sheet.title)]
    assert len(known) == len(set(known))
    for sheet in shape.SHEETS:
        names = [title for column in sheet.columns for title in shape.titles(column.title)]
        assert len(names) == len(set(names))


def test_every_choice_means_one_thing_in_both_languages():
    for name in lists.NAMES:
        for language in LANGUAGES:
            with override(language):
                for value, label in lists.choices(name):
                    assert lists.meanings(name)[lists.normal(label)] == value


def test_limits_are_those_of_the_forms():
    assert (shape.MOST_LEVELS, shape.MOST_STEPS) == (indicator_form.MOST_LEVELS, indicator_form.MOST_STEPS)
    assert shape.MOST_TARGETS == scope_form.MOST_TARGETS


# what Excel lets the person do


def test_inputs_are_open_and_everything_else_is_locked_without_a_password():
    book = opened(written())
    page = book["Indicators"]
    assert (page.protection.sheet, page.protection.password, book.security.lockStructure) == (True, None, True)
    assert (page["A1"].protection.locked, page["A2"].protection.locked) == (True, False)
    # Below the rows and beside the columns too: a row can be added, and one is deleted only where nothing in it is locked.
    assert not page.column_dimensions["A"].protection.locked
    assert (page.column_dimensions["R"].max, page.column_dimensions["R"].protection.locked) == (16_384, False)
    assert (page.protection.insertRows, page.protection.deleteRows) == (False, False)
    settings_page = book["Settings"]
    assert (settings_page["B2"].protection.locked, settings_page["B3"].protection.locked) == (True, False)


def rules(book, sheet: str) -> dict[str, tuple]:
    return {
        str(one.sqref): (one.type, one.formula1, one.formula2) for one in book[sheet].data_validations.dataValidation
    }


def test_choices_are_drop_downs_down_to_the_last_row():
    found = rules(opened(written()), "Indicators")
    assert found["B2:B2000"] == ("list", "'Dimensions'!$A$2:$A$2000", None)
    assert found["E2:E2000"] == ("list", "'Lists'!$A$2:$A$9", None)
    assert found["F2:F2000"] == ("decimal", "0", "100")
    assert found["A2:A2000"] == ("textLength", "20", None)
    assert {one for one in "BEIJKLO" if found[f"{one}2:{one}2000"][0] == "list"} == set("BEIJKLO")


def test_hidden_lists_hold_the_words_of_the_reader():
    book = opened(written(language="zh-hans"))
    page = book["选项列表"]
    with override("zh-hans"):
        words = [str(one.label) for one in Scale]
    assert (page.sheet_state, page["A1"].value) == ("hidden", "scale")
    assert [cell.value for cell in page["A"] if cell.value][1:] == words


def test_codes_are_texts_so_that_excel_leaves_them_alone():
    page = opened(written(AWKWARD))["Indicators"]
    assert (page["A2"].value, page["A2"].number_format) == ("1.10", "@")
    assert page.column_dimensions["A"].number_format == "@"


def test_a_row_added_below_with_words_of_either_language_is_an_indicator(tmp_path):
    row = {"A": "9.1", "B": "attitude", "C": "新指标", "E": "按次扣分", "F": 1, "H": 2, "I": "是", "K": "no"}
    data = with_cells({f"Indicators!{letter}30": value for letter, value in row.items()})
    reading = read(data, tmp_path)
    assert reading.faults == ()
    added = reading.content.by_code["9.1"]
    assert (added.scale, added.weight, added.step, added.max_points) == (Scale.DEDUCTION, 100, 2, 100)
    assert (added.repeats_doubled, added.na_allowed, added.reason_below_full) == (True, False, False)

"""What one cell says, by the column it stands in."""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from records.reading.cells import FORMULA, CellError
from standards.workbook import lists
from standards.workbook.lists import normal
from standards.workbook.opening import Seen
from standards.workbook.shape import Column, Kind
from standards.workbook.tidying import tidy_text

# Digits of ASCII only; groups of three may be divided by a comma of either width; − is what the pages write.
PLAIN = re.compile(r"[-+−]?[0-9]{1,15}(\.[0-9]{1,15})?")
GROUPED = re.compile(r"[-+−]?[0-9]{1,3}([,，][0-9]{3})+(\.[0-9]{1,15})?")
FIXED = re.compile(r"0(?:\.(0+))?(?:_\s)?")
LONGEST_SHOWN = 40


class Misfit(Exception):
    """The cell cannot mean anything in its column; the sentence says why."""


def read_cell(column: Column, cell: Seen | None, meanings: Mapping[str, str]):
    """The value of the content's field; `column.empty` for a blank cell. Raises Misfit.

    `meanings` are those of the column's list. A weight comes as hundredths of a percent, a figure as text with its decimals.
    """
    if cell is None or cell.is_blank:
        if column.needed:
            raise Misfit(_("“%(column)s” is empty.") % {"column": column.title})
        return column.empty
    if isinstance(cell.value, CellError):
        raise Misfit(_error(column, cell.value))
    if column.kind == Kind.YES_NO:
        return _yes_no(column, cell, meanings)
    if column.kind == Kind.CHOICE:
        return _choice(column, cell, meanings)
    if column.kind in (Kind.TEXT, Kind.CODE):
        return _text(column, cell)
    if column.kind == Kind.MEASURED:
        return _figure(column, cell)
    return _number_as(column, cell)


def _error(column: Column, error: CellError) -> str:
    if error.code == FORMULA:
        return _(
            "“%(column)s” holds a formula without a stored result. Open the workbook in Excel, save it and bring it in again."
        ) % {"column": column.title}
    return _("“%(column)s” holds the error %(value)s.") % {"column": column.title, "value": error.code}


def _text(column: Column, cell: Seen) -> str:
    if isinstance(cell.value, Decimal):
        text = as_shown(cell)
    elif isinstance(cell.value, str):
        text = tidy_text(cell.value)
    else:
        raise Misfit(
            _(
                "“%(column)s”: Excel has made a date, a time or a truth value of it. Format the cell as text and write it anew."
            )
            % {"column": column.title}
        )
    if column.length and len(text) > column.length:
        raise Misfit(
            _("“%(column)s” is longer than %(limit)d characters.") % {"column": column.title, "limit": column.length}
        )
    return text


def _choice(column: Column, cell: Seen, meanings: Mapping[str, str]) -> str:
    text = as_shown(cell) if isinstance(cell.value, Decimal) else str(cell.value)
    # A percent sign alone is a cell's word for a unit.
    found = meanings.get(normal(text))
    if found is None:
        raise Misfit(
            _("“%(column)s”: “%(value)s” is not in the list. It has: %(allowed)s.")
            % {
                "column": column.title,
                "value": text.strip()[:LONGEST_SHOWN],
                "allowed": _(", ").join(label for _value, label in lists.choices(column.choices)),
            }
        )
    return found


def _yes_no(column: Column, cell: Seen, meanings: Mapping[str, str]) -> bool:
    if isinstance(cell.value, bool):
        return cell.value
    found = meanings.get(normal(str(cell.value))) if isinstance(cell.value, str) else None
    if found is None:
        raise Misfit(
            _("“%(column)s”: %(value)s is neither yes nor no.")
            % {"column": column.title, "value": str(cell.value).strip()[:LONGEST_SHOWN]}
        )
    return found == "yes"


def _figure(column: Column, cell: Seen) -> str:
    """As it is shown, with its percent sign: what it means depends on the measure."""
    if isinstance(cell.value, Decimal):
        if "%" in cell.format:
            return f"{_normal(cell.value * 100):f}%"
        return as_shown(cell)
    if isinstance(cell.value, str):
        return cell.value.strip()
    raise Misfit(
        _("“%(column)s”: %(value)s is not a number. Write digits with a point, such as 2.5.")
        % {"column": column.title, "value": str(cell.value)[:LONGEST_SHOWN]}
    )


def _number_as(column: Column, cell: Seen):
    number = _number(column, cell)
    if -number.as_tuple().exponent > column.places and number != round(number, column.places):
        raise Misfit(
            _("“%(column)s”: at most %(places)d decimals.") % {"column": column.title, "places": column.places}
        )
    if column.kind == Kind.WHOLE and number != int(number):
        raise Misfit(
            _("“%(column)s”: %(value)s is not a whole number.") % {"column": column.title, "value": f"{number:f}"}
        )
    if not column.lowest <= number <= column.highest:
        limits = {"column": column.title, "lowest": column.lowest, "highest": column.highest}
        raise Misfit(_("“%(column)s”: a number from %(lowest)d to %(highest)d.") % limits)
    if column.kind == Kind.WHOLE:
        return int(number)
    if column.kind == Kind.WEIGHT:
        return int(number * 100)
    return f"{number:f}" if column.kind == Kind.FIGURE else number


def _number(column: Column, cell: Seen) -> Decimal:
    """The number that a person sees. 5 % is five in the column of the weights; elsewhere it is a question."""
    if isinstance(cell.value, Decimal):
        if "%" in cell.format:
            if column.kind == Kind.WEIGHT:
                return _normal(cell.value * 100)
            raise Misfit(_percentage(column))
        return Decimal(as_shown(cell)) if column.kind == Kind.FIGURE else _normal(cell.value)
    # ５％, typed in full width, is five percent.
    text = unicodedata.normalize("NFKC", cell.value).strip() if isinstance(cell.value, str) else ""
    if text.endswith("%"):
        if column.kind != Kind.WEIGHT:
            raise Misfit(_percentage(column))
        text = text[:-1].rstrip()
    if PLAIN.fullmatch(text) or GROUPED.fullmatch(text):
        number = Decimal(text.replace("−", "-").replace(",", "").replace("，", ""))
        return number if column.kind == Kind.FIGURE else _normal(number)
    shown = text or str(cell.value)
    raise Misfit(
        _("“%(column)s”: %(value)s is not a number. Write digits with a point, such as 2.5.")
        % {"column": column.title, "value": shown[:LONGEST_SHOWN]}
    )


def _percentage(column: Column) -> str:
    return _("“%(column)s” holds a percentage. Write the number without the percent sign, such as 95.") % {
        "column": column.title
    }


def _normal(number: Decimal) -> Decimal:
    """Without exponent and trailing zeros."""
    return Decimal(f"{number.normalize():f}") + 0


def as_shown(cell: Seen) -> str:
    """A number with the decimals of its format where it has a fixed number of them: 0.6 shown as 0.60 is 0.60, a code 1.1 shown as 1.10 is 1.10."""
    number = _normal(cell.value)
    fixed = FIXED.fullmatch(cell.format)
    if fixed and fixed.group(1) and -number.as_tuple().exponent <= len(fixed.group(1)):
        return f"{number:.{len(fixed.group(1))}f}"
    return f"{number:f}"

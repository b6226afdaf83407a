"""Why a row is sent back. Kept as code and parameters, so that each reader gets the sentence in their own language."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext, gettext_noop

SENTENCES = {
    # the row as such
    "quotes": gettext_noop("A quotation mark is opened and not closed properly."),
    "width": gettext_noop("The row has %(count)s cells, the header has %(width)s."),
    "not_object": gettext_noop("The row is not an object with the fields of a record."),
    "unknown_field": gettext_noop("“%(column)s” is not a field of a record."),
    "twice": gettext_noop("The number %(value)s stands in this file more than once with different values."),
    "held": gettext_noop(
        "Record %(value)s is being assessed: unit, touchpoint, agent and content stay as they are. The other values can be corrected."
    ),
    # a cell
    "empty": gettext_noop("“%(column)s” is empty."),
    "cell_error": gettext_noop("“%(column)s” holds the error %(value)s."),
    "formula": gettext_noop(
        "“%(column)s” holds a formula without a stored result. Open the workbook in Excel, save it and import it again."
    ),
    "control": gettext_noop("“%(column)s” contains control characters."),
    "long": gettext_noop("“%(column)s” is longer than %(limit)s characters."),
    "not_text": gettext_noop("“%(column)s”: %(value)s is not a text."),
    "digits_lost": gettext_noop(
        "“%(column)s”: a number of more than 15 digits has lost its last digits in Excel. Format the column as text and import it again."
    ),
    "personal": gettext_noop(
        "“%(column)s” looks like a telephone or identity number, which must not serve as a record number."
    ),
    "not_date": gettext_noop("“%(column)s”: %(value)s is not a date."),
    "date_order": gettext_noop(
        "“%(column)s”: in %(value)s day and month cannot be told apart. Choose the order of the date."
    ),
    "date_range": gettext_noop("“%(column)s”: the date %(value)s is not between 1990 and 2100."),
    "not_time": gettext_noop("“%(column)s”: %(value)s is not a time of day."),
    "not_whole": gettext_noop("“%(column)s”: %(value)s is not a whole number."),
    "not_seconds": gettext_noop("“%(column)s”: %(value)s is neither a number of seconds nor a duration like 0:02:23."),
    "seconds_range": gettext_noop("“%(column)s”: %(value)s is not between 0 and 31 days."),
    "rating_range": gettext_noop("“%(column)s”: %(value)s is not between 1 and 5."),
    "not_yes_no": gettext_noop("“%(column)s”: %(value)s is neither yes nor no."),
    "not_phone": gettext_noop("“%(column)s” is not a telephone number."),
    "unknown_value": gettext_noop("“%(column)s”: nothing is assigned to “%(value)s”."),
}


def general_sentence(code: str, column: str, value: str = "") -> str:
    """The reason without the values of a single row: an ellipsis stands in their place."""
    known = {"column": column} | ({"value": value} if value else {})
    return gettext(SENTENCES[code]) % defaultdict(lambda: "…", known)


@dataclass(frozen=True)
class Problem:
    """A code of SENTENCES with what to put into it (texts only)."""

    code: str
    params: dict[str, str] = field(default_factory=dict)

    @property
    def value(self) -> str:
        """What is assigned to nothing: worth counting by itself, because assigning it mends all its rows. Else empty."""
        return self.params.get("value", "")[:60] if self.code == "unknown_value" else ""

    def sentence(self) -> str:
        return gettext(SENTENCES[self.code]) % self.params


class BadValue(Exception):
    """A cell that does not fit its field. `column` is added by whoever knows it."""

    def __init__(self, code: str, cell=None, **params):
        from records.reading.cells import shown

        self.code = code
        self.params = {name: str(value) for name, value in params.items()}
        if cell is not None:
            self.params["value"] = shown(cell)[:60]
        super().__init__(code)

    def in_column(self, column: str) -> Problem:
        return Problem(self.code, {"column": column, **self.params})

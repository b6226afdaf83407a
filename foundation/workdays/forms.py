"""What an administrator types or brings about the days of a year."""

import tempfile
from pathlib import Path, PurePath

from django import forms
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from foundation.common.errors import Invalid
from foundation.common.tables import rows_of
from foundation.workdays.enums import Kind
from foundation.workdays.reading import LONGEST_TABLE, Reading, read_days
from foundation.workdays.services import LONGEST_SOURCE

MOST_BYTES = 512 * 1024
TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xls")
ROWS_NAMED = 20


class DaysForm(forms.Form):
    """`reading` holds what the table says once the form was asked whether it is valid."""

    source = forms.CharField(
        label=pgettext_lazy("announcement", "Source"),
        max_length=LONGEST_SOURCE,
        help_text=gettext_lazy("Who announced it, and the number of the notice. It is shown beside the calendar."),
    )
    table = forms.CharField(
        label=pgettext_lazy("announcement", "Days"),
        required=False,
        max_length=LONGEST_TABLE,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false", "class": "days-table"}),
        help_text=gettext_lazy(
            "A row for each day or run of days: date, “off” or “worked”, name. Or paste the paragraphs of the notice as they are."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file"),
        required=False,
        help_text=gettext_lazy(
            "CSV or Excel with the columns date, type and name. Its rows take the place of those above."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(TABLES)}),
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, kind: str, year: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind, self.year, self.reading = kind, year, Reading([], [])

    def clean(self):
        cleaned = super().clean()
        text = cleaned.get("table") or ""
        self.reading = read_days(text, self.year)
        lines = text.splitlines()
        for problem in self.reading.problems[:ROWS_NAMED]:
            row = lines[problem.row - 1].strip()[:60] if problem.row else ""
            told = {"row": problem.row, "text": row, "problem": problem.sentence}
            self.add_error("table", _("Row %(row)d (%(text)s): %(problem)s") % told if row else problem.sentence)
        if len(self.reading.problems) > ROWS_NAMED:
            more = len(self.reading.problems) - ROWS_NAMED
            self.add_error("table", _("And %(count)d more rows.") % {"count": more})
        if self.kind == Kind.PUBLIC and not self.reading.days and not self.reading.problems:
            self.add_error("table", _("Paste the days of the announcement, or bring a file."))
        return cleaned


def table_of_file(file) -> str:
    """The rows of an uploaded file as the text that stands in the field. Raises Invalid for a file that is no small table."""
    if PurePath(file.name).suffix.lower() not in TABLES:
        raise Invalid({"file": _("Bring a CSV, TSV, TXT, .xlsx or .xls file.")})
    if file.size > MOST_BYTES:
        raise Invalid({"file": _("The file is too large for the days of one year.")})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table"
        path.write_bytes(file.read())
        try:
            rows = rows_of(path)
        except Invalid as error:
            raise Invalid({"file": error.messages}) from None
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows)

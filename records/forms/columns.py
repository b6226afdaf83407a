"""Which column is which, and what its values mean."""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.common.days import DayField, DayInput
from organization.models import Unit
from records.analysis import Analysis
from records.enums import Touchpoint
from records.fields import FIELDS, normal
from records.forms.upload import encoding_choices
from records.mapping import TABLED, Mapping
from records.reading import Options
from records.values import NO, TOUCHPOINTS, YES

SEND_BACK, NONE = "", "-"
ORDER_CHOICES = (
    ("", _("Choose")),
    ("ymd", _("year, month, day")),
    ("mdy", _("month, day, year (American)")),
    ("dmy", _("day, month, year (European)")),
)
DELIMITER_CHOICES = (("", _("Find out")), (",", _("Comma")), ("\t", _("Tab")), (";", _("Semicolon")), ("|", _("Bar")))
SECONDS = ("answer_seconds", "handle_seconds")
CONSTANT = ("unit", "touchpoint", "date")
STATED = [choice for choice in Touchpoint.choices if choice[0] != Touchpoint.UNKNOWN]


class ReadingForm(forms.Form):
    """How the file is to be read, where the finding was not right."""

    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    header_row = forms.IntegerField(label=_("Column names are in row"), min_value=1, max_value=1_000)
    encoding = forms.ChoiceField(label=_("Encoding"), required=False)
    delimiter = forms.ChoiceField(label=_("Delimiter"), required=False, choices=DELIMITER_CHOICES)

    def __init__(self, *args, analysis: Analysis, options: Options, **kwargs):
        initial = {
            "sheet": analysis.sheet,
            "header_row": analysis.header_row,
            "encoding": options.encoding,
            "delimiter": options.delimiter,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.analysis = analysis
        self.fields["sheet"].choices = [(name, name) for name in analysis.sheets]
        self.fields["encoding"].choices = encoding_choices()
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control" if isinstance(field, forms.IntegerField) else "form-select"
        for name in ("encoding", "delimiter") if analysis.sheets else ("sheet",):
            del self.fields[name]

    def options(self) -> Options:
        """A header row that was left as it was found is found again, so that another sheet is free to have its own."""
        data = dict(self.cleaned_data)
        if data["header_row"] == self.analysis.header_row:
            data["header_row"] = 0
        return Options(**data)


class ColumnsForm(forms.Form):
    """One choice of column per field; constants, order of dates, and a table of values for the columns that need one."""

    def __init__(self, data=None, *, analysis: Analysis, mapping: Mapping):
        super().__init__(data)
        self.analysis, self.mapping = analysis, mapping
        self._units = [(unit.code, f"{unit} ({unit.code})") for unit in Unit.objects.filter(valid_to=None)]
        headers = [("", _("– not in this file –")), *((name, name) for name in analysis.header)]
        for item in FIELDS:
            self._add(f"column_{item.code}", item.label, headers, mapping.header_of(item.code))
            self.fields[f"column_{item.code}"].widget.attrs["data-column"] = item.code
        units, touchpoints = [("", _("no unit")), *self._units], [("", Touchpoint.UNKNOWN.label), *STATED]
        self._add("constant_unit", _("One unit for all rows"), units, mapping.constants.get("unit", ""))
        self._add(
            "constant_touchpoint",
            _("Touchpoint where the file has none"),
            touchpoints,
            mapping.constants.get("touchpoint", ""),
        )
        self.fields["constant_date"] = DayField(
            label=_("One date for all rows"),
            required=False,
            initial=mapping.constants.get("date", ""),
            widget=DayInput(attrs={"class": "form-control"}),
        )
        self._add("date_order", _("Order of dates"), ORDER_CHOICES, mapping.date_order)
        for code in SECONDS:
            self._add(
                f"factor_{code}", _("in"), (("s", _("seconds")), ("min", _("minutes"))), mapping.factors.get(code, "s")
            )
        for code in TABLED:
            self._add_table(code)

    def _add(self, name: str, label, choices, initial: str) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label,
            choices=list(choices),
            initial=initial,
            required=False,
            widget=forms.Select(attrs={"class": "form-select"}),
        )

    # Tables of values

    def header_of(self, code: str) -> str:
        """The column chosen for a field: the posted one, else the mapping's."""
        name = self.data.get(f"column_{code}", "") if self.is_bound else self.mapping.header_of(code)
        return name if name in self.analysis.header else ""

    def values_of(self, code: str) -> list[str]:
        """The values of the chosen column that somebody must assign."""
        values = self.analysis.distinct.get(self.header_of(code), [])
        if code == "unit":
            return values
        known = TOUCHPOINTS.keys() if code == "touchpoint" else YES | NO
        return [value for value in values if value.casefold() not in known]

    def _add_table(self, code: str) -> None:
        table = self.mapping.values.get(code, {}) if self.header_of(code) == self.mapping.header_of(code) else {}
        proposed = (
            {normal(text): key for key, label in self._units for text in (key, label.rpartition(" (")[0])}
            if code == "unit"
            else {}
        )
        for number, value in enumerate(self.values_of(code)):
            initial = NONE if table.get(value) == "" else table.get(value) or proposed.get(normal(value), SEND_BACK)
            self._add(f"value_{code}_{number}", value, self._targets(code), initial)

    def _targets(self, code: str) -> list[tuple[str, object]]:
        send_back = (SEND_BACK, _("– not assigned: send back –"))
        if code == "unit":
            return [send_back, (NONE, _("no unit")), *self._units]
        if code == "touchpoint":
            return [send_back, *Touchpoint.choices]
        return [send_back, ("yes", _("yes")), ("no", _("no"))]

    def tables(self) -> list[dict]:
        """For the page: [{field, header, rows: [bound field], too_many}] for the fields with a table."""
        labels = {item.code: item.label for item in FIELDS}
        found = []
        for code in TABLED:
            name = self.header_of(code)
            rows = [self[f"value_{code}_{number}"] for number in range(len(self.values_of(code)))]
            too_many = code == "unit" and bool(name) and name not in self.analysis.distinct
            if rows or too_many:
                found.append({"field": labels[code], "header": name, "rows": rows, "too_many": too_many})
        return found

    def rows(self) -> list[dict]:
        """For the page: one entry per field, with the choice, examples from the column and what else belongs to it."""
        found = []
        for item in FIELDS:
            name = self.header_of(item.code)
            found.append(
                {
                    "item": item,
                    "choice": self[f"column_{item.code}"],
                    "examples": list(dict.fromkeys(self.analysis.column(name)))[:3] if name else [],
                    "filled": self.analysis.filled.get(name, 0) if name else None,
                    "constant": self[f"constant_{item.code}"] if item.code in CONSTANT else None,
                    "order": self["date_order"]
                    if item.code == "date" and self.header_of("date") in self.analysis.orders
                    else None,
                    "factor": self[f"factor_{item.code}"] if item.code in SECONDS and name else None,
                }
            )
        return found

    def to_mapping(self) -> Mapping:
        """What was posted, once the form is valid. What the page does not offer beside the chosen columns counts for nothing, so that the same
        page sent again is the same mapping."""
        data = self.cleaned_data
        columns = {item.code: data[f"column_{item.code}"] for item in FIELDS if data[f"column_{item.code}"]}
        constants = {code: str(data[f"constant_{code}"]) for code in CONSTANT if data[f"constant_{code}"]}
        for code in {"unit", "date"} & columns.keys():
            constants.pop(code, None)
        values = {}
        for code in TABLED:
            chosen = {value: data[f"value_{code}_{number}"] for number, value in enumerate(self.values_of(code))}
            values[code] = {
                value: "" if target == NONE else target for value, target in chosen.items() if target != SEND_BACK
            }
        factors = {code: "min" for code in SECONDS if code in columns and data[f"factor_{code}"] == "min"}
        order = data["date_order"] if columns.get("date") in self.analysis.orders else ""
        return Mapping(columns, values, constants, order, factors)

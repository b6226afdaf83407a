"""How a file's columns become fields: proposed from the headers and the first rows, decided by a person, remembered per source."""

from dataclasses import asdict, dataclass, field, replace

from django.utils.translation import gettext as _

from records.analysis import Analysis
from records.dates import ORDERS, moment
from records.fields import BY_CODE, FIELDS, normal, rank
from records.problems import BadValue

# Fields whose values go through a table: value in the file → value here.
TABLED = ("unit", "touchpoint", "answered", "resolved")
FACTORS = {"": 1, "s": 1, "min": 60}


@dataclass
class Mapping:
    """`columns` {field: header}; `values` {field: {value in the file: unit code, touchpoint, "yes" or "no"}} where "" means: none;
    `constants` {field: value for every row} (unit code, touchpoint, ISO date); `date_order` one of ymd, mdy, dmy or "";
    `factors` {field: "s" or "min"} for columns of seconds."""

    columns: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    date_order: str = ""
    factors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_json(cls, data: dict) -> "Mapping":
        return cls(**{name: data[name] for name in cls.__dataclass_fields__ if name in data})

    def to_json(self) -> dict:
        return asdict(self)

    def header_of(self, code: str) -> str:
        return self.columns.get(code, "")


def propose(analysis: Analysis, remembered: Mapping | None = None, units: dict[str, str] | None = None) -> Mapping:
    """The likeliest mapping. What was remembered wins where its columns are there; `units` maps names in normal form to unit codes.

    A header serves one field, but where no column names a unit, the topic's values may be assigned to units.
    """
    if remembered is not None and any(name in analysis.header for name in remembered.columns.values()):
        return _brought_up(remembered, analysis)
    mapping = Mapping()
    _propose_columns(mapping, analysis, [item.code for item in FIELDS])
    _propose_units(mapping, analysis, units or {})
    orders = analysis.orders.get(mapping.header_of("date"), [])
    if len(orders) == 1:
        mapping.date_order = orders[0]
    return mapping


def _brought_up(remembered: Mapping, analysis: Analysis) -> Mapping:
    """A remembered mapping is complete: what it leaves out was left out on purpose. Where a column of it goes by another name in this file, the
    field is proposed anew, or a changed header would leave a person with an empty form."""
    columns = {code: name for code, name in remembered.columns.items() if name in analysis.header and code in BY_CODE}
    mapping = replace(remembered, columns=columns)
    gone = [item.code for item in FIELDS if remembered.header_of(item.code) and item.code not in columns]
    _propose_columns(mapping, analysis, gone)
    orders = analysis.orders.get(mapping.header_of("date"), [])
    if "date" in gone:
        mapping.date_order = orders[0] if len(orders) == 1 else ""
    return mapping


def _propose_columns(mapping: Mapping, analysis: Analysis, codes: list[str]) -> None:
    """Fills `columns` for these fields from headers that serve none yet."""
    taken = set(mapping.columns.values())
    ranked = sorted(
        (place, position, order, item.code, name)
        for order, item in enumerate(FIELDS)
        for position, name in enumerate(analysis.header)
        if item.code in codes and (place := rank(item, name)) is not None
    )
    for _place, _position, _order, code, name in ranked:
        if code not in mapping.columns and name not in taken and _fits(code, analysis.column(name)):
            mapping.columns[code] = name
            taken.add(name)


def _propose_units(mapping: Mapping, analysis: Analysis, units: dict[str, str]) -> None:
    """Values that name a unit are assigned to it; the others stay open, and rows with an open value are sent back. That a value belongs to no
    unit is a decision for a person."""
    name = mapping.header_of("unit") or mapping.header_of("topic")
    if name not in analysis.distinct:
        return
    mapping.columns["unit"] = name
    mapping.values["unit"] = {
        value: units[normal(value)] for value in analysis.distinct[name] if normal(value) in units
    }


def without_idle_unit(mapping: Mapping) -> Mapping:
    """For imports that nobody looks at: a topic that was proposed as the unit and of which no value is decided says nothing about units, so
    it is left out. A column that does name units stays: what nobody has assigned is sent back."""
    stands_in = mapping.header_of("unit") == mapping.header_of("topic")
    if stands_in and "unit" in mapping.columns and not mapping.values.get("unit"):
        columns = {code: name for code, name in mapping.columns.items() if code != "unit"}
        return replace(mapping, columns=columns)
    return mapping


def _fits(code: str, cells: list[str]) -> bool:
    """“Time” may be a time of day or an instant, “Date” the date: the first filled cells decide which of the two it is."""
    if code not in ("date", "time") or not cells:
        return True
    return (code == "date") == any(map(_has_date, cells[:5]))


def _has_date(cell: str) -> bool:
    try:
        moment(cell)
    except BadValue as error:
        return error.code == "date_order"
    return True


def open_questions(mapping: Mapping, analysis: Analysis) -> dict[str, str]:
    """{field: sentence} for what must be decided before the rows can be read."""
    questions = {}
    for code in ("number", "date"):
        if not mapping.header_of(code) and not (code == "date" and mapping.constants.get("date")):
            questions[code] = _("No column is assigned to “%(field)s”.") % {"field": BY_CODE[code].label}
    for code, name in mapping.columns.items():
        if code not in BY_CODE or name not in analysis.header:
            questions[code] = _("The file has no column “%(name)s”.") % {"name": name}
    name = mapping.header_of("date")
    if name in analysis.unclear and mapping.date_order not in ORDERS:
        questions["date_order"] = _(
            "Day and month cannot be told apart in “%(value)s”: choose the order of the date."
        ) % {"value": analysis.unclear[name]}
    return questions

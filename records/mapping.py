"""How a file's columns become fields: proposed from the headers and the first rows, decided by a person, remembered per source."""

from dataclasses import asdict, dataclass, field

from django.utils.translation import gettext as _

from foundation.common.errors import Invalid
from records.dates import ORDERS, moment, needs_order, possible_orders
from records.fields import BY_CODE, FIELDS, rank
from records.problems import BadValue
from records.reading import Cell
from records.reading.cells import is_blank

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


def propose(header: list[str], samples: list[list[Cell]], remembered: Mapping | None = None) -> Mapping:
    """The likeliest mapping. What was remembered wins where its column is there; a header serves one field, but a topic may also name the unit."""
    mapping = Mapping()
    if remembered is not None:
        mapping = Mapping.from_json(remembered.to_json())
        mapping.columns = {code: name for code, name in remembered.columns.items() if name in header and code in BY_CODE}
        if mapping.columns or remembered.constants:
            # A remembered mapping is complete: what it leaves out was left out on purpose.
            return mapping
    taken = set()
    ranked = sorted(
        (place, position, order, item.code, name)
        for order, item in enumerate(FIELDS)
        for position, name in enumerate(header)
        if (place := rank(item, name)) is not None
    )
    for _place, _position, _order, code, name in ranked:
        if code not in mapping.columns and name not in taken and _fits(code, [row[header.index(name)] for row in samples]):
            mapping.columns[code] = name
            taken.add(name)
    if "unit" not in mapping.columns and "topic" in mapping.columns:
        mapping.columns["unit"] = mapping.columns["topic"]
    if "date" in mapping.columns:
        cells = column(header, samples, mapping.columns["date"])
        if needs_order(cells) and len(orders := possible_orders(cells)) == 1:
            mapping.date_order = orders[0]
    return mapping


def column(header: list[str], rows: list[list[Cell]], name: str) -> list[Cell]:
    position = header.index(name)
    return [row[position] for row in rows if not is_blank(row[position])]


def _fits(code: str, cells: list[Cell]) -> bool:
    """“Time” may be a time of day or an instant, “Date” the date: the first filled cells decide which of the two it is."""
    cells = [cell for cell in cells if not is_blank(cell)][:5]
    if code not in ("date", "time") or not cells:
        return True
    return (code == "date") == all(map(_has_date, cells))


def _has_date(cell: Cell) -> bool:
    try:
        moment(cell, "ymd")
    except BadValue as error:
        return error.code == "date_order" or bool(possible_orders([cell])) and needs_order([cell])
    return True


def open_questions(mapping: Mapping, header: list[str], samples: list[list[Cell]]) -> dict[str, str]:
    """{field: sentence} for what must be decided before the rows can be read."""
    questions = {}
    for code in ("number", "date"):
        if not mapping.header_of(code) and not (code == "date" and mapping.constants.get("date")):
            questions[code] = _("No column is assigned to “%(field)s”.") % {"field": BY_CODE[code].label}
    for code, name in mapping.columns.items():
        if name not in header:
            questions[code] = _("The file has no column “%(name)s”.") % {"name": name}
    date = mapping.header_of("date")
    if date in header and mapping.date_order not in ORDERS:
        cells = column(header, samples, date)
        if needs_order(cells):
            questions["date_order"] = _("Day and month cannot be told apart in “%(value)s”: choose the order of the date.") % {
                "value": next(str(cell) for cell in cells if needs_order([cell]))[:40]
            }
    return questions


def require_complete(mapping: Mapping, header: list[str], samples: list[list[Cell]]) -> None:
    """Raises Invalid with the open questions."""
    if questions := open_questions(mapping, header, samples):
        raise Invalid(questions)

"""The kept totals of cycles, read in a fixed number of queries whatever the number of units, sheets or scores.

The rows of a cycle come as one text: the database joins them faster than hundreds of rows become Python objects, and a text is its own
fingerprint. What was computed from the same texts need not be computed, or even parsed, again (`analysis.computing`).
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache

from django.db import connection

from analysis.estimates import Totals
from analysis.models import EnteredFigure
from assessments.enums import EventState
from assessments.models import CriticalEvent, Cycle, MeasureReading, Plan, ScoreTotal
from assessments.models.total import TotalLevel
from foundation.common.engine import joined
from foundation.common.numbers import from_units
from organization.models import Unit
from sampling.models import Draw

LEVELS = tuple(TotalLevel.values)
UNIT, RECORD = "\x1f", "\x1e"  # control characters that no code or name of a measure holds


@dataclass(frozen=True)
class CycleRows:
    """What is known of one cycle. Equal texts give equal results."""

    totals: str = ""
    readings: str = ""
    plans: str = ""
    events: str = ""
    entered: str = ""

    def each_total(self) -> Iterator[tuple[int, str, str, Totals]]:
        """(unit, level, code, totals), sums in units of 1/10,000 point and their squares."""
        for unit, level, code, n, total, squares in _lines(self.totals):
            yield int(unit), level, code, Totals(int(n), int(total), int(squares))

    def each_reading(self) -> Iterator[tuple[int, str, Totals]]:
        """(unit, measure, totals in the measure's own unit)."""
        for unit, measure, n, total, squares in _lines(self.readings):
            yield int(unit), measure, Totals(int(n), Decimal(total), Decimal(squares))

    def each_plan(self) -> Iterator[tuple[int, int, int | None]]:
        """(unit, sheets wanted, how many records there were to draw from).

        Where visits or callbacks are planned too there is no such number: a quarter has no list of visits, and a customer is no record.
        """
        for unit, records, others, counts in _lines(self.plans):
            frame = json.loads(counts) if counts else {}
            known = frame and not int(others)
            yield int(unit), int(records) + int(others), sum(frame.values()) if known else None

    def each_event(self) -> Iterator[tuple[int, int]]:
        """(unit, how many critical events were confirmed)."""
        for unit, count in _lines(self.events):
            yield int(unit), int(count)

    def each_entered(self) -> Iterator[tuple[int | None, str, Decimal, date]]:
        """(unit or None for the organization, code of the target, figure, day) of what was entered by hand and counts."""
        last: dict[tuple[str, str], tuple[int, str, str]] = {}
        for key, unit, code, value, as_of in _lines(self.entered):
            if int(key) > last.get((unit, code), (0,))[0]:
                last[unit, code] = int(key), value, as_of
        for (unit, code), (_key, value, as_of) in last.items():
            if value:
                yield int(unit) or None, code, from_units(int(value)), date.fromisoformat(as_of)

    def units(self) -> frozenset[int]:
        """Keys of the units that have a plan or totals."""
        return _units_in(self.totals) | _units_in(self.plans)


def _lines(text: str) -> Iterator[list[str]]:
    return (line.split(UNIT) for line in text.split(RECORD)) if text else iter(())


@lru_cache(maxsize=256)
def _units_in(text: str) -> frozenset[int]:
    return frozenset(int(line[0]) for line in _lines(text))


@dataclass
class Loaded:
    """`rows` by cycle, `units` by key, when the measures of a cycle were last computed, and `nesting` as in `RowsRead`."""

    rows: dict[int, CycleRows]
    units: dict[int, Unit]
    measured_at: dict[int, datetime] = field(default_factory=dict)
    nesting: str = ""


@dataclass(frozen=True)
class RowsRead:
    """`rows` and `measured_at` by cycle. `units`: all that is shown of their units as one text; equal texts, equal units. `nesting`: which
    unit lies below which, see `outermost`."""

    rows: dict[int, CycleRows]
    measured_at: dict[int, datetime]
    units: str
    nesting: str = ""


def load_rows(cycles: Sequence[Cycle], *, levels: Mapping[int, Sequence[str]] | None = None) -> Loaded:
    """Two queries. `levels`: which levels of totals are wanted of a cycle, by its key (default: all of all); a trend does with few."""
    read = read_rows(levels or {cycle.pk: LEVELS for cycle in cycles})
    return Loaded(read.rows, Unit.objects.in_bulk(units_in(read.rows.values())), read.measured_at, read.nesting)


def read_rows(levels: Mapping[int, Sequence[str]]) -> RowsRead:
    """From {key of a cycle: levels of totals wanted}; one query with a part a table."""
    keys = list(levels)
    if not keys:
        return RowsRead({}, {}, "")
    parts = (
        _totals_part(levels), _readings_part(keys), _plans_part(keys), _events_part(keys), _units_part(keys), _nesting_part(keys),
        _entered_part(keys),
    )  # fmt: skip
    found: dict[str, dict[int, tuple[str, str | None]]] = {name: {} for name in PARTS}
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(sql for sql, _params in parts), [value for _sql, params in parts for value in params]
        )
        for part, cycle, text, at in cursor.fetchall():
            found[part][cycle] = text, at
    nothing = ("", None)
    rows = {
        key: CycleRows(*(found[part].get(key, nothing)[0] for part in (TOTALS, READINGS, PLANS, EVENTS, ENTERED)))
        for key in keys
    }
    measured_at = {key: _instant(at) for key, (_text, at) in found[READINGS].items()}
    return RowsRead(rows, measured_at, found[UNITS].get(0, nothing)[0] or "", found[NESTING].get(0, nothing)[0] or "")


def units_in(rows: Iterable[CycleRows]) -> frozenset[int]:
    return frozenset().union(*(one.units() for one in rows))


@lru_cache(maxsize=256)
def outermost(nesting: str, units: frozenset[int]) -> frozenset[int]:
    """Those of the units that lie below none of the others: a measure of a unit covers all below it, so together they count everything once."""
    parents = {int(unit): int(parent) if parent else None for unit, parent in _lines(nesting)}

    def is_below_another(unit: int) -> bool:
        passed, above = {unit}, parents.get(unit)
        while above is not None and above not in passed:
            if above in units:
                return True
            passed.add(above)
            above = parents.get(above)
        return False

    return frozenset(unit for unit in units if not is_below_another(unit))


PARTS = TOTALS, READINGS, PLANS, EVENTS, UNITS, NESTING, ENTERED = (
    "totals", "readings", "plans", "events", "units", "nesting", "entered",
)  # fmt: skip
Part = tuple[str, list]  # SQL and its parameters


def _totals_part(levels: Mapping[int, Sequence[str]]) -> Part:
    line = _line("unit_id", "level", "code", "n", "total", "squares")
    conditions, params = [], []
    for level in LEVELS:
        if wanted := [key for key, names in levels.items() if level in names]:
            conditions.append(f"(level = %s AND cycle_id IN ({_places(wanted)}))")
            params += [level, *wanted]
    within = " OR ".join(conditions) or "1 = 0"
    return (
        f"SELECT '{TOTALS}', cycle_id, {joined(line, RECORD)}, {NO_TIME} FROM {_table(ScoreTotal)} WHERE {within} GROUP BY cycle_id",
        params,
    )


def _readings_part(keys: list[int]) -> Part:
    line, latest = _line("unit_id", "measure", "n", "total", "squares"), "CAST(max(computed_at) AS varchar(40))"
    source = f"{_table(MeasureReading)} WHERE cycle_id IN ({_places(keys)})"
    return f"SELECT '{READINGS}', cycle_id, {joined(line, RECORD)}, {latest} FROM {source} GROUP BY cycle_id", keys


def _plans_part(keys: list[int]) -> Part:
    line = _line(
        "p.unit_id",
        "p.records_wanted",
        "(p.visits_wanted + p.callbacks_wanted)",
        "coalesce(CAST(d.frame_counts AS text), '')",
    )
    source = f"{_table(Plan)} p LEFT JOIN {_table(Draw)} d ON d.id = p.draw_id WHERE p.cycle_id IN ({_places(keys)})"
    return f"SELECT '{PLANS}', p.cycle_id, {joined(line, RECORD)}, {NO_TIME} FROM {source} GROUP BY p.cycle_id", keys


def _events_part(keys: list[int]) -> Part:
    counted = (
        f"SELECT cycle_id, unit_id, count(*) AS n FROM {_table(CriticalEvent)} "
        f"WHERE state = %s AND cycle_id IN ({_places(keys)}) GROUP BY cycle_id, unit_id"
    )
    line = _line("unit_id", "n")
    return (
        f"SELECT '{EVENTS}', cycle_id, {joined(line, RECORD)}, {NO_TIME} FROM ({counted}) counted GROUP BY cycle_id",
        [EventState.CONFIRMED.value, *keys],
    )


def _entered_part(keys: list[int]) -> Part:
    """All that was entered: few rows, and which of them counts is told by their keys."""
    line = _line(
        "id", "coalesce(unit_id, 0)", "target", "coalesce(CAST(value AS varchar(20)), '')", "CAST(as_of AS varchar(10))"
    )
    source = f"{_table(EnteredFigure)} WHERE cycle_id IN ({_places(keys)})"
    return f"SELECT '{ENTERED}', cycle_id, {joined(line, RECORD)}, {NO_TIME} FROM {source} GROUP BY cycle_id", keys


def _units_part(keys: list[int]) -> Part:
    """Units have totals only where they have a plan."""
    line = _line("id", "code", "name_zh", "name_en", "kind", "peer_group")
    planned = f"SELECT unit_id FROM {_table(Plan)} WHERE cycle_id IN ({_places(keys)})"
    return f"SELECT '{UNITS}', 0, {joined(line, RECORD)}, {NO_TIME} FROM {_table(Unit)} WHERE id IN ({planned})", keys


def _nesting_part(keys: list[int]) -> Part:
    """(unit, the one above) for the units that have a plan and for all that have units below them."""
    line = _line("id", "coalesce(CAST(parent_id AS varchar(20)), '')")
    planned = f"SELECT unit_id FROM {_table(Plan)} WHERE cycle_id IN ({_places(keys)})"
    inner = f"SELECT parent_id FROM {_table(Unit)} WHERE parent_id IS NOT NULL"
    return (
        f"SELECT '{NESTING}', 0, {joined(line, RECORD)}, {NO_TIME} FROM {_table(Unit)} WHERE id IN ({planned}) OR id IN ({inner})",
        keys,
    )


NO_TIME = "CAST(NULL AS varchar(40))"


def _line(*columns: str) -> str:
    return f" || '{UNIT}' || ".join(columns)


def _places(values: Sequence) -> str:
    return ", ".join(["%s"] * len(values))


def _table(model) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _instant(text: str) -> datetime:
    """An instant as the database writes it: in UTC, with or without saying so."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)

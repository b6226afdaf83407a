"""The kept totals of cycles, read in a fixed number of queries whatever the number of units, sheets or scores.

The rows of a cycle come as one text: the database joins them faster than hundreds of rows become Python objects, and a text is its own
fingerprint. What was computed from the same texts need not be computed, or even parsed, again (`analysis.computing`).
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache

from django.db import connection

from analysis.estimates import Totals
from assessments.models import Cycle, MeasureReading, Plan, ScoreTotal
from assessments.models.total import TotalLevel
from foundation.common.engine import joined
from organization.models import Unit
from sampling.models import Draw

UNIT, RECORD = "\x1f", "\x1e"  # control characters that no code or name of a measure holds


@dataclass(frozen=True)
class CycleRows:
    """What is known of one cycle. Equal texts give equal results."""

    totals: str = ""
    readings: str = ""
    plans: str = ""

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

        Where visits are planned too there is no such number: a quarter has no list of visits.
        """
        for unit, records, visits, counts in _lines(self.plans):
            frame = json.loads(counts) if counts else {}
            known = frame and not int(visits)
            yield int(unit), int(records) + int(visits), sum(frame.values()) if known else None

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
    """`rows` by cycle, `units` by key, and when the measures of a cycle were last computed."""

    rows: dict[int, CycleRows]
    units: dict[int, Unit]
    measured_at: dict[int, datetime] = field(default_factory=dict)


def load_rows(cycles: Sequence[Cycle], *, in_full: Sequence[Cycle] | None = None) -> Loaded:
    """Four queries. `in_full`: the cycles of which the totals by indicator are wanted too (default: all); a trend does without."""
    keys = [cycle.pk for cycle in cycles]
    rows, measured_at = read_rows(keys, keys if in_full is None else [cycle.pk for cycle in in_full])
    return Loaded(rows, Unit.objects.in_bulk(units_in(rows.values())), measured_at)


def read_rows(keys: Sequence[int], full: Sequence[int]) -> tuple[dict[int, CycleRows], dict[int, datetime]]:
    """({cycle: rows}, {cycle: when its measures were last computed}) by keys of cycles. Three queries."""
    totals, readings, plans = _read_totals(keys, full), _read_readings(keys), _read_plans(keys)
    rows = {key: CycleRows(totals.get(key, ""), readings.get(key, ("",))[0], plans.get(key, "")) for key in keys}
    return rows, {key: _instant(at) for key, (_text, at) in readings.items()}


def units_in(rows: Iterable[CycleRows]) -> frozenset[int]:
    return frozenset().union(*(one.units() for one in rows))


def print_of_units(keys: Iterable[int]) -> str:
    """All that a page shows of these units, as one text: equal texts, equal units. One query."""
    keys = list(keys)
    line = _line("id", "code", "name_zh", "name_en", "kind", "peer_group")
    found = _fetch(f"SELECT {joined(line, RECORD)} FROM {_table(Unit)} WHERE id IN ({_places(keys)})", keys)
    return found[0][0] or ""


def _read_totals(keys: Sequence[int], full: Sequence[int]) -> dict[int, str]:
    line = _line("unit_id", "level", "code", "n", "total", "squares")
    within = f"cycle_id IN ({_places(keys)}) AND (level <> %s OR cycle_id IN ({_places(full)}))"
    sql = f"SELECT cycle_id, {joined(line, RECORD)} FROM {_table(ScoreTotal)} WHERE {within} GROUP BY cycle_id"
    return dict(_fetch(sql, [*keys, TotalLevel.INDICATOR.value, *full]))


def _read_readings(keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    line = _line("unit_id", "measure", "n", "total", "squares")
    latest = "CAST(max(computed_at) AS varchar(40))"
    within = f"cycle_id IN ({_places(keys)})"
    sql = f"SELECT cycle_id, {joined(line, RECORD)}, {latest} FROM {_table(MeasureReading)} WHERE {within} GROUP BY cycle_id"
    return {cycle: (text, at) for cycle, text, at in _fetch(sql, keys)}


def _read_plans(keys: Sequence[int]) -> dict[int, str]:
    line = _line("p.unit_id", "p.records_wanted", "p.visits_wanted", "coalesce(CAST(d.frame_counts AS text), '')")
    source = f"{_table(Plan)} p LEFT JOIN {_table(Draw)} d ON d.id = p.draw_id"
    sql = f"SELECT p.cycle_id, {joined(line, RECORD)} FROM {source} WHERE p.cycle_id IN ({_places(keys)}) GROUP BY p.cycle_id"
    return dict(_fetch(sql, keys))


def _line(*columns: str) -> str:
    return f" || '{UNIT}' || ".join(columns)


def _places(values: Sequence) -> str:
    return ", ".join(["%s"] * len(values)) or "NULL"


def _table(model) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _fetch(sql: str, params: Sequence) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def _instant(text: str) -> datetime:
    """An instant as the database writes it: in UTC, with or without saying so."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)

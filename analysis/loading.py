"""The kept totals of cycles, read in a fixed number of queries whatever the number of units, sheets or scores."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db.models import Q

from analysis.estimates import Totals
from assessments.models import Cycle, MeasureReading, Plan, ScoreTotal
from assessments.models.total import TotalLevel
from organization.models import Unit

# Rows as the database gives them: hashable, so that what was computed from them can be kept by content.
TotalRow = tuple[int, str, str, int, int, int]  # unit, level, code, n, total, squares
ReadingRow = tuple[int, str, int, str, str]  # unit, measure, n, total, squares
PlanRow = tuple[int, int, int | None]  # unit, sheets wanted, population or None


@dataclass(frozen=True)
class CycleRows:
    """What is known of one cycle. Equal rows give equal results."""

    totals: tuple[TotalRow, ...]
    readings: tuple[ReadingRow, ...]
    plans: tuple[PlanRow, ...]


@dataclass
class Loaded:
    rows: dict[int, CycleRows]
    units: dict[int, Unit]
    measured_at: dict[int, datetime] = field(default_factory=dict)


def load_rows(cycles: Sequence[Cycle], *, in_full: Sequence[Cycle] | None = None) -> Loaded:
    """Four queries. `in_full`: the cycles of which the totals by indicator are wanted too (default: all); a trend does without."""
    keys = [cycle.pk for cycle in cycles]
    totals: dict[int, list[TotalRow]] = {key: [] for key in keys}
    readings: dict[int, list[ReadingRow]] = {key: [] for key in keys}
    plans: dict[int, list[PlanRow]] = {key: [] for key in keys}
    measured_at: dict[int, datetime] = {}
    kept = ScoreTotal.objects.filter(cycle__in=keys)
    if in_full is not None:
        kept = kept.filter(~Q(level=TotalLevel.INDICATOR) | Q(cycle__in=[cycle.pk for cycle in in_full]))
    for cycle, *row in kept.values_list("cycle_id", "unit_id", "level", "code", "n", "total", "squares").order_by("pk"):
        totals[cycle].append(tuple(row))
    figures = MeasureReading.objects.filter(cycle__in=keys).order_by("pk")
    for cycle, at, *row in figures.values_list(
        "cycle_id", "computed_at", "unit_id", "measure", "n", "total", "squares"
    ):
        readings[cycle].append(tuple(row))
        measured_at[cycle] = max(at, measured_at.get(cycle, at))
    planned = Plan.objects.filter(cycle__in=keys).order_by("pk")
    for cycle, unit, records, visits, counts in planned.values_list(
        "cycle_id", "unit_id", "records_wanted", "visits_wanted", "draw__frame_counts"
    ):
        plans[cycle].append((unit, records + visits, _population(visits, counts)))
    rows = {key: CycleRows(tuple(totals[key]), tuple(readings[key]), tuple(plans[key])) for key in keys}
    seen = {row[0] for one in rows.values() for row in (*one.totals, *one.plans)}
    return Loaded(rows, Unit.objects.in_bulk(seen), measured_at)


def _population(visits: int, counts: dict | None) -> int | None:
    """How many records there were to draw from. Where visits are planned too there is no such number: a quarter has no list of visits."""
    return None if visits or not counts else sum(counts.values())


def totals_of(row: ReadingRow) -> Totals:
    """A reading's sums as exact decimals."""
    return Totals(row[2], Decimal(row[3]), Decimal(row[4]))

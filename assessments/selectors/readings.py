"""The kept figures of measured indicators as a table: a row for each unit, a column for each indicator."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db.models import Min

from assessments.models import Cycle, MeasureReading
from organization.models import Unit
from standards.figures import shown
from standards.models import Indicator
from standards.selectors import indicators_of


@dataclass(frozen=True)
class Figure:
    """`shown` is the figure with its unit, a dash where nothing was observed."""

    shown: str
    n: int


@dataclass(frozen=True)
class Readings:
    """`rows`: (unit, (indicator, figure) for each; None where not computed yet). `oldest`: the moment of the oldest figure."""

    indicators: tuple[Indicator, ...]
    rows: list[tuple[Unit, list[tuple[Indicator, Figure | None]]]]
    oldest: datetime | None


def readings_of(cycle: Cycle, units: list[Unit]) -> Readings:
    """Two queries. The units are those whose figures are shown; `oldest` is of all."""
    indicators = tuple(one for one in indicators_of(cycle.standard_version) if one.measure)
    all_rows = MeasureReading.objects.filter(cycle=cycle)
    kept = {(row.unit_id, row.measure): row for row in all_rows.filter(unit__in=units)}
    rows = [(unit, [(one, _figure(kept.get((unit.pk, one.measure)))) for one in indicators]) for unit in units]
    return Readings(indicators, rows, all_rows.aggregate(oldest=Min("computed_at"))["oldest"])


def _figure(row: MeasureReading | None) -> Figure | None:
    if row is None:
        return None
    return Figure(shown(row.measure, Fraction(row.total) / row.n if row.n else None), row.n)

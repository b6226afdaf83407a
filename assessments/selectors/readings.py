"""The kept figures of measured indicators as a table: a row for each unit, a column for each indicator."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

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
    """One query; the units are those of the cycle's plans."""
    indicators = tuple(one for one in indicators_of(cycle.standard_version) if one.measure)
    kept = {(row.unit_id, row.measure): row for row in MeasureReading.objects.filter(cycle=cycle)}
    rows = [(unit, [(one, _figure(kept.get((unit.pk, one.measure)))) for one in indicators]) for unit in units]
    return Readings(indicators, rows, min((row.computed_at for row in kept.values()), default=None))


def _figure(row: MeasureReading | None) -> Figure | None:
    if row is None:
        return None
    return Figure(shown(row.measure, Fraction(row.total) / row.n if row.n else None), row.n)

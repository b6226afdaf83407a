"""A figure over the last cycles, with its interval."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.computing import Scores, scores_by_unit, scores_of_all
from analysis.estimates import NOTHING, ScoreEstimate
from analysis.loading import Loaded, load_rows
from analysis.scheme import Scheme, schemes_of
from assessments.models import Cycle
from organization.models import Unit

LENGTH = 8


@dataclass(frozen=True)
class TrendPoint:
    cycle: Cycle
    score: ScoreEstimate


def cycles_until(cycle: Cycle, length: int = LENGTH) -> list[Cycle]:
    """The cycle and those of its kind before it, oldest first, at most `length`."""
    found = Cycle.objects.filter(type=cycle.type, start__lte=cycle.start)
    return list(found.select_related("standard_version").order_by("-start")[:length])[::-1]


def trend_of(cycles: Sequence[Cycle], unit: Unit | None = None, dimension: str = "") -> list[TrendPoint]:
    """The whole, or one dimension by its code, of a unit or (without one) of all units, in the order of the cycles. Six queries at most."""
    loaded = load_rows(cycles, in_full=[])
    schemes = schemes_of(cycle.standard_version for cycle in cycles)
    return points_of(cycles, loaded, schemes, unit=unit, dimension=dimension)


def points_of(
    cycles: Sequence[Cycle], loaded: Loaded, schemes: dict[int, Scheme], *, unit: Unit | None = None, dimension: str = ""
) -> list[TrendPoint]:
    """The same from rows that are loaded already."""
    points = []
    for cycle in cycles:
        scheme, rows = schemes[cycle.standard_version_id], loaded.rows[cycle.pk]
        scores = scores_of_all(scheme, rows) if unit is None else scores_by_unit(scheme, rows).get(unit.pk, Scores())
        points.append(TrendPoint(cycle, scores.dimensions.get(dimension, NOTHING) if dimension else scores.whole))
    return points

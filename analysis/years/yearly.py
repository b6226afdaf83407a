"""A unit's year: the mean of its quarters, each counting the same, whatever the number of sheets in it (decision 80).

Only quarters in which scoring has ended count; one without a figure leaves the denominator and is named. Before the fourth the year is said to be
so far. The standard may change between quarters: a year has the whole and the dimensions that have the same code in each.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from analysis.computing import Scores, scores_by_unit, scores_of_all
from analysis.estimates import NOTHING, ScoreEstimate, mean_of_units, with_change
from analysis.loading import CycleRows, load_rows
from analysis.ranking import Standing, rank_units
from analysis.results import UNRANKED
from analysis.rules import SHOWN_TO_UNIT
from analysis.scheme import DimensionInfo, Scheme, schemes_of
from analysis.trends import levels_for
from assessments.enums import CycleType
from assessments.models import Cycle
from organization.models import Unit

QUARTERS = 4
Quarter = tuple[Scheme, CycleRows]


@dataclass(frozen=True)
class YearLine:
    """`quarters`: a score for each of the year's quarters that count, in their order; `year`: their mean, with its change since the year before.

    `unit` is None for the organization.
    """

    unit: Unit | None
    quarters: tuple[ScoreEstimate, ...]
    year: ScoreEstimate
    standing: Standing = UNRANKED
    peers: int = 0

    @property
    def missing(self) -> tuple[int, ...]:
        """The places of quarters without a figure."""
        return tuple(place for place, score in enumerate(self.quarters) if score.value is None)


@dataclass(frozen=True)
class YearResult:
    """`lines`: by group of comparable units, best first. `dimensions`: those that each of the quarters has."""

    year: int
    cycles: tuple[Cycle, ...]
    lines: tuple[YearLine, ...]
    overall: YearLine
    dimensions: tuple[DimensionInfo, ...]
    dimension: DimensionInfo | None

    @property
    def is_complete(self) -> bool:
        return len(self.cycles) == QUARTERS

    @property
    def what(self) -> str:
        return str(self.dimension) if self.dimension else _("Whole score")


def counted_quarters():
    """Quarters in which scoring has ended, in their order."""
    return Cycle.objects.filter(type=CycleType.QUARTER, state__in=SHOWN_TO_UNIT).order_by("start")


def years_there_are() -> list[int]:
    """Years with a quarter that counts, latest first. One query."""
    return sorted({start.year for start in counted_quarters().values_list("start", flat=True)}, reverse=True)


def year_of(year: int, dimension: str = "") -> YearResult | None:
    """None where no quarter of that year counts, or the dimension is not in each of them. Five queries at most."""
    cycles = list(counted_quarters().filter(start__year__in=(year - 1, year)).select_related("standard_version"))
    now = tuple(cycle for cycle in cycles if cycle.start.year == year)
    if not now:
        return None
    before = tuple(cycle for cycle in cycles if cycle.start.year == year - 1)
    loaded = load_rows(cycles, levels={cycle.pk: levels_for("any") for cycle in cycles})
    schemes = schemes_of(cycle.standard_version for cycle in cycles)

    def quarters(of: Sequence[Cycle]) -> tuple[Quarter, ...]:
        return tuple((schemes[cycle.standard_version_id], loaded.rows[cycle.pk]) for cycle in of)

    common = _common(quarters(now))
    chosen = next((one for one in common if one.code == dimension), None)
    if dimension and chosen is None:
        return None
    groups = tuple(sorted((unit.peer_group, unit.code, key) for key, unit in loaded.units.items()))
    computed = _computed(quarters(now), quarters(before), dimension, groups)
    lines = tuple(YearLine(loaded.units[key], *rest) for key, *rest in computed)
    overall = _yearly(
        [_picked(scores_of_all(*quarter), dimension) for quarter in quarters(now)],
        [_picked(scores_of_all(*quarter), dimension) for quarter in quarters(before)],
    )
    return YearResult(year, now, lines, YearLine(None, *overall), common, chosen)


def _common(quarters: Sequence[Quarter]) -> tuple[DimensionInfo, ...]:
    """Dimensions that carry weight in each of the quarters, named as in the last."""
    shared = set.intersection(*({one.code for one in scheme.dimensions if one.weight} for scheme, _rows in quarters))
    return tuple(one for one in quarters[-1][0].dimensions if one.code in shared)


def _picked(scores: Scores, dimension: str) -> ScoreEstimate:
    return scores.dimensions.get(dimension, NOTHING) if dimension else scores.whole


def _yearly(now: Sequence[ScoreEstimate], before: Sequence[ScoreEstimate]) -> tuple[tuple, ScoreEstimate]:
    """The mean of the quarters beside them. The target is that of the last quarter: it is what is aimed at now."""
    target = now[-1].target if now else None
    year = mean_of_units(now, target=target)
    return tuple(now), with_change(year, mean_of_units(before))


@lru_cache(maxsize=32)
def _computed(
    now: tuple[Quarter, ...], before: tuple[Quarter, ...], dimension: str, groups: tuple[tuple[str, str, int], ...]
) -> tuple[tuple, ...]:
    """(unit, quarters, year, standing, peers), group by group, best first. Pure, kept by content."""
    scored = [scores_by_unit(*quarter) for quarter in now]
    earlier = [scores_by_unit(*quarter) for quarter in before]
    by_group: dict[str, dict[int, tuple[tuple, ScoreEstimate]]] = {}
    for group, _code, key in groups:
        if any(key in scores for scores in scored):
            by_group.setdefault(group, {})[key] = _yearly(
                [_of_unit(scores, key, dimension) for scores in scored],
                [_of_unit(scores, key, dimension) for scores in earlier],
            )
    found = []
    for lines in by_group.values():
        ranked = rank_units({key: year.estimate for key, (_quarters, year) in lines.items()})
        peers = sum(standing.rank is not None for standing in ranked.values())
        found += [(key, *lines[key], standing, peers) for key, standing in ranked.items()]
    return tuple(found)


def _of_unit(scores: Mapping[int, Scores], key: int, dimension: str) -> ScoreEstimate:
    return _picked(scores.get(key, Scores()), dimension)

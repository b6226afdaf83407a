"""From the rows of one cycle to its scores per unit. Pure: the same rows give the same scores, so they are kept by content in the process."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from analysis.estimates import (
    NOTHING,
    ScoreEstimate,
    Source,
    Totals,
    after_events,
    combine_sources,
    mean_of_units,
    measure_source,
    sheets_source,
)
from analysis.loading import CycleRows
from analysis.scheme import DimensionInfo, IndicatorInfo, Scheme
from assessments.models.total import TotalLevel


@dataclass(frozen=True)
class Scores:
    """The whole, the dimensions and the indicators of a unit, or of all units together. `dimensions` and `indicators` are by code."""

    whole: ScoreEstimate = NOTHING
    dimensions: Mapping[str, ScoreEstimate] = field(default_factory=dict)
    indicators: Mapping[str, ScoreEstimate] = field(default_factory=dict)


@lru_cache(maxsize=64)
def scores_by_unit(scheme: Scheme, rows: CycleRows) -> Mapping[int, Scores]:
    """{unit pk: scores} for every unit that has a plan or totals in these rows. Not to be changed by the caller."""
    totals: dict[int, dict[tuple[str, str], Totals]] = {}
    for unit, level, code, sums in rows.each_total():
        totals.setdefault(unit, {})[level, code] = sums
    readings: dict[int, dict[str, Totals]] = {}
    for unit, measure, sums in rows.each_reading():
        readings.setdefault(unit, {})[measure] = sums
    populations = {unit: population for unit, _wanted, population in rows.each_plan()}
    events = dict(rows.each_event())
    return {
        unit: _scores(scheme, totals.get(unit, {}), readings.get(unit, {}), populations.get(unit), events.get(unit, 0))
        for unit in sorted({*populations, *totals})
    }


def _scores(
    scheme: Scheme,
    totals: dict[tuple[str, str], Totals],
    readings: dict[str, Totals],
    population: int | None,
    events: int = 0,
) -> Scores:
    sheets = totals.get((TotalLevel.SHEET.value, ""))

    def drawn_from(own: Totals | None) -> int | None:
        """The population of an indicator that was not applicable on some sheets, in the proportion of those where it was."""
        if population is None or own is None or not sheets or not sheets.n:
            return None
        return own.n * population // sheets.n

    def on_sheets(level: TotalLevel, code: str, weight: int) -> Source:
        own = totals.get((level.value, code))
        return sheets_source(own, weight=weight, population=drawn_from(own), fewest=scheme.fewest)

    def measured(indicator: IndicatorInfo) -> Source:
        totals = readings.get(indicator.measure)
        return measure_source(
            indicator.measure, totals, indicator.break_points, weight=indicator.weight, is_share=indicator.is_share
        )

    def sources(
        level: TotalLevel, code: str, indicators: tuple[IndicatorInfo, ...], weight: int | None = None
    ) -> list[Source]:
        """The sheets with the weight of all that stands on them, and each measured indicator with its own."""
        if weight is None:
            weight = sum(one.weight for one in indicators if not one.is_measured)
        found = [measured(one) for one in indicators if one.is_measured and one.weight]
        return [on_sheets(level, code, weight), *found] if weight else found

    def of_dimension(dimension: DimensionInfo) -> ScoreEstimate:
        return combine_sources(
            sources(TotalLevel.DIMENSION, dimension.code, dimension.indicators), target=dimension.target
        )

    def of_indicator(indicator: IndicatorInfo) -> ScoreEstimate:
        source = (
            measured(indicator)
            if indicator.is_measured
            else on_sheets(TotalLevel.INDICATOR, indicator.code, indicator.weight)
        )
        return combine_sources([source], target=indicator.target)

    whole = combine_sources(sources(TotalLevel.SHEET, "", scheme.indicators, scheme.sheet_weight), target=scheme.target)
    return Scores(
        whole=after_events(whole, events, policy=scheme.critical_policy, cap=scheme.critical_cap),
        dimensions={dimension.code: of_dimension(dimension) for dimension in scheme.dimensions if dimension.weight},
        indicators={indicator.code: of_indicator(indicator) for indicator in scheme.weighted},
    )


@lru_cache(maxsize=64)
def scores_of_all(scheme: Scheme, rows: CycleRows, units: frozenset[int] | None = None) -> Scores:
    """All units together, or those given: the plain mean over units, each counting the same."""
    scores = _scores_of(scheme, rows, units)
    return replace(
        mean_scores(scheme, rows, units),
        indicators={
            one.code: mean_of_units((unit.indicators[one.code] for unit in scores), target=one.target)
            for one in scheme.weighted
        },
    )


def mean_scores(scheme: Scheme, rows: CycleRows, units: frozenset[int] | None = None) -> Scores:
    """The same without the indicators, for who shows the whole and the dimensions only."""
    scores = _scores_of(scheme, rows, units)
    return Scores(
        whole=mean_of_units((unit.whole for unit in scores), target=scheme.target),
        dimensions={
            one.code: mean_of_units((unit.dimensions[one.code] for unit in scores), target=one.target)
            for one in scheme.dimensions
            if one.weight
        },
    )


def _scores_of(scheme: Scheme, rows: CycleRows, units: frozenset[int] | None) -> list[Scores]:
    return [own for key, own in scores_by_unit(scheme, rows).items() if units is None or key in units]

"""The actual figures beside the targets: of the organization and of each unit, in the target's unit, with interval and change. Pure.

A figure of the organization is that of all observations together, a score that of the units' mean, as everywhere else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from analysis.computing import Scores
from analysis.enums import TargetState
from analysis.estimates import ScoreEstimate, Totals
from analysis.intervals import (
    Estimate,
    estimate_difference,
    estimate_mean,
    estimate_ratio,
    estimate_share,
    is_small_sample,
)
from analysis.loading import CycleRows, outermost
from analysis.targets.aims import DIMENSION, INDICATOR, WHOLE, Aim
from analysis.targets.judging import judge

# Why there is nothing to judge.
NOT_COMPUTED, NOTHING_OBSERVED, NO_BASELINE, ZERO_BASELINE, OTHER_UNIT, NO_MEASURE = (
    "not_computed", "nothing_observed", "no_baseline", "zero_baseline", "other_unit", "no_measure",
)  # fmt: skip


@dataclass(frozen=True)
class Actual:
    """`value` and `change` exactly, in the target's unit; `estimate` with the interval, None where it is not known.

    Of a change against a baseline: `baseline` in the unit, `reached` and `reached_estimate` in percent. `why` says what is missing where
    nothing can be judged; the figure itself may be there all the same. `as_of`: the day of a figure that was entered by hand.
    """

    state: TargetState = TargetState.NO_DATA
    value: Fraction | None = None
    estimate: Estimate | None = None
    n: int = 0
    small: bool = False
    change: Fraction | None = None
    significant: bool = False
    baseline: Fraction | None = None
    reached: Fraction | None = None
    reached_estimate: Estimate | None = None
    why: str = ""
    as_of: date | None = None


@dataclass(frozen=True)
class Board:
    """`whole` and, by a unit's key, `units`: {key of the aim: its actual figure}."""

    whole: Mapping[str, Actual]
    units: Mapping[int, Mapping[str, Actual]]


@dataclass(frozen=True)
class Period:
    """The rows of a past cycle that changes are measured against, and which unit lay below which."""

    rows: CycleRows
    nesting: str


Readings = dict[tuple[int, str], Totals]
Entered = dict[tuple[int | None, str], tuple[Decimal, date]]


@dataclass(frozen=True)
class Base:
    """What a period says of measures and of figures that were entered; `together`: the units that count in the organization's figure."""

    readings: Readings
    entered: Entered
    together: frozenset[int]


NOTHING = Base({}, {}, frozenset())


@lru_cache(maxsize=32)
def measured_board(
    aims: tuple[Aim, ...],
    now: CycleRows,
    before: CycleRows | None,
    nesting: str,
    chosen: frozenset[int] | None = None,
    periods: tuple[tuple[str, Period], ...] = (),
) -> Board:
    """The figures of the version's own list. `chosen`: keys of the units to look at; None: all that are assessed. `periods`: by the code of
    the cycle, what the aims name as their baseline."""
    units = _looked_at(now, chosen)
    present, past = _readings(now), _readings(before)
    then = _looked_at(before, chosen)
    by_hand, by_hand_then = _entered(now), _entered(before)
    bases = {
        code: Base(_readings(one.rows), _entered(one.rows), outermost(one.nesting, _looked_at(one.rows, chosen)))
        for code, one in periods
    }
    earlier = Base(past, by_hand_then, outermost(nesting, then))

    def base_of(aim: Aim) -> Base:
        return bases.get(aim.baseline_cycle, NOTHING) if aim.baseline_cycle else earlier

    # A figure that was entered for the organization is none of some of its units.
    whole = {
        aim.key: _by_hand(aim, by_hand, by_hand_then, base_of(aim).entered, None if chosen is None else 0)
        if aim.is_entered
        else _measured(
            aim,
            _together(present, aim.measure, outermost(nesting, units)),
            _together(past, aim.measure, earlier.together),
            _together(base_of(aim).readings, aim.measure, base_of(aim).together),
        )
        for aim in aims
    }
    by_unit = {
        unit: {
            aim.key: _by_hand(aim, by_hand, by_hand_then, base_of(aim).entered, unit)
            if aim.is_entered
            else _measured(
                aim,
                present.get((unit, aim.measure)),
                past.get((unit, aim.measure)),
                base_of(aim).readings.get((unit, aim.measure)),
            )
            for aim in aims
        }
        for unit in units
    }
    return Board(whole, by_unit)


def _looked_at(rows: CycleRows | None, chosen: frozenset[int] | None) -> frozenset[int]:
    if rows is None:
        return frozenset()
    return rows.units() if chosen is None else rows.units() & chosen


def _readings(rows: CycleRows | None) -> Readings:
    return {} if rows is None else {(unit, measure): totals for unit, measure, totals in rows.each_reading()}


def _entered(rows: CycleRows | None) -> Entered:
    return {} if rows is None else {(unit, code): (value, as_of) for unit, code, value, as_of in rows.each_entered()}


def _by_hand(aim: Aim, now: Entered, before: Entered, base: Entered, unit: int | None) -> Actual:
    """What was entered has no sample and no interval. `base`: of the period that a change is measured against."""
    if (unit, aim.code) not in now:
        return Actual(why=NO_MEASURE)
    entered, as_of = now[unit, aim.code]
    value = Fraction(entered)
    then = Fraction(before[unit, aim.code][0]) if (unit, aim.code) in before else None
    found = {"value": value, "change": None if then is None else value - then, "significant": True, "as_of": as_of}
    if not aim.is_change:
        target = Fraction(aim.value)
        return Actual(judge(value, None, None, target=target, at_most=aim.is_at_most, is_rank=aim.is_rank), **found)
    named = Fraction(base[unit, aim.code][0]) if (unit, aim.code) in base else None
    baseline = named if aim.baseline is None else Fraction(aim.baseline)
    if baseline is None or baseline <= 0:
        return _without_percentage(found, baseline)
    reached = (value / baseline - 1) * 100
    state = judge(reached, None, None, target=Fraction(aim.value), at_most=aim.is_at_most)
    return Actual(state, **found, baseline=baseline, reached=reached)


def _together(readings: Readings, measure: str, units: frozenset[int]) -> Totals | None:
    found = [readings[unit, measure] for unit in units if (unit, measure) in readings]
    if not found:
        return None
    return Totals(sum(one.n for one in found), sum(one.total for one in found), sum(one.squares for one in found))


def _measured(aim: Aim, now: Totals | None, before: Totals | None, base: Totals | None) -> Actual:
    if aim.factor is None:
        return Actual(TargetState.NOT_COMPUTABLE, why=OTHER_UNIT)
    if now is None:
        return Actual(why=NOT_COMPUTED)
    if not now.n:
        return Actual(why=NOTHING_OBSERVED)
    value, estimate = _figure(aim, now)
    then, earlier = _figure(aim, before) if before is not None and before.n else (None, None)
    change, significant = None, False
    if then is not None:
        change = value - then
        difference = estimate_difference(estimate, earlier)
        significant = difference.se is not None and (difference.low > 0 or difference.high < 0)
    found = {
        "value": value,
        "estimate": estimate,
        "n": now.n,
        "small": is_small_sample(now.n),
        "change": change,
        "significant": significant,
    }
    if aim.is_change:
        return _against_baseline(aim, found, *(_figure(aim, base) if base is not None and base.n else (None, None)))
    state = judge(value, estimate.low, estimate.high, target=Fraction(aim.value), at_most=aim.is_at_most)
    return Actual(state, **found)


def _figure(aim: Aim, totals: Totals) -> tuple[Fraction, Estimate]:
    """Exact value and estimate in the target's unit."""
    total, squares = Fraction(totals.total), Fraction(totals.squares)
    raw = estimate_share(int(total), totals.n) if aim.is_share else estimate_mean(totals.n, total, squares)
    return total / totals.n * aim.factor, raw.scaled(float(aim.factor))


def _against_baseline(aim: Aim, found: dict, then: Fraction | None, earlier: Estimate | None) -> Actual:
    """The change in percent of the baseline: a stated figure stands for certain, that of a past cycle has its own uncertainty."""
    baseline = then if aim.baseline is None else Fraction(aim.baseline)
    if baseline is None or baseline <= 0:
        return _without_percentage(found, baseline)
    reached = (found["value"] / baseline - 1) * 100
    if aim.baseline is None:
        ratio = estimate_ratio(found["estimate"], earlier)
    else:
        ratio = found["estimate"].scaled(1 / float(baseline))
    estimate = _in_percent(ratio)
    target = Fraction(aim.value)
    # What went the other way is missed, however wide its interval; the page says so.
    low, high = (estimate.low, estimate.high) if reached * target > 0 else (None, None)
    state = judge(reached, low, high, target=target, at_most=aim.is_at_most)
    return Actual(state, **found, baseline=baseline, reached=reached, reached_estimate=estimate)


def _without_percentage(found: dict, baseline: Fraction | None) -> Actual:
    """The figure itself is there. A baseline may yet come; of one that is nothing there will never be a change in percent."""
    if baseline is None:
        return Actual(**found, why=NO_BASELINE)
    return Actual(TargetState.NOT_COMPUTABLE, **found, baseline=baseline, why=ZERO_BASELINE)


def _in_percent(ratio: Estimate) -> Estimate:
    """From 0.8 to −20."""
    low, high = (None if end is None else (end - 1) * 100 for end in (ratio.low, ratio.high))
    return Estimate((ratio.value - 1) * 100, low, high, None if ratio.se is None else ratio.se * 100, ratio.n, ratio.df)


def scored(aims: tuple[Aim, ...], scores: Scores) -> dict[str, Actual]:
    """Whole, dimensions and indicators against their targets."""
    kinds = {DIMENSION: scores.dimensions, INDICATOR: scores.indicators}
    return {
        aim.key: _scored(aim, scores.whole if aim.level == WHOLE else kinds[aim.level].get(aim.code)) for aim in aims
    }


def _scored(aim: Aim, score: ScoreEstimate | None) -> Actual:
    if score is None or score.value is None:
        return Actual(why=NOTHING_OBSERVED)
    low, high = (None if end is None else float(end) for end in (score.low, score.high))
    value = Fraction(score.value)
    return Actual(
        judge(value, low, high, target=Fraction(aim.value), at_most=False),
        value=value,
        estimate=Estimate(float(value), low, high, score.estimate.se if score.estimate else None, score.n),
        n=score.n,
        small=score.small,
        change=None if score.change is None else Fraction(score.change),
        significant=score.significant,
    )

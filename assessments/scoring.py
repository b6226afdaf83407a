"""The score of one sheet, exactly. No model and no database: values in, values out; the same for the running total, the seal and `verify`.

Points are 0 to an indicator's full marks, normalised to 0–100 and weighted by shares. Everything is integers (points in units of 1/10,000
as they are stored) until one rounding, half up, to 1/10,000 point at the end. A bonus is added to that and a deduction without a weight taken
from it, both exactly; the sum stays within 0 and 100. Where all that is scored are such deductions, it begins at 100.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from math import lcm

from foundation.common.numbers import UNITS, from_units, round_points, to_units

FULL = 100  # points of a sheet, a dimension or a normalised indicator
SHARES = 10_000  # of all indicators of a version together
LARGEST = 1_000_000  # full marks an indicator may have
LEAVE_DENOMINATOR, FULL_MARKS = "leave_denominator", "full_marks"
ZERO, CAP, FAIL = "zero", "cap", "fail"
MEASURED, EVENT, BONUS, DEDUCTION = "measured", "event", "bonus", "deduction"
MOST_OCCURRENCES = 999


class InvalidMark(ValueError):
    """A mark that the standard does not allow. `code`: the indicator."""

    def __init__(self, code: str, why: str):
        self.code = code
        super().__init__(f"{code}: {why}")


@dataclass(frozen=True)
class IndicatorRule:
    """How one indicator counts. `weight` is a share of 10,000; a critical indicator has none: it is triggered or not.

    `on_sheet` unsaid is what the scale says: a measured figure and a critical event belong to the unit, all else to the sheet. What is not
    on the sheet takes no part in its score. A deduction costs `step` for each occurrence, from the second one on twice as much where
    `doubled`, and never more than its full marks.
    """

    code: str
    dimension: str
    weight: int
    scale: str
    max_points: Decimal = Decimal(FULL)
    na_allowed: bool = False
    critical: bool = False
    on_sheet: bool | None = None
    step: Decimal | None = None
    doubled: bool = False

    def __post_init__(self) -> None:
        if self.on_sheet is None:
            object.__setattr__(self, "on_sheet", self.scale not in (MEASURED, EVENT))
        if self.scale == DEDUCTION and (not _is_exact(self.step, LARGEST) or self.step == 0):
            raise ValueError(f"{self.code}: a deduction says what an occurrence costs")
        if self.scale == BONUS and self.weight:
            raise ValueError(f"{self.code}: a bonus has no weight")
        if not 0 <= self.weight <= SHARES or (self.critical and self.weight):
            raise ValueError(f"{self.code}: a weight is a share of {SHARES}, none for a critical indicator")
        if not _is_exact(self.max_points, LARGEST) or self.max_points == 0:
            raise ValueError(
                f"{self.code}: full marks are a Decimal above 0, at most {LARGEST}, with at most four decimals"
            )

    @cached_property
    def max_units(self) -> int:
        return to_units(self.max_points)

    @property
    def is_direct(self) -> bool:
        """A deduction without a weight is taken from the sheet's total."""
        return self.scale == DEDUCTION and not self.weight

    @property
    def is_optional(self) -> bool:
        """What is not given is not missing."""
        return self.scale == BONUS

    def points_left(self, occurrences: int) -> Decimal:
        """What a deduction leaves of its full marks: max − min(max, step · k), k counting repeats double where the standard says so."""
        counted = 2 * occurrences - 1 if self.doubled and occurrences else occurrences
        return from_units(self.max_units - min(self.max_units, to_units(self.step) * counted))


@dataclass(frozen=True, slots=True)
class Mark:
    """What was given for one indicator: points (0 to its full marks, at most four decimals), or not applicable, or triggered or not.

    A deduction comes with its number of `occurrences` and with the points that they leave. Without points and not N/A it is no mark at all,
    except for a critical indicator, where it says: looked at, not triggered.
    """

    code: str
    points: Decimal | None = None
    na: bool = False
    triggered: bool = False
    occurrences: int | None = None


@dataclass(frozen=True)
class StandardRule:
    """What a standard's version says about scoring. `critical_cap` (0–100) is needed with the policy "cap"."""

    indicators: Sequence[IndicatorRule]
    na_policy: str = LEAVE_DENOMINATOR
    critical_policy: str = ZERO
    critical_cap: Decimal | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "indicators", tuple(self.indicators))
        if len({indicator.code for indicator in self.indicators}) != len(self.indicators):
            raise ValueError("an indicator's code is there twice")
        if self.na_policy not in (LEAVE_DENOMINATOR, FULL_MARKS) or self.critical_policy not in (ZERO, CAP, FAIL):
            raise ValueError("unknown policy")
        if self.critical_policy == CAP and not _is_exact(self.critical_cap, FULL):
            raise ValueError(f"a cap from 0 to {FULL} with at most four decimals is needed")

    @cached_property
    def on_sheet(self) -> Mapping[str, IndicatorRule]:
        """The indicators of the sheet by code, in their order."""
        return {indicator.code: indicator for indicator in self.indicators if indicator.on_sheet}

    @cached_property
    def is_by_deduction(self) -> bool:
        """Nothing on the sheet carries a weight, and something takes points from its total: the sheet begins at 100."""
        return any(one.is_direct for one in self.on_sheet.values()) and not any(
            one.weight for one in self.on_sheet.values()
        )

    @cached_property
    def common_units(self) -> int:
        """A multiple of all full marks, over which points of different scales add up as integers."""
        return lcm(*(indicator.max_units for indicator in self.on_sheet.values()))


@dataclass(frozen=True, slots=True)
class SheetScore:
    """`total` after the critical policy, `underlying` before it; both None where nothing was scored. Points of 0–100 with four decimals.

    `triggered`: the critical indicators that were; `dimensions`: subtotals in the standard's order, None where nothing of a dimension
    counts on this sheet; `missing`: indicators without a mark, in the standard's order; `failed`: the standard fails a sheet with a
    triggered one; `added` and `taken`: what bonuses and deductions without a weight did to `underlying`, before it was kept within 0 and 100.
    Subtotals know nothing of those.
    """

    total: Decimal | None
    underlying: Decimal | None
    triggered: tuple[str, ...]
    dimensions: dict[str, Decimal | None]
    missing: tuple[str, ...]
    failed: bool
    added: Decimal = Decimal(0)
    taken: Decimal = Decimal(0)

    @property
    def is_complete(self) -> bool:
        return not self.missing


def score_sheet(rule: StandardRule, marks: Iterable[Mark]) -> SheetScore:
    """Score what is there: total = Σ share · points / full marks · 100 / Σ share, over the marked indicators in the denominator.

    Bonuses are added, deductions without a weight taken from it. N/A leaves the denominator or counts as full marks, as the standard says;
    where all that is marked is N/A there is no score. A triggered critical indicator makes the total 0 even then, or caps it, or fails the
    sheet. Raises InvalidMark, also for a mark that comes twice.
    """
    given = _by_code(rule, marks)
    sums = {indicator.dimension: _Sum() for indicator in rule.indicators}
    missing, triggered, anything, counted, added, taken = [], [], False, False, 0, 0
    for code, indicator in rule.on_sheet.items():
        mark = given.get(code)
        if mark is None:
            if not indicator.is_optional:
                missing.append(code)
        elif indicator.critical:
            if mark.triggered:
                triggered.append(code)
        elif indicator.is_optional:
            added += to_units(mark.points)
        elif indicator.is_direct:
            counted = counted or not mark.na
            taken += 0 if mark.na else indicator.max_units - to_units(mark.points)
        elif not mark.na:
            anything = True
            units = to_units(mark.points) * (rule.common_units // indicator.max_units)
            sums[indicator.dimension].add(indicator.weight, units)
        elif rule.na_policy == FULL_MARKS:
            sums[indicator.dimension].add(indicator.weight, rule.common_units)
    whole = _Sum()
    for part in sums.values():
        whole.add_all(part)
    if rule.is_by_deduction:
        weighted = from_units(FULL * UNITS) if counted else None
    else:
        weighted = whole.score(rule.common_units) if anything else None
    underlying = None if weighted is None else _within(to_units(weighted) + added - taken)
    return SheetScore(
        total=_after_policy(rule, underlying) if triggered else underlying,
        underlying=underlying,
        triggered=tuple(triggered),
        dimensions={dimension: part.score(rule.common_units) for dimension, part in sums.items()},
        missing=tuple(missing),
        failed=bool(triggered) and rule.critical_policy == FAIL,
        added=from_units(added),
        taken=from_units(taken),
    )


def normalise_points(points: Decimal, max_points: Decimal) -> Decimal:
    """Points out of an indicator's full marks as 0–100 with four decimals, rounded half up: to show and to average an indicator.

    A sheet's total is never made of these: it takes the points as they were given and rounds once.
    """
    return from_units(_round_half_up(to_units(points) * FULL * UNITS, to_units(max_points)))


class _Sum:
    """Σ share and Σ share · points, the points in parts of the standard's common units."""

    __slots__ = ("points", "shares")

    def __init__(self) -> None:
        self.shares = self.points = 0

    def add(self, share: int, units: int) -> None:
        self.shares += share
        self.points += share * units

    def add_all(self, other: "_Sum") -> None:
        self.shares += other.shares
        self.points += other.points

    def score(self, common_units: int) -> Decimal | None:
        if not self.shares:
            return None
        return from_units(_round_half_up(self.points * FULL * UNITS, self.shares * common_units))


def _is_exact(points: object, highest: Decimal | int) -> bool:
    """Whether points are a Decimal from 0 to `highest` that loses nothing in storage. A float is refused: as a float 0.1 is not 0.1."""
    return (
        isinstance(points, Decimal) and points.is_finite() and 0 <= points <= highest and points == round_points(points)
    )


def _round_half_up(numerator: int, denominator: int) -> int:
    """Round a fraction that is not negative."""
    return (2 * numerator + denominator) // (2 * denominator)


def _within(units: int) -> Decimal:
    return from_units(max(0, min(FULL * UNITS, units)))


def _after_policy(rule: StandardRule, underlying: Decimal | None) -> Decimal | None:
    if rule.critical_policy == ZERO:
        return from_units(0)
    if rule.critical_policy == CAP and underlying is not None:
        return min(underlying, from_units(to_units(rule.critical_cap)))
    return underlying


def _by_code(rule: StandardRule, marks: Iterable[Mark]) -> dict[str, Mark]:
    given: dict[str, Mark] = {}
    seen: set[str] = set()
    for mark in marks:
        indicator = rule.on_sheet.get(mark.code)
        if indicator is None:
            raise InvalidMark(mark.code, "not an indicator of this sheet")
        if mark.code in seen:
            raise InvalidMark(mark.code, "marked twice")
        seen.add(mark.code)
        _require_allowed(indicator, mark)
        if indicator.critical or mark.na or mark.points is not None:
            given[mark.code] = mark
    return given


def _require_allowed(indicator: IndicatorRule, mark: Mark) -> None:
    if mark.na and not indicator.na_allowed:
        raise InvalidMark(mark.code, "not applicable is not allowed")
    if mark.na and (mark.points is not None or mark.triggered):
        raise InvalidMark(mark.code, "not applicable, and yet marked")
    if indicator.is_optional and mark.na:
        raise InvalidMark(mark.code, "a bonus is given or not")
    if (mark.occurrences is not None) != (indicator.scale == DEDUCTION and mark.points is not None):
        raise InvalidMark(mark.code, "occurrences belong to a deduction, and to each of them")
    if mark.occurrences is not None and (
        type(mark.occurrences) is not int
        or not 0 <= mark.occurrences <= MOST_OCCURRENCES
        or mark.points != indicator.points_left(mark.occurrences)
    ):
        raise InvalidMark(mark.code, "its points do not follow from the occurrences")
    if mark.triggered and not indicator.critical:
        raise InvalidMark(mark.code, "only a critical indicator is triggered")
    if mark.points is None:
        return
    if indicator.critical:
        raise InvalidMark(mark.code, "a critical indicator has no points")
    if not _is_exact(mark.points, indicator.max_points):
        raise InvalidMark(
            mark.code, f"points are a Decimal from 0 to {indicator.max_points} with at most four decimals"
        )

"""Intraclass correlation: which share of the spread of scores lies between the items, and not between the assessors.

Shrout and Fleiss 1979, Psychological Bulletin 86:420–428; the interval of ICC(2) as in McGraw and Wong 1996, Psychological Methods
1:30–46. Mean squares are exact, the distribution of F is floating point.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite

from analysis.agreement.outcome import Amount, Coefficient, Reason, exact, width_of, without_value

_TAIL = 0.975


@dataclass(frozen=True)
class MeanSquares:
    """Analysis of variance of a complete table: `between` items, `within` items, `assessors`, and what is left (`error`)."""

    items: int
    assessors: int
    between: Fraction
    within: Fraction
    of_assessors: Fraction
    error: Fraction


@dataclass(frozen=True)
class Correlation:
    """One form of the ICC with its test that items do not differ: F, degrees of freedom, p. `f` and `p` None: nothing is left to divide by."""

    coefficient: Coefficient
    f: float | None = None
    df1: int | None = None
    df2: int | None = None
    p: float | None = None


@dataclass(frozen=True)
class Correlations:
    """The six forms. 1: every item has assessors of its own; 2: the same assessors, drawn from many, and their leniency counts as error
    (agreement); 3: just these assessors, leniency left aside (consistency). `…_mean`: of the mean over the assessors instead of one
    assessor's score."""

    icc1: Correlation
    icc2: Correlation
    icc3: Correlation
    icc1_mean: Correlation
    icc2_mean: Correlation
    icc3_mean: Correlation


def correlations_of(table: Sequence[Sequence[Amount | None]]) -> Correlations:
    """The ICC of a table of scores (a row for each item, a place for each assessor) with 95 % intervals.

    Items that somebody did not rate are left out; no value for fewer than two items or assessors, or where all scores are the same.
    """
    assessors = width_of(table)
    complete = [[exact(score) for score in row] for row in table if None not in row]
    facts = {"items": len(complete), "assessors": assessors, "left_out": len(table) - len(complete)}
    reason = None
    if not complete or not assessors:
        reason = Reason.NOTHING_SHARED
    elif assessors < 2:
        reason = Reason.ONE_ASSESSOR
    elif len(complete) < 2:
        reason = Reason.TOO_FEW_ITEMS
    elif len({score for row in complete for score in row}) == 1:
        reason = Reason.NO_VARIATION
    if reason:
        return Correlations(*[Correlation(without_value(reason, **facts))] * 6)
    squares = mean_squares(complete)
    return Correlations(
        _one_way(squares, facts, mean=False),
        _agreement(squares, facts, mean=False),
        _consistency(squares, facts, mean=False),
        _one_way(squares, facts, mean=True),
        _agreement(squares, facts, mean=True),
        _consistency(squares, facts, mean=True),
    )


def mean_squares(table: Sequence[Sequence[Fraction]]) -> MeanSquares:
    """From a complete table of n ≥ 2 items by k ≥ 2 assessors."""
    n, k = len(table), len(table[0])
    whole = sum(map(sum, table))
    level = whole * whole / (n * k)
    total = sum(score * score for row in table for score in row) - level
    between = Fraction(sum(sum(row) ** 2 for row in table), k) - level
    assessors = Fraction(sum(sum(column) ** 2 for column in zip(*table, strict=True)), n) - level
    return MeanSquares(
        items=n,
        assessors=k,
        between=between / (n - 1),
        within=(total - between) / (n * (k - 1)),
        of_assessors=assessors / (k - 1),
        error=(total - between - assessors) / ((n - 1) * (k - 1)),
    )


def _one_way(squares: MeanSquares, facts: dict, *, mean: bool) -> Correlation:
    return _by_f(squares, squares.within, squares.items * (squares.assessors - 1), facts, mean=mean)


def _consistency(squares: MeanSquares, facts: dict, *, mean: bool) -> Correlation:
    return _by_f(squares, squares.error, (squares.items - 1) * (squares.assessors - 1), facts, mean=mean)


def _by_f(squares: MeanSquares, rest: Fraction, df2: int, facts: dict, *, mean: bool) -> Correlation:
    """(B − R) / (B + (k − 1) R), of the mean (B − R) / B, with the interval from F = B / R."""
    k, df1 = squares.assessors, squares.items - 1
    between = squares.between
    below = between if mean else between + (k - 1) * rest
    f = between / rest if rest else None
    test = {"f": None if f is None else float(f), "df1": df1, "df2": df2, "p": _p_of(f, df1, df2)}
    if not below:
        return Correlation(without_value(Reason.UNDEFINED, **facts), **test)
    found = Coefficient(float((between - rest) / below), **facts)
    if not f:
        return Correlation(found.without_interval(Reason.NO_SPREAD), **test)
    ends = (float(f) / _f_quantile(df1, df2), float(f) * _f_quantile(df2, df1))
    low, high = (1 - 1 / end if mean else (end - 1) / (end + k - 1) for end in ends)
    return Correlation(found.with_interval(low, high), **test)


def _agreement(squares: MeanSquares, facts: dict, *, mean: bool) -> Correlation:
    """(B − E) / (B + (k − 1) E + k (A − E) / n), of the mean (B − E) / (B + (A − E) / n). The test is that of ICC(3)."""
    n, k = squares.items, squares.assessors
    b, a, e = squares.between, squares.of_assessors, squares.error
    df1, df2 = n - 1, (n - 1) * (k - 1)
    f = b / e if e else None
    test = {"f": None if f is None else float(f), "df1": df1, "df2": df2, "p": _p_of(f, df1, df2)}
    below = b + (a - e) / n if mean else b + (k - 1) * e + k * (a - e) / n
    if below <= 0:
        return Correlation(without_value(Reason.UNDEFINED, **facts), **test)
    found = Coefficient(float((b - e) / below), **facts)
    ends = _ends_of_agreement(squares)
    if ends is None:
        return Correlation(found.without_interval(Reason.NO_SPREAD if not e else Reason.UNDEFINED), **test)
    if mean:
        # Spearman and Brown: from one assessor to the mean of k.
        ends = [k * end / (1 + (k - 1) * end) if (k - 1) * end > -1 else None for end in ends]
    if None in ends or not ends[0] <= found.value <= ends[1]:
        # Far below 0 the approximation breaks down.
        return Correlation(found.without_interval(Reason.UNDEFINED), **test)
    return Correlation(found.with_interval(*ends), **test)


def _ends_of_agreement(squares: MeanSquares) -> list[float] | None:
    """The interval of ICC(2) of one assessor, degrees of freedom by Satterthwaite; None where they cannot be had."""
    n, k = squares.items, squares.assessors
    b, a, e = squares.between, squares.of_assessors, squares.error
    whole = b + (k - 1) * e + k * (a - e) / n
    if whole <= 0 or not b:
        return None
    rho = (b - e) / whole
    if rho == 1:
        return None
    factor = k * rho / (n * (1 - rho))
    of_assessors, of_error = factor * a, (1 + factor * (n - 1)) * e
    below = of_assessors**2 / (k - 1) + of_error**2 / ((n - 1) * (k - 1))
    df = float((of_assessors + of_error) ** 2 / below) if below else 0.0
    if df <= 0:
        return None
    quantiles = _f_quantile(n - 1, df), _f_quantile(df, n - 1)
    if not all(map(isfinite, quantiles)):
        # With next to no degrees of freedom F has no end that a floating point number could hold.
        return None
    above, under = map(Fraction, quantiles)
    rest = k * a + (k * n - k - n) * e
    return [float(n * (b - above * e) / (above * rest + n * b)), float(n * (under * b - e) / (rest + n * under * b))]


def _f_quantile(df1: float, df2: float) -> float:
    """Of F with these degrees of freedom, 97.5 % lie below it."""
    from scipy.special import fdtri

    return float(fdtri(df1, df2, _TAIL))


def _p_of(f: Fraction | None, df1: int, df2: int) -> float | None:
    if f is None:
        return None
    from scipy.special import fdtrc

    return float(fdtrc(df1, df2, float(f)))

"""What a trial of weights starts from: each unit's mean of each indicator in a past quarter, with its uncertainty.

A score under other weights is the mean of these means under the weights. The quarter's own result is the mean of whole sheets; the two differ
a little where an indicator was not applicable on some sheets or a red line was triggered. So a trial is compared with the same computation
under the version's weights, and the quarter's own result stands beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import fsum, sqrt

from analysis.estimates import ScoreEstimate
from analysis.results import CycleResult, UnitResult
from organization.models import Unit


@dataclass(frozen=True)
class UnitMeans:
    """`points` {indicator code: exact points}; `errors` {code: standard error or None}; `official`: the quarter's own result.

    `inflation`: how much larger the standard error of the quarter's result is than it would be if the indicators varied independently of each
    other under the quarter's weights. Indicators of one sheet rise and fall together; a trial keeps that factor. `df`: degrees of freedom of
    the quarter's result.
    """

    unit: Unit
    points: Mapping[str, Fraction]
    errors: Mapping[str, float | None]
    official: ScoreEstimate
    official_label: str
    inflation: float
    df: float | None
    n: int


def means_of(result: CycleResult) -> list[UnitMeans]:
    """Units with figures, in the order of the result: group by group, best first."""
    weights = {one.code: one.weight for one in result.scheme.weighted}
    return [_means(row, weights) for row in result.rows if row.whole.value is not None]


def _means(row: UnitResult, weights: Mapping[str, int]) -> UnitMeans:
    present = {code: score for code, score in row.indicators.items() if score.value is not None}
    errors = {code: score.estimate.se for code, score in present.items()}
    estimate = row.whole.estimate
    return UnitMeans(
        unit=row.unit,
        points={code: Fraction(score.value) for code, score in present.items()},
        errors=errors,
        official=row.whole,
        official_label=row.standing.label,
        inflation=_inflation(estimate.se if estimate else None, errors, weights),
        df=estimate.df if estimate else None,
        n=row.whole.n,
    )


def _inflation(se: float | None, errors: Mapping[str, float | None], weights: Mapping[str, int]) -> float:
    independent = independent_error(errors, weights)
    return se / independent if se and independent else 1.0


def independent_error(errors: Mapping[str, float | None], weights: Mapping[str, int]) -> float | None:
    """The standard error of Σ w x / Σ w if the x were independent; None where one of them is not known."""
    used = [(weights[code], error) for code, error in errors.items() if weights.get(code)]
    whole = sum(weight for weight, _error in used)
    if not used or any(error is None for _weight, error in used):
        return None
    return sqrt(fsum((weight / whole * error) ** 2 for weight, error in used))

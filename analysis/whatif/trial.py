"""Scores and ranks of all units under one set of weights. `static/js/whatif/trial.js` does the same while somebody types."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from analysis.intervals import Estimate
from analysis.ranking import Standing, rank_units
from analysis.whatif.means import UnitMeans, independent_error
from foundation.common.numbers import round_shown
from sampling.quantiles import two_sided_quantile

Weights = Mapping[str, int]


@dataclass(frozen=True)
class TrialRow:
    """A unit under a set of weights. `score`: exact points, None where no indicator with a weight has data; `half`: of the 95 % interval.

    `order`: its place among the ranked ones of its group by the score alone, as if nothing were chance; None where it has no rank.
    """

    means: UnitMeans
    score: Fraction | None
    half: float | None
    standing: Standing
    order: int | None = None

    @property
    def shown(self) -> Decimal | None:
        """One decimal, half up, from the exact fraction."""
        return None if self.score is None else Decimal(int(self.score * 10 + Fraction(1, 2))) / 10

    @property
    def shown_half(self) -> Decimal | None:
        return None if self.half is None else round_shown(Decimal(self.half))


def score_of(means: UnitMeans, weights: Weights) -> Fraction | None:
    """Σ w x / Σ w over the indicators that have data; what has none leaves the denominator."""
    used = [(weights[code], points) for code, points in means.points.items() if weights.get(code)]
    whole = sum(weight for weight, _points in used)
    return sum(weight * points for weight, points in used) / whole if whole else None


def estimate_of(means: UnitMeans, weights: Weights) -> Estimate | None:
    score = score_of(means, weights)
    if score is None:
        return None
    error = independent_error({code: means.errors[code] for code in means.points}, weights)
    se = None if error is None else error * means.inflation
    if se is None:
        return Estimate(float(score), None, None, None, means.n)
    margin = two_sided_quantile(means.df) * se if se else 0.0
    return Estimate(float(score), float(score) - margin, float(score) + margin, se, means.n, means.df)


def try_weights(units: Sequence[UnitMeans], weights: Weights) -> list[TrialRow]:
    """All units, ranked within their group of comparable ones by the rule of the results; group by group, best first."""
    groups: dict[str, list[UnitMeans]] = {}
    for one in units:
        groups.setdefault(one.unit.peer_group, []).append(one)
    rows = []
    for members in groups.values():
        known = {one.unit.pk: one for one in members}
        estimates = {key: estimate_of(one, weights) for key, one in known.items()}
        scores = {key: score_of(one, weights) for key, one in known.items()}
        standings = rank_units(estimates)
        ranked = [scores[key] for key, standing in standings.items() if standing.rank is not None]
        for key, standing in standings.items():
            found = estimates[key]
            half = None if found is None or found.high is None else (found.high - found.low) / 2
            order = None if standing.rank is None else 1 + sum(other > scores[key] for other in ranked)
            rows.append(TrialRow(known[key], scores[key], half, standing, order))
    return rows

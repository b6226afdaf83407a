"""Kendall's W: whether assessors put items into the same order, whatever their level."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.agreement.outcome import Amount, Reason, exact, width_of
from standards.weighting.experts import agreement_of


@dataclass(frozen=True)
class Concordance:
    """`w`: 0 (no common order) to 1 (all rank alike), corrected for ties. `chi2`, `df`, `p`: the test that there is no common order, for
    large samples. All None where `reason` says why."""

    w: float | None
    items: int
    assessors: int
    left_out: int = 0
    chi2: float | None = None
    df: int | None = None
    p: float | None = None
    reason: Reason | None = None


def concordance_of(table: Sequence[Sequence[Amount | None]]) -> Concordance:
    """Kendall's W of a table of scores (a row for each item, a place for each assessor), with χ² = m (n − 1) W (Kendall and Smith 1939).

    Items that somebody did not rate are left out. W stands in `standards.weighting.experts`, where it tells how far experts agree.
    """
    assessors = width_of(table)
    complete = [[exact(score) for score in row] for row in table if None not in row]
    facts = {"items": len(complete), "assessors": assessors, "left_out": len(table) - len(complete)}
    if not complete or not assessors:
        return Concordance(None, **facts, reason=Reason.NOTHING_SHARED)
    if assessors < 2:
        return Concordance(None, **facts, reason=Reason.ONE_ASSESSOR)
    if len(complete) < 2:
        return Concordance(None, **facts, reason=Reason.TOO_FEW_ITEMS)
    names = [str(place) for place in range(len(complete))]
    w = agreement_of([dict(zip(names, scores, strict=True)) for scores in zip(*complete, strict=True)]).w
    if w is None:
        return Concordance(None, **facts, reason=Reason.NO_VARIATION)
    from scipy.special import chdtrc

    df = len(complete) - 1
    chi2 = assessors * df * w
    return Concordance(w, **facts, chi2=chi2, df=df, p=float(chdtrc(df, chi2)))

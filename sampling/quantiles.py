"""Two-sided quantiles for intervals and sample sizes. SciPy is loaded only when Student's t is asked for."""

import math
from functools import lru_cache
from statistics import NormalDist

CONFIDENCE = 0.95


@lru_cache(maxsize=4096)
def two_sided_quantile(df: float | None = None, confidence: float = CONFIDENCE) -> float:
    """The z (no `df`) or Student t (`df` degrees of freedom) with `confidence` of its distribution between -z and z.

    Raises ValueError unless 0 < confidence < 1 and df > 0.
    """
    if not 0 < confidence < 1:
        raise ValueError("a confidence lies between 0 and 1")
    upper = (1 + confidence) / 2
    if df is None or math.isinf(df):
        return NormalDist().inv_cdf(upper)
    if not df > 0:
        raise ValueError("degrees of freedom are positive")
    from scipy.special import stdtrit

    return float(stdtrit(df, upper))

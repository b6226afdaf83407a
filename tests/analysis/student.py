"""Student's t from its definition, for tests: the integral by the incomplete beta's continued fraction, the quantile by halving.

Shares no line with the project: it is what the project is compared with.
"""

import math


def t_cdf(t, df):
    """P(T ≤ t) with `df` degrees of freedom; the normal distribution for df None."""
    if df is None or math.isinf(df):
        return math.erfc(-t / math.sqrt(2)) / 2
    if math.isinf(t):
        return 0.0 if t < 0 else 1.0
    tail = _incomplete_beta(df / (df + t * t), df / 2, 0.5) / 2
    return tail if t < 0 else 1 - tail


def t_quantile(probability, df):
    low, high = -1e6, 1e6
    for _ in range(80):
        middle = (low + high) / 2
        if t_cdf(middle, df) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _incomplete_beta(x, a, b):
    """The regularized incomplete beta function I_x(a, b) (Abramowitz and Stegun 26.5.8, evaluated from the front)."""
    if x in (0.0, 1.0):
        return x
    if x > (a + 1) / (a + b + 2):
        return 1 - _incomplete_beta(1 - x, b, a)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)) / a
    numerator_old, denominator_old, numerator, denominator = 1.0, 0.0, 1.0, 1.0
    for step in range(1, 5000):
        m = step // 2
        if step % 2:
            factor = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            factor = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        numerator_old, numerator = numerator, numerator + factor * numerator_old
        denominator_old, denominator = denominator, denominator + factor * denominator_old
        scale = denominator
        if abs(numerator_old / numerator - denominator_old / denominator) < 1e-15:
            break
        numerator_old, numerator, denominator_old, denominator = (
            numerator_old / scale,
            numerator / scale,
            denominator_old / scale,
            1.0,
        )
    return front / (numerator / denominator)

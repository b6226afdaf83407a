"""The 95 % interval of a share by Wilson (1927): it stays within 0 and 1 and serves small numbers, where share ± 2 standard errors does not."""

from math import sqrt

Z = 1.959963984540054  # of the normal distribution, two-sided 95 %


def wilson_interval(count: int, n: int) -> tuple[float, float]:
    """(low, high) of the share `count` of `n`, each 0–1. Raises ValueError where there is nothing to take a share of."""
    if not 0 <= count <= n or n == 0:
        raise ValueError("a share needs 0 <= count <= n and n > 0")
    share, square = count / n, Z * Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = Z / (1 + square / n) * sqrt(share * (1 - share) / n + square / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)

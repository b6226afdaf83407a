"""The interval of a share is Wilson's: against published figures and an independent implementation."""

import pytest
from scipy.stats import binomtest

from sampling.shares import wilson_interval


def bounds(count: int, n: int) -> tuple[float, float]:
    found = wilson_interval(count, n)
    return found.low, found.high


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [(0, 10, 0.0, 0.277533), (1, 10, 0.017876, 0.404150), (5, 10, 0.236593, 0.763407), (81, 263, 0.2553, 0.3662)],
)
def test_interval_is_wilsons(count, n, low, high):
    """The last one is Newcombe's example (1998)."""
    assert bounds(count, n) == pytest.approx((low, high), abs=5e-5)


def test_interval_equals_an_independent_one():
    for n in (1, 7, 40, 500):
        for count in range(0, n + 1, max(1, n // 9)):
            other = binomtest(count, n).proportion_ci(method="wilson")
            assert bounds(count, n) == pytest.approx((other.low, other.high), abs=1e-9)


@pytest.mark.parametrize(("count", "n"), [(0, 0), (-1, 5), (6, 5)])
def test_there_is_no_share_of_nothing_or_of_more_than_all(count, n):
    with pytest.raises(ValueError):
        wilson_interval(count, n)

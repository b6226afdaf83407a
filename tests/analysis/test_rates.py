"""Exact intervals of Poisson counts against published figures and against sums of single probabilities."""

import math

import pytest

from analysis.rates import at_least, poisson_interval

# Ulm 1990, American Journal of Epidemiology 131:373; Garwood 1936, table 1: 95 % limits of an observed count.
PUBLISHED = [
    (0, 0.0, 3.689),
    (1, 0.0253, 5.572),
    (2, 0.2422, 7.225),
    (5, 1.6235, 11.668),
    (10, 4.7954, 18.390),
    (20, 12.2165, 30.888),
    (100, 81.36, 121.63),
]


@pytest.mark.parametrize(("count", "low", "high"), PUBLISHED)
def test_limits_are_the_published_ones(count, low, high):
    found = poisson_interval(count)
    assert found.low == pytest.approx(low, abs=0.006)
    assert found.high == pytest.approx(high, abs=0.006)


@pytest.mark.parametrize("count", [1, 3, 17, 250])
def test_under_the_limits_each_tail_has_two_and_a_half_percent(count):
    def below(most: int, mean: float) -> float:
        return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(most + 1))

    found = poisson_interval(count)
    assert 1 - below(count - 1, found.low) == pytest.approx(0.025, abs=1e-7)
    assert below(count, found.high) == pytest.approx(0.025, abs=1e-7)


def test_large_counts_come_close_to_the_normal_distribution():
    found = poisson_interval(40_000)
    assert found.low == pytest.approx(40_000 - 1.96 * 200, abs=3)
    assert found.high == pytest.approx(40_000 + 1.96 * 200, abs=4)


def test_probability_of_so_many_or_more():
    assert at_least(1, 2.0) == pytest.approx(1 - math.exp(-2))
    assert at_least(3, 0) == 0
    with pytest.raises(ValueError, match="negative"):
        poisson_interval(-1)

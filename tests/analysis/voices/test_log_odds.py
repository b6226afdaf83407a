"""The log-odds ratio against another implementation, and what it must do whatever the counts."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from analysis.voices.log_odds import changes, surely_from

COUNTS = st.dictionaries(st.integers(0, 9), st.integers(1, 400), min_size=2, max_size=10)


def independent(now: dict, before: dict, prior: float = 500.0) -> dict:
    """Monroe et al. (2008), eqs. 16, 19, 20 and 22, in vectors: omega are odds, delta the difference of their logarithms."""
    words = sorted({*now, *before})
    y = np.array([[now.get(word, 0) for word in words], [before.get(word, 0) for word in words]], dtype=float)
    alpha = prior * y.sum(axis=0) / y.sum()
    n = y.sum(axis=1, keepdims=True)
    omega = (y + alpha) / (n + alpha.sum() - y - alpha)
    delta = np.diff(np.log(omega[::-1]), axis=0)[0]
    zeta = delta / np.sqrt((1 / (y + alpha)).sum(axis=0))
    return dict(zip(words, zip(delta, zeta, strict=True), strict=True))


@given(COUNTS, COUNTS)
def test_same_as_an_independent_implementation(now, before):
    if len({*now, *before}) < 2:
        return
    expected = independent(now, before)
    found = changes(now, before, prior=500.0)
    assert found.keys() == expected.keys()
    for word, (delta, zeta) in expected.items():
        assert found[word].ratio == pytest.approx(delta, abs=1e-9)
        assert found[word].z == pytest.approx(zeta, abs=1e-9)


@given(COUNTS, COUNTS)
def test_two_periods_the_other_way_round_change_the_sign(now, before):
    there, back = changes(now, before), changes(before, now)
    assert all(there[word].z == pytest.approx(-back[word].z, abs=1e-9) for word in there)


def test_a_word_of_hand():
    """α = 500 · 40 / 1200 = 16.667; δ = ln(46.667 / 1053.333) − ln(26.667 / 1073.333); z = 0.57842 / √(1/46.667 + 1/26.667)."""
    found = changes({1: 30, 2: 570}, {1: 10, 2: 590}, prior=500.0)[1]
    assert (round(found.ratio, 4), round(found.z, 4)) == (0.5784, 2.3828)


def test_the_prior_is_a_tenth_of_the_words_and_500_at_most():
    small, large = ({1: 3, 2: 97}, {1: 9, 2: 91}), ({1: 300, 2: 9700}, {1: 900, 2: 9100})
    assert changes(*small) == changes(*small, prior=20.0)
    assert changes(*large) == changes(*large, prior=500.0)


def test_frequency_alone_is_no_change():
    assert abs(changes({1: 300, 2: 700}, {1: 150, 2: 350})[1].z) < 0.1


def test_nothing_to_compare_with():
    assert changes({1: 3}, {}) == {} and changes({}, {1: 3}) == {}


def test_the_more_words_are_looked_at_the_more_is_asked_of_each():
    assert surely_from(1) == pytest.approx(1.959964, abs=1e-6)
    assert surely_from(1000) > surely_from(100) > 3

from fractions import Fraction
from itertools import pairwise
from math import floor

import pytest
from hypothesis import given, settings, strategies as st

from sampling.allocation import allocate
from sampling.refusals import DrawRefused, Fault

unhurried = settings(deadline=None, max_examples=400)

strata = st.dictionaries(st.text(st.sampled_from("abcé城"), min_size=1, max_size=3), st.integers(0, 60), max_size=9)


@st.composite
def possible(draw):
    counts = draw(strata)
    minimum = draw(st.integers(0, 5))
    lowest = sum(min(minimum, count) for count in counts.values())
    return counts, draw(st.integers(lowest, sum(counts.values()))), minimum


def naive_allocation(counts, total, minimum):
    """One at a time in fractions: pin the strata that fall below their minimum, then hand the remainders out."""
    pinned = {}
    while True:
        rest = {name: count for name, count in counts.items() if name not in pinned}
        left = total - sum(pinned.values())
        quota = {
            name: Fraction(left * count, sum(rest.values())) if count else Fraction(0) for name, count in rest.items()
        }
        below = {name: min(minimum, counts[name]) for name in rest if quota[name] < min(minimum, counts[name])}
        if not below:
            break
        pinned.update(below)
    result = {name: floor(value) for name, value in quota.items()} | pinned
    for name in sorted(sorted(quota), key=lambda name: quota[name] - floor(quota[name]), reverse=True):
        if sum(result.values()) < total:
            result[name] += 1
    return result


def test_allocate_gives_hamiltons_seats():
    # The usual textbook example of largest remainders with Hare's quota: 100,000 votes, 10 seats, remainders .70, .61 and .60 rise.
    votes = {"Yellows": 47000, "Whites": 16000, "Reds": 15800, "Greens": 12000, "Blues": 6100, "Pinks": 3100}
    assert allocate(votes, 10) == {"Yellows": 5, "Whites": 2, "Reds": 1, "Greens": 1, "Blues": 1, "Pinks": 0}


def test_allocate_raises_small_strata_to_the_minimum():
    assert allocate({"a": 900, "b": 95, "c": 5}, 20) == {"a": 18, "b": 2, "c": 0}
    assert allocate({"a": 900, "b": 95, "c": 5}, 20, minimum=3) == {"a": 14, "b": 3, "c": 3}
    assert allocate({"a": 900, "b": 95, "c": 2}, 20, minimum=3) == {"a": 15, "b": 3, "c": 2}


def test_allocate_pins_a_stratum_that_falls_below_only_when_others_were_raised():
    # b's own share of 20 is 3.03, above the minimum of 3; once the eight small strata have taken theirs it is not.
    counts = {"a": 800, "b": 160} | {f"s{n}": 12 for n in range(8)}
    assert allocate(counts, 30, minimum=3)["b"] == 3
    assert sum(allocate(counts, 30, minimum=3).values()) == 30


def test_allocate_breaks_ties_by_name():
    assert allocate({"c": 1, "a": 1, "b": 1}, 2) == {"a": 1, "b": 1, "c": 0}
    assert list(allocate({"c": 1, "a": 1, "b": 1}, 2)) == ["a", "b", "c"]


def test_allocate_takes_everything_and_nothing():
    counts = {"a": 3, "b": 0, "c": 5}
    assert allocate(counts, 8) == counts
    assert allocate(counts, 8, minimum=100) == counts
    assert allocate(counts, 0) == {"a": 0, "b": 0, "c": 0}
    assert allocate({}, 0) == {}


@pytest.mark.parametrize(
    ("counts", "total", "minimum", "fault"),
    [
        ({"a": 3}, 4, 0, Fault.TOO_FEW),
        ({}, 1, 0, Fault.TOO_FEW),
        ({"a": 3, "b": 3}, 3, 2, Fault.BELOW_MINIMUM),
        ({"a": 3, "b": 1}, 2, 2, Fault.BELOW_MINIMUM),
    ],
)
def test_allocate_refuses(counts, total, minimum, fault):
    with pytest.raises(DrawRefused) as caught:
        allocate(counts, total, minimum)
    assert caught.value.fault == fault


@pytest.mark.parametrize(("counts", "total", "minimum"), [({"a": -1}, 0, 0), ({"a": 1}, -1, 0), ({"a": 1}, 1, -1)])
def test_allocate_refuses_negative_numbers(counts, total, minimum):
    with pytest.raises(ValueError):
        allocate(counts, total, minimum)


@unhurried
@given(possible())
def test_allocate_keeps_its_promises(case):
    counts, total, minimum = case
    given_ = allocate(counts, total, minimum)
    assert set(given_) == set(counts)
    assert sum(given_.values()) == total
    assert all(min(minimum, counts[name]) <= number <= counts[name] for name, number in given_.items())
    assert given_ == allocate(dict(reversed(counts.items())), total, minimum)


@unhurried
@given(possible())
def test_allocate_equals_the_naive_one(case):
    counts, total, minimum = case
    assert allocate(counts, total, minimum) == naive_allocation(counts, total, minimum)


@unhurried
@given(possible())
def test_allocate_without_minimum_is_within_one_of_proportion(case):
    counts, total, _ = case
    if total:
        for name, number in allocate(counts, total).items():
            assert abs(number - Fraction(total * counts[name], sum(counts.values()))) < 1


@unhurried
@given(possible())
def test_allocate_gives_a_larger_stratum_no_less(case):
    counts, total, minimum = case
    given_ = allocate(counts, total, minimum)
    by_size = sorted(counts, key=lambda name: counts[name])
    for small, large in pairwise(by_size):
        assert counts[small] == counts[large] or given_[small] <= given_[large]

from fractions import Fraction
from itertools import pairwise
from math import floor
from zlib import crc32

import pytest
from hypothesis import given, settings, strategies as st

from sampling.allocation import allocate, allocate_as_chosen, allocate_by_spread, allocate_equally
from sampling.refusals import DrawRefused, Fault

pytestmark = pytest.mark.once

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


def test_largest_remainder_keeps_quota_and_is_not_monotone():
    # The Alabama paradox: one item more in the whole sample, one less from the smallest stratum. Known, and no mistake.
    counts = {"a": 6, "b": 6, "c": 2}
    assert (allocate(counts, 10), allocate(counts, 11)) == ({"a": 4, "b": 4, "c": 2}, {"a": 5, "b": 5, "c": 1})


# equally


def test_equal_shares_are_topped_by_what_there_is():
    assert allocate_equally({"a": 900, "b": 95, "c": 5}, 30) == {"a": 13, "b": 12, "c": 5}
    assert allocate_equally({"a": 900, "b": 95, "c": 0}, 30) == {"a": 15, "b": 15, "c": 0}
    assert allocate_equally({"a": 2, "b": 2}, 4) == {"a": 2, "b": 2}


@unhurried
@given(possible())
def test_equal_shares_differ_by_one_at_most_but_for_what_is_used_up(case):
    counts, total, _minimum = case
    given_ = allocate_equally(counts, total)
    assert sum(given_.values()) == total
    left = [number for name, number in given_.items() if number < counts[name]]
    assert not left or max(given_.values()) - min(left) <= 1


# by spread


def test_neyman_equals_the_textbook():
    # N = 390 and 610 with S = 4 and 9 (weights 1560 and 5490): 100 items give 22.1 and 77.9.
    assert allocate_by_spread({"small": 390, "large": 610}, {"small": 4, "large": 9}, 100) == {"large": 78, "small": 22}


def test_neyman_with_one_spread_for_all_is_proportional():
    counts = {"a": 900, "b": 95, "c": 5}
    for minimum in (0, 3):
        assert allocate_by_spread(counts, dict.fromkeys(counts, 7), 20, minimum) == allocate(counts, 20, minimum)


def test_neyman_takes_all_of_a_stratum_that_would_give_more_than_it_has():
    assert allocate_by_spread({"a": 10, "b": 100}, {"a": 50, "b": 1}, 40) == {"a": 10, "b": 30}


def test_neyman_gives_what_has_no_spread_its_minimum_and_more_only_at_the_end():
    counts, spreads = {"a": 10, "b": 100, "c": 50}, {"a": 3, "b": 0, "c": 0}
    assert allocate_by_spread(counts, spreads, 8, minimum=2) == {"a": 4, "b": 2, "c": 2}
    assert allocate_by_spread(counts, spreads, 25, minimum=2) == {"a": 10, "b": 10, "c": 5}


@pytest.mark.parametrize("spreads", [{}, {"a": -1}])
def test_neyman_needs_a_spread_for_each_stratum(spreads):
    with pytest.raises(ValueError):
        allocate_by_spread({"a": 3}, spreads, 1)


def held_between(counts, weights, total, minimum):
    """Shares by bisection on the one factor that all strata have in common: another way to the same place, in floats."""
    lowest = {name: min(minimum, count) for name, count in counts.items()}
    below, above = 0.0, 1e6
    for _step in range(200):
        factor = (below + above) / 2
        shares = {name: min(max(factor * weights[name], lowest[name]), counts[name]) for name in counts}
        below, above = (factor, above) if sum(shares.values()) < total else (below, factor)
    return shares


@unhurried
@given(possible(), st.integers(0, 2**32))
def test_neyman_keeps_its_promises(case, salt):
    counts, total, minimum = case
    spreads = {name: Fraction(crc32(f"{name}{salt}".encode()) % 40, 4) for name in counts}
    given_ = allocate_by_spread(counts, spreads, total, minimum)
    assert sum(given_.values()) == total
    assert all(min(minimum, counts[name]) <= number <= counts[name] for name, number in given_.items())
    assert given_ == allocate_by_spread(dict(reversed(counts.items())), spreads, total, minimum)
    if all(spreads.values()):
        shares = held_between(counts, {name: float(counts[name] * spreads[name]) for name in counts}, total, minimum)
        assert all(abs(given_[name] - shares[name]) < 1 + 1e-6 for name in counts)


@unhurried
@given(possible())
def test_equal_shares_equal_the_bisection(case):
    counts, total, minimum = case
    given_ = allocate_equally(counts, total, minimum)
    shares = held_between(counts, dict.fromkeys(counts, 1.0), total, minimum)
    assert all(abs(given_[name] - shares[name]) < 1 + 1e-6 for name in counts)


# as chosen


def test_chosen_shares_stand_and_take_all_where_there_is_less():
    assert allocate_as_chosen({"a": 100, "b": 3, "c": 9}, {"a": 10, "b": 5, "d": 7}) == {"a": 10, "b": 3, "c": 0}
    with pytest.raises(ValueError):
        allocate_as_chosen({"a": 1}, {"a": -1})

"""Every item has the same chance, whatever else happens: many draws with fixed seeds, and what must not matter."""

import hashlib
from itertools import combinations

from hypothesis import given, settings, strategies as st
from scipy.stats import chi2

from sampling.ordering import draw, form_seed, freeze_frame

SEEDS = [hashlib.sha256(b"fair %d" % number).digest() for number in range(4000)]
ITEMS, SIZE = 24, 6
FRAME = freeze_frame([("phone", f"calls:{number}") for number in range(ITEMS)] + [("visit", "visit:1")])
DRAWS = [draw(FRAME.lines(), seed, {"phone": SIZE}, {"phone": 4}) for seed in SEEDS]
SAMPLES = [frozenset(item.key for item in items if not item.is_reserve) for items in DRAWS]


def surprise(counts, expected: float, variance: float, freedom: int) -> float:
    """How far the counts are from their expectation, as the share of chi-squared's distribution above it."""
    return float(chi2.sf(sum((count - expected) ** 2 for count in counts) / variance, freedom))


def test_every_item_is_drawn_equally_often():
    # Without replacement the counts hang together: the statistic has N - 1 degrees of freedom once each is divided by
    # its variance m f (1 - f) and shrunk by (N - 1) / N.
    share = SIZE / ITEMS
    counts = [sum(f"calls:{number}" in sample for sample in SAMPLES) for number in range(ITEMS)]
    variance = len(SAMPLES) * share * (1 - share) * ITEMS / (ITEMS - 1)
    assert surprise(counts, len(SAMPLES) * share, variance, ITEMS - 1) > 0.001


def test_every_pair_is_drawn_together_equally_often():
    share = SIZE * (SIZE - 1) / (ITEMS * (ITEMS - 1))
    pairs = list(combinations([f"calls:{number}" for number in range(ITEMS)], 2))
    counts = [sum(one in sample and other in sample for sample in SAMPLES) for one, other in pairs]
    # A bound rather than a test of the distribution: pairs hang together in more ways than one.
    expected = len(SAMPLES) * share
    assert max(abs(count - expected) for count in counts) < 5 * (expected * (1 - share)) ** 0.5


def test_every_item_stands_equally_often_in_each_place():
    places = range(1, SIZE + 5)
    firsts = {place: [0] * ITEMS for place in places}
    for items in DRAWS:
        for item in items:
            firsts[item.position][int(item.key.partition(":")[2])] += 1
    expected = len(DRAWS) / ITEMS
    assert min(surprise(counts, expected, expected, ITEMS - 1) for counts in firsts.values()) > 0.0005


def test_a_biased_draw_would_be_noticed():
    counts = [sum(f"calls:{number}" in sample for sample in SAMPLES) for number in range(ITEMS)]
    counts[0], counts[1] = counts[0] + 150, counts[1] - 150
    share = SIZE / ITEMS
    variance = len(SAMPLES) * share * (1 - share) * ITEMS / (ITEMS - 1)
    assert surprise(counts, len(SAMPLES) * share, variance, ITEMS - 1) < 0.001


def test_seeds_follow_from_every_part():
    parts = (bytes(range(32)), FRAME.digest, ["lead", "supervisor"])
    others = [
        (bytes(range(1, 33)), FRAME.digest, ["lead", "supervisor"]),
        (parts[0], "0" * 64, parts[2]),
        (parts[0], parts[1], ["lead"]),
        (parts[0], parts[1], ["supervisor", "lead"]),
        (parts[0], parts[1], ["lead", "supervisor!"]),
    ]
    assert form_seed(*parts) not in [form_seed(*other) for other in others]


@settings(deadline=None)
@given(st.permutations(list(range(12))), st.binary(min_size=32, max_size=32))
def test_the_order_in_which_items_come_does_not_matter(order, seed):
    pairs = [(("phone", "online")[number % 2], f"calls:{number}") for number in range(12)]
    frame, shuffled = freeze_frame(pairs), freeze_frame([pairs[number] for number in order])
    sizes, reserves = {"phone": 2, "online": 3}, {"phone": 2}
    assert frame.digest == shuffled.digest
    assert draw(frame.lines(), seed, sizes, reserves) == draw(shuffled.lines(), seed, sizes, reserves)


@settings(deadline=None)
@given(st.binary(min_size=32, max_size=32), st.integers(0, 10), st.integers(0, 10), st.integers(0, 10))
def test_a_larger_sample_begins_with_the_smaller_one_and_takes_from_the_reserve(seed, size, more, reserve):
    total = min(size + more, 12)
    small = draw(FRAME.lines(), seed, {"phone": size}, {"phone": more + reserve})
    large = draw(FRAME.lines(), seed, {"phone": total}, {"phone": reserve})
    common = min(len(small), len(large))
    assert [item.key for item in small[:common]] == [item.key for item in large[:common]]

"""Intervals against published answers, and against formulas worked out again without the project's quantiles."""

import json
import math
import random
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st
from scipy.stats import binomtest

from analysis.intervals import (
    SMALL_SAMPLE,
    Estimate,
    combine_estimates,
    estimate_difference,
    estimate_mean,
    estimate_share,
    is_small_sample,
)
from tests.analysis.student import t_quantile

pytestmark = pytest.mark.once

unhurried = settings(deadline=None)

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "data" / "G_weights_sampling_charts" / "reference.json"

# Student's own data of 1908, hours of sleep gained under two drugs, in tenths of an hour.
SLEEP = ([7, -16, -2, -12, -1, 34, 37, 8, 0, 20], [19, 8, 11, 1, -1, 44, 55, 16, 46, 34])


@pytest.fixture(scope="module")
def reference():
    if not REFERENCE.exists():
        pytest.skip("the folder of published answers, ../shared/data, is not here")
    return {entry["id"]: entry for entry in json.loads(REFERENCE.read_text(encoding="utf-8"))}


def mean_of(figures, **more):
    return estimate_mean(len(figures), sum(figures), sum(figure * figure for figure in figures), **more)


def bounds(estimate, digits):
    return round(estimate.low, digits), round(estimate.high, digits)


# --- shares


@pytest.mark.parametrize("case", ["newcombe1998_81_263", "newcombe1998_15_148"])
def test_share_equals_the_reference(reference, case):
    entry = reference[case]
    estimate = estimate_share(entry["k"], entry["n"], confidence=entry["level"])
    assert list(bounds(estimate, 4)) == entry["published"]["wilson"]
    assert list(bounds(estimate, 6)) == entry["recomputed"]["wilson"]


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_share_equals_newcombes_table(hits, n, low, high):
    # Newcombe 1998, Statistics in Medicine 17, Table I, method 3.
    assert bounds(estimate_share(hits, n), 4) == (low, high)


def test_share_at_the_ends_stays_within_0_and_1_and_is_not_certain():
    none, all_ = estimate_share(0, 30), estimate_share(30, 30)
    assert (none.value, none.low, all_.value, all_.high) == (0.0, 0.0, 1.0, 1.0)
    assert none.high == pytest.approx(1 - all_.low)
    assert none.se == pytest.approx(all_.se)
    assert none.se > 0


def test_share_of_nothing_is_nothing():
    assert estimate_share(0, 0) is None


@pytest.mark.parametrize(("hits", "n"), [(-1, 5), (6, 5), (0, -1)])
def test_share_refuses(hits, n):
    with pytest.raises(ValueError):
        estimate_share(hits, n)


@unhurried
@given(st.integers(1, 5000), st.data(), st.sampled_from([0.8, 0.95, 0.99]))
def test_share_bounds_are_where_the_score_test_turns(n, data, confidence):
    # Wilson's bounds are the shares whose own standard error puts the observed share exactly z away.
    hits = data.draw(st.integers(0, n))
    estimate = estimate_share(hits, n, confidence=confidence)
    z = t_quantile((1 + confidence) / 2, None)
    for bound in (estimate.low, estimate.high):
        if 0 < bound < 1:
            assert abs(hits / n - bound) == pytest.approx(z * math.sqrt(bound * (1 - bound) / n), rel=1e-7, abs=1e-9)
    assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1
    assert (estimate.n, estimate.df) == (n, None)


# --- means


def test_mean_equals_students_sleep_data():
    # The paired differences; printed by R's t.test as mean 1.58, t = 4.0621 on 9 degrees of freedom, 0.7001142 to 2.4598858.
    differences = [other - one for one, other in zip(*SLEEP, strict=True)]
    estimate = mean_of(differences, unit=10)
    assert estimate.value == pytest.approx(1.58)
    assert bounds(estimate, 7) == (0.7001142, 2.4598858)
    assert round(estimate.value / estimate.se, 4) == 4.0621
    assert (estimate.n, estimate.df) == (10, 9)


def test_mean_with_finite_population_equals_cochrans_petition():
    # Cochran 1977, section 2.8: 50 of 676 sheets, Σy = 1471, Σy² = 54,497: s² = 229.0, total 19,888, 80 % limits 18,107 and 21,669 with
    # t taken as 1.28 and s as 15.13.
    estimate = estimate_mean(50, 1471, 54497, population=676, confidence=0.80)
    assert round(676 * estimate.value) == 19888
    assert estimate.se**2 * 50 / (1 - 50 / 676) == pytest.approx(229.0, abs=0.05)
    assert 676 * (estimate.value - 1.28 * estimate.se) == pytest.approx(18107, abs=1)
    assert 676 * (estimate.value + 1.28 * estimate.se) == pytest.approx(21669, abs=1)
    assert estimate.high - estimate.value == pytest.approx(t_quantile(0.9, 49) * estimate.se)


def test_mean_of_nps_answers_equals_the_reference(reference):
    # +100 a promoter, -100 a detractor; the reference divides by n where a sample's variance divides by n - 1.
    for case in reference["nps"]["cases"]:
        up, level, down = case["promoters"], case["passives"], case["detractors"]
        n = up + level + down
        estimate = estimate_mean(n, 100 * (up - down), 10_000 * (up + down))
        assert estimate.value == case["nps"]
        assert round(estimate.se * math.sqrt((n - 1) / n), 4) == case["se"]


def test_mean_of_individuals_equals_the_reference(reference):
    entry = reference["individuals_moving_range"]
    figures = [round(figure * 10) for figure in entry["data"]]
    assert mean_of(figures, unit=10).value == pytest.approx(entry["published"]["mean"])


def test_mean_takes_stored_points():
    points = [92_5000, 80_0000, 87_2500]
    estimate = mean_of(points, unit=10_000)
    assert estimate.value == pytest.approx(86.58333333)
    assert estimate.se == pytest.approx(3.62380, abs=1e-5)


def test_mean_takes_exact_decimals_and_fractions():
    whole = estimate_mean(3, 15, 93)
    assert estimate_mean(3, Decimal("1.5"), Decimal("0.93")).value == pytest.approx(whole.value / 10)
    assert estimate_mean(3, Fraction(15), Fraction(93)) == whole


def test_mean_of_a_whole_population_has_no_error():
    estimate = mean_of([70, 80, 90], population=3)
    assert (estimate.low, estimate.value, estimate.high, estimate.se) == (80.0, 80.0, 80.0, 0.0)


def test_mean_of_equal_figures_has_no_width():
    estimate = mean_of([77, 77, 77, 77])
    assert (estimate.low, estimate.high, estimate.se) == (77.0, 77.0, 0.0)


@pytest.mark.parametrize("n", [2, 5, 16, 200])
@pytest.mark.parametrize("value", [0, 40, 75, 100])
def test_equal_figures_within_bounds_are_not_taken_for_certain(n, value):
    # At most this share of the items can be different, by the exact binomial limit for no hit in n.
    others = binomtest(0, n, alternative="less").proportion_ci(0.95, method="exact").high
    estimate = estimate_mean(n, n * value, n * value * value, bounds=(0, 100))
    assert estimate.value == value
    assert estimate.low == pytest.approx((1 - others) * value)
    assert estimate.high == pytest.approx((1 - others) * value + others * 100)
    assert estimate.se == pytest.approx((estimate.high - estimate.low) / 2 / 1.959964)


def test_equal_figures_of_a_whole_population_are_certain():
    estimate = estimate_mean(3, 240, 3 * 80 * 80, population=3, bounds=(0, 100))
    assert (estimate.low, estimate.high, estimate.se) == (80.0, 80.0, 0.0)


def test_bounds_change_nothing_where_figures_differ():
    assert estimate_mean(3, 240, 19400, bounds=(0, 100)) == estimate_mean(3, 240, 19400)


def test_mean_loses_nothing_where_figures_are_large_and_alike():
    # In floating point Σx² - (Σx)²/n of these is noise.
    figures = [10**15 + step for step in (0, 1, 2)]
    assert mean_of(figures).se == pytest.approx(1 / math.sqrt(3))


def test_mean_of_one_has_no_interval_and_of_none_is_nothing():
    assert estimate_mean(1, 85, 85**2) == Estimate(value=85.0, low=None, high=None, se=None, n=1, df=None)
    assert estimate_mean(0, 0, 0) is None


@pytest.mark.parametrize(
    ("n", "total", "squares", "population"), [(-1, 0, 0, None), (3, 9, 26, None), (5, 10, 30, 4), (1, 3, 8, None)]
)
def test_mean_refuses_what_cannot_be(n, total, squares, population):
    with pytest.raises(ValueError):
        estimate_mean(n, total, squares, population=population)


def test_means_equal_the_textbook_formula_in_two_thousand_cases():
    chance = random.Random(8)
    quantiles = {}
    for _ in range(2000):
        n = chance.randint(2, 40)
        population = chance.choice([None, n + chance.randint(1, 200)])
        figures = [chance.randint(0, 1_000_000) for _ in range(n)]
        estimate = mean_of(figures, unit=10_000, population=population)
        mean = math.fsum(figures) / n / 10_000
        variance = math.fsum((figure / 10_000 - mean) ** 2 for figure in figures) / (n - 1)
        se = math.sqrt(variance / n * (1 if population is None else (population - n) / population))
        t = quantiles.setdefault(n, t_quantile(0.975, n - 1))
        assert estimate.value == pytest.approx(mean, rel=1e-12)
        assert estimate.se == pytest.approx(se, rel=1e-9)
        assert (estimate.low, estimate.high) == (
            pytest.approx(mean - t * se, rel=1e-8),
            pytest.approx(mean + t * se, rel=1e-8),
        )


def test_intervals_of_means_hold_the_true_one_as_often_as_they_say():
    chance = random.Random(42)
    population = [chance.randint(40, 100) for _ in range(300)]
    truth = sum(population) / 300
    held = 0
    for _ in range(2000):
        estimate = mean_of(chance.sample(population, 60), population=300)
        held += estimate.low <= truth <= estimate.high
    assert 0.935 < held / 2000 < 0.965


# --- differences and combinations


def test_difference_equals_students_sleep_data():
    # R's t.test for two groups: t = -1.8608 on 17.776 degrees of freedom, -3.3654832 to 0.2054832.
    one, other = (mean_of(group, unit=10) for group in SLEEP)
    difference = estimate_difference(one, other)
    assert round(difference.value / difference.se, 4) == -1.8608
    assert round(difference.df, 3) == 17.776
    assert bounds(difference, 7) == (-3.3654832, 0.2054832)
    assert difference.n == 10


def test_difference_equals_the_handbooks_two_processes():
    # NIST/SEMATECH e-Handbook 7.3.1: n 11 and 9, means 36.0909 and 32.2222, s 4.9082 and 2.5386: t = 2.269 on 15.533 degrees of freedom.
    old = Estimate(36.0909, None, None, 4.9082 / math.sqrt(11), 11, 10)
    new = Estimate(32.2222, None, None, 2.5386 / math.sqrt(9), 9, 8)
    difference = estimate_difference(old, new)
    assert round(difference.value / difference.se, 3) == 2.269
    assert round(difference.df, 3) == 15.533
    assert difference.n == 9


def test_difference_turns_its_sign_with_its_sides():
    one, other = mean_of([70, 75, 90]), mean_of([60, 61, 62, 63])
    there, back = estimate_difference(one, other), estimate_difference(other, one)
    assert (there.value, there.low, there.high) == pytest.approx((-back.value, -back.high, -back.low))


def test_difference_with_one_observation_has_no_interval():
    difference = estimate_difference(mean_of([70]), mean_of([60, 62]))
    assert difference == Estimate(value=9.0, low=None, high=None, se=None, n=1)


def test_difference_of_two_certain_figures_is_certain():
    difference = estimate_difference(mean_of([70, 70]), mean_of([60, 60, 60]))
    assert (difference.value, difference.low, difference.high, difference.df) == (10.0, 10.0, 10.0, None)


def test_combination_weighs_sheets_records_and_surveys():
    sheets = Estimate(80, 0, 0, 2.0, 40, 39)
    answered = Estimate(90, 0, 0, 1.0, 3000, None)
    satisfied = Estimate(70, 0, 0, 4.0, 15, 14)
    whole = combine_estimates([(6000, sheets), (3000, answered), (1000, satisfied)])
    variance = 0.36 * 4 + 0.09 * 1 + 0.01 * 16
    df = variance**2 / ((0.36 * 4) ** 2 / 39 + (0.01 * 16) ** 2 / 14)
    assert whole.value == pytest.approx(82)
    assert whole.se == pytest.approx(math.sqrt(variance))
    assert whole.df == pytest.approx(df)
    assert whole.high - whole.value == pytest.approx(t_quantile(0.975, df) * math.sqrt(variance))
    assert whole.n == 15
    assert whole.is_small


def test_combination_of_shares_is_normal():
    whole = combine_estimates([(1, estimate_share(30, 40).scaled(100)), (1, estimate_share(45, 50).scaled(100))])
    assert whole.df is None
    assert whole.value == pytest.approx(82.5)
    assert whole.high - whole.low == pytest.approx(2 * t_quantile(0.975, None) * whole.se)


def test_combination_depends_on_the_proportion_of_weights_only():
    one, other = mean_of([70, 75, 90]), mean_of([60, 61, 62, 63])
    small = combine_estimates([(1, one), (2, other)])
    assert combine_estimates([(2500, one), (5000, other)]) == small
    assert combine_estimates([(Decimal("0.1"), one), (Decimal("0.2"), other)]) == small


def test_combination_leaves_out_what_has_no_weight():
    one, single = mean_of([70, 75, 90]), mean_of([60])
    whole = combine_estimates([(5, one), (0, single)])
    assert (whole.value, whole.n, whole.df) == (one.value, 3, pytest.approx(2))
    assert bounds(whole, 9) == bounds(one, 9)


def test_combination_with_one_observation_has_no_interval():
    whole = combine_estimates([(1, mean_of([70, 75])), (1, mean_of([60]))])
    assert whole == Estimate(value=66.25, low=None, high=None, se=None, n=1)


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
def test_combination_refuses(weights):
    with pytest.raises(ValueError):
        combine_estimates([(weight, mean_of([70, 75])) for weight in weights])


# --- small samples, units, start


def test_a_sample_below_twenty_is_small():
    assert SMALL_SAMPLE == 20
    assert [is_small_sample(n) for n in (0, 1, 19, 20, 21)] == [True, True, True, False, False]
    assert estimate_share(1, 19).is_small
    assert not estimate_share(1, 20).is_small


def test_scaled_changes_the_unit_only():
    share = estimate_share(81, 263)
    points = share.scaled(100)
    assert (points.value, points.low, points.high, points.se) == (
        share.value * 100,
        share.low * 100,
        share.high * 100,
        share.se * 100,
    )
    assert (points.n, points.df) == (263, None)
    assert mean_of([5]).scaled(20) == Estimate(100.0, None, None, None, 1)
    with pytest.raises(ValueError):
        share.scaled(-1)


def test_scipy_is_loaded_by_the_first_quantile_of_t_only():
    script = (
        "import sys; import analysis.intervals, analysis.ranking, sampling.ordering, sampling.sizes;"
        "assert not {'scipy', 'numpy'} & set(sys.modules);"
        "analysis.intervals.estimate_share(1, 2); assert 'scipy' not in sys.modules;"
        "analysis.intervals.estimate_mean(3, 6, 14); assert 'scipy' in sys.modules"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=root)
    assert (done.returncode, done.stderr) == (0, "")

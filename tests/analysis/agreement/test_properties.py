"""Agreement against an independent computation by the definitions, over generated ratings; and what must hold of any of them."""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, example, given, settings, strategies as st

from analysis.agreement.alpha import alpha
from analysis.agreement.concordance import concordance_of
from analysis.agreement.icc import correlations_of
from analysis.agreement.kappa import Weights, cohen_kappa, disagreements, fleiss_kappa, kappa_of_table
from analysis.agreement.leniency import leniencies_of
from analysis.agreement.outcome import Reason
from analysis.agreement.scales import Scale
from tests.analysis.agreement import slow
from tests.analysis.agreement.published import KRIPPENDORFF
from tests.analysis.student import t_quantile

pytestmark = pytest.mark.once

unhurried = settings(deadline=None, max_examples=60)
# 97.5 % of Student's t lie below.
T_QUANTILES = {df: t_quantile(0.975, df) for df in range(1, 30)}
FORMS = ("icc1", "icc2", "icc3", "icc1_mean", "icc2_mean", "icc3_mean")
levels = st.integers(0, 5)


@st.composite
def tables(draw, ratings=levels, *, missing=True, items=(1, 6), assessors=(2, 4)):
    """Rows of items; with `missing`, each place may be empty."""
    width = draw(st.integers(*assessors))
    cell = st.none() | ratings if missing else ratings
    return draw(st.lists(st.lists(cell, min_size=width, max_size=width), min_size=items[0], max_size=items[1]))


points = st.decimals(0, 100, places=2)


def close(value):
    return pytest.approx(float(value), abs=1e-9)


# Krippendorff's alpha


@unhurried
@given(tables(), st.sampled_from(Scale))
def test_alpha_equals_its_definition(table, scale):
    expected = slow.alpha(table, scale)
    found = alpha(table, scale)
    if expected is None:
        assert found.value is None
        assert found.reason in (Reason.NOTHING_SHARED, Reason.NO_VARIATION)
    else:
        assert found.value == close(expected)


@unhurried
@given(tables(points, items=(2, 4), assessors=(2, 3)), st.sampled_from([Scale.ORDINAL, Scale.INTERVAL, Scale.RATIO]))
def test_alpha_of_points_equals_its_definition(table, scale):
    fractions = [[None if cell is None else Fraction(cell) for cell in row] for row in table]
    expected = slow.alpha(fractions, scale)
    found = alpha(table, scale).value
    assert found is None if expected is None else found == close(expected)


@unhurried
@given(tables(), st.sampled_from(Scale), st.randoms(use_true_random=False))
def test_alpha_does_not_depend_on_the_order_of_items_and_assessors(table, scale, random):
    rows = random.sample(table, len(table))
    places = random.sample(range(len(table[0])), len(table[0]))
    shuffled = [[row[place] for place in places] for row in rows]
    one, other = alpha(table, scale), alpha(shuffled, scale)
    assert (one.items, one.left_out, one.reason, one.interval_reason) == (
        other.items,
        other.left_out,
        other.reason,
        other.interval_reason,
    )
    for mine, theirs in ((one.value, other.value), (one.low, other.low), (one.high, other.high)):
        assert mine is theirs if mine is None else mine == pytest.approx(theirs, abs=1e-9)


@unhurried
@given(tables(items=(5, 7), assessors=(2, 4)), st.sampled_from(Scale))
def test_alphas_interval_is_the_jackknifes(table, scale):
    found = alpha(table, scale)
    assume(found.value is not None)
    paired = [row for row in table if sum(rating is not None for rating in row) > 1]
    n = len(paired)
    partial = [slow.alpha(paired[:i] + paired[i + 1 :], scale) for i in range(n)]
    if n < 5:
        assert found.interval_reason == Reason.TOO_FEW_ITEMS
    elif None in partial:
        assert found.interval_reason == Reason.ONE_ITEM_DECIDES
    elif len(set(partial)) == 1:
        assert found.interval_reason == Reason.NO_SPREAD
    else:
        mean = sum(partial) / n
        se = math.sqrt(Fraction(n - 1, n) * sum((one - mean) ** 2 for one in partial))
        assert found.se == close(se)
        assert found.low == pytest.approx(found.value - T_QUANTILES[n - 1] * se, abs=1e-6)
        assert found.high == pytest.approx(min(found.value + T_QUANTILES[n - 1] * se, 1), abs=1e-6)


def test_alphas_interval_narrows_with_more_items():
    few, many = alpha(KRIPPENDORFF, Scale.ORDINAL), alpha(KRIPPENDORFF * 9, Scale.ORDINAL)
    assert many.high - many.low < (few.high - few.low) / 2


def test_alphas_interval_holds_the_truth_about_as_often_as_it_says():
    # Scores of four assessors whose shared part is half of the spread: as items go to infinity, alpha of the interval scale is 0.5.
    random = np.random.default_rng(34)
    runs, held = 200, 0
    for _ in range(runs):
        scores = random.normal(size=(30, 1)) + random.normal(size=(30, 4))
        found = alpha(scores.tolist(), Scale.INTERVAL)
        held += found.low <= 0.5 <= found.high
    # 95 % less what chance takes off in 200 runs.
    assert held >= 0.89 * runs


# kappa

pairs = st.lists(st.tuples(st.none() | st.integers(1, 4), st.none() | st.integers(1, 4)), max_size=25)


@unhurried
@given(pairs, st.sampled_from(Weights))
def test_kappa_equals_its_definition(rated, weights):
    expected = slow.kappa(rated, [1, 2, 3, 4], weights)
    found = cohen_kappa(rated, [1, 2, 3, 4], weights)
    if expected is None:
        assert found.value is None
        assert found.reason in (Reason.NOTHING_SHARED, Reason.NO_VARIATION)
    else:
        assert found.value == float(expected)
        assert (found.items, found.left_out) == (
            sum(None not in pair for pair in rated),
            sum(None in pair for pair in rated),
        )


square = st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=3, max_size=3)


@unhurried
@given(square, st.sampled_from(Weights))
def test_kappas_standard_error_is_that_of_the_delta_method(table, weights):
    """The gradient of kappa by finite differences in fractions; the variance of multinomial shares is known."""
    apart = disagreements(3, weights)
    found = kappa_of_table(table, apart)
    assume(found.value is not None)
    n = sum(map(sum, table))
    shares = [[Fraction(cell, n) for cell in row] for row in table]

    def kappa(p):
        rows, columns = [sum(row) for row in p], [sum(column) for column in zip(*p, strict=True)]
        observed = sum(apart[i][j] * p[i][j] for i in range(3) for j in range(3))
        return 1 - observed / sum(apart[i][j] * rows[i] * columns[j] for i in range(3) for j in range(3))

    step = Fraction(1, 10**9)
    slopes = {}
    for i in range(3):
        for j in range(3):
            moved = [list(row) for row in shares]
            moved[i][j] += step
            slopes[i, j] = (kappa(moved) - kappa(shares)) / step
    mean = sum(shares[i][j] * slope for (i, j), slope in slopes.items())
    variance = sum(shares[i][j] * (slope - mean) ** 2 for (i, j), slope in slopes.items()) / n
    if found.se is None:
        assert found.interval_reason == Reason.NO_SPREAD
        assert variance == pytest.approx(0, abs=1e-6)
    else:
        assert found.se == pytest.approx(math.sqrt(variance), rel=1e-4, abs=1e-5)
        assert found.low <= found.value <= found.high


@st.composite
def counted(draw):
    raters, categories = draw(st.integers(2, 5)), draw(st.integers(1, 4))
    ratings = st.lists(st.integers(0, categories - 1), min_size=raters, max_size=raters)
    rows = draw(st.lists(ratings, min_size=1, max_size=8))
    return [[row.count(category) for category in range(categories)] for row in rows]


@unhurried
@given(counted())
def test_fleiss_kappa_equals_its_definition(counts):
    expected = slow.fleiss(counts)
    found = fleiss_kappa(counts).kappa
    if expected is None:
        assert (found.value, found.reason) == (None, Reason.NO_VARIATION)
    else:
        assert found.value == float(expected)


@unhurried
@given(counted())
def test_fleiss_standard_error_is_that_of_the_delta_method(counts):
    """What an item adds, as the slope of kappa when it weighs a little more than the others; the interval is Student's."""
    found = fleiss_kappa(counts).kappa
    assume(found.value is not None and len(counts) > 1)
    n, raters = len(counts), sum(counts[0])

    def kappa(weights):
        whole = sum(weights)
        alike = sum(
            weight * Fraction(sum(cell * cell for cell in row) - raters, raters * (raters - 1))
            for weight, row in zip(weights, counts, strict=True)
        )
        shares = [
            sum(weight * cell for weight, cell in zip(weights, column, strict=True)) / (whole * raters)
            for column in zip(*counts, strict=True)
        ]
        chance = sum(share**2 for share in shares)
        return (alike / whole - chance) / (1 - chance)

    step = Fraction(1, 10**9)
    level = [Fraction(1)] * n
    slopes = [(kappa([*level[:i], 1 + step, *level[i + 1 :]]) - kappa(level)) / step * n for i in range(n)]
    variance = sum(slope**2 for slope in slopes) / (n * (n - 1))
    if found.se is None:
        assert variance == pytest.approx(0, abs=1e-6)
    else:
        assert found.se == pytest.approx(math.sqrt(variance), rel=1e-4, abs=1e-5)
        margin = T_QUANTILES[n - 1] * found.se
        assert found.low == pytest.approx(max(-1, found.value - margin), abs=1e-6)
        assert found.high == pytest.approx(min(1, found.value + margin), abs=1e-6)


# intraclass correlation, Kendall's W


@unhurried
@example([[0, 0, 3], [0, 0, 4], [0, 3, 0]])  # so few degrees of freedom that F has no upper end
@given(tables(missing=False, items=(2, 6)))
def test_icc_equals_its_variance_components(table):
    found = correlations_of(table)
    if len({score for row in table for score in row}) == 1:
        assert {getattr(found, form).coefficient.reason for form in FORMS} == {Reason.NO_VARIATION}
        return
    for form, (of_items, whole) in slow.correlations(table).items():
        coefficient = getattr(found, form).coefficient
        if whole > 0:
            assert coefficient.value == float(of_items / whole)
        else:
            assert (coefficient.value, coefficient.reason) == (None, Reason.UNDEFINED)


@unhurried
@given(tables(missing=False, items=(2, 6)))
def test_icc_and_its_interval_are_finite_and_in_order(table):
    for form in FORMS:
        found = getattr(correlations_of(table), form)
        coefficient = found.coefficient
        known = [
            one for one in (coefficient.value, coefficient.low, coefficient.high, found.f, found.p) if one is not None
        ]
        assert all(math.isfinite(one) for one in known)
        assert (coefficient.value is None) == (coefficient.reason is not None)
        assert (coefficient.low is None) == (coefficient.interval_reason is not None)
        if coefficient.low is not None:
            assert coefficient.low <= coefficient.value <= coefficient.high <= 1


def test_icc_reads_decimals_exactly():
    decimals = [[Decimal("0.1"), Decimal("0.2")], [Decimal("0.3"), Decimal("0.4")], [Decimal("0.7"), Decimal("0.8")]]
    tenths = [[1, 2], [3, 4], [7, 8]]
    assert correlations_of(decimals).icc2.coefficient == correlations_of(tenths).icc2.coefficient
    # One assessor is always a tenth higher: consistency is complete, agreement is not.
    assert correlations_of(decimals).icc3.coefficient.value == 1.0
    assert correlations_of(decimals).icc2.coefficient.value < 1


def test_icc_leaves_out_items_that_somebody_did_not_rate():
    whole = [[1, 2, 2], [4, 4, 5], [3, 2, 3]]
    found = correlations_of([*whole, [None, 1, 1], [2, None, None]]).icc2.coefficient
    assert found.value == correlations_of(whole).icc2.coefficient.value
    assert (found.items, found.left_out) == (3, 2)


@unhurried
@given(tables(missing=False, items=(2, 6)))
def test_concordance_equals_its_definition(table):
    expected = slow.concordance(table)
    found = concordance_of(table)
    if expected is None:
        assert (found.w, found.reason) == (None, Reason.NO_VARIATION)
    else:
        assert found.w == close(expected)
        assert 0 <= found.p <= 1


# leniency


@unhurried
@given(tables(), st.booleans(), st.data())
def test_leniency_equals_its_definition(table, is_agreed, data):
    reference = None
    if is_agreed:
        reference = data.draw(st.lists(st.none() | levels, min_size=len(table), max_size=len(table)))
    for place, found in enumerate(leniencies_of(table, reference)):
        differences = slow.leniency(table, place, reference)
        n = len(differences)
        assert found.items == n
        if not n:
            assert (found.value, found.reason) == (None, Reason.NOTHING_SHARED)
            continue
        mean = sum(differences) / n
        assert found.value == float(mean)
        if n == 1 or len(set(differences)) == 1:
            assert (found.low, found.interval_reason) == (None, Reason.TOO_FEW_ITEMS if n == 1 else Reason.NO_SPREAD)
            continue
        variance = sum((one - mean) ** 2 for one in differences) / (n - 1)
        margin = T_QUANTILES[n - 1] * math.sqrt(variance / n)
        assert (found.low, found.high) == (
            pytest.approx(float(mean) - margin, abs=1e-6),
            pytest.approx(float(mean) + margin, abs=1e-6),
        )


@unhurried
@given(tables(missing=False))
def test_leniencies_against_each_other_sum_to_nothing(table):
    assert sum(found.value for found in leniencies_of(table)) == pytest.approx(0, abs=1e-9)

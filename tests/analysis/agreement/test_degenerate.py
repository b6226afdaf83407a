"""Ratings that say nothing about agreement come to a reason, never to an exception or a figure that is none."""

import pytest

from analysis.agreement.alpha import alpha
from analysis.agreement.concordance import concordance_of
from analysis.agreement.icc import correlations_of
from analysis.agreement.kappa import cohen_kappa, disagreements, fleiss_kappa, kappa_of_table
from analysis.agreement.leniency import leniencies_of
from analysis.agreement.outcome import Reason
from analysis.agreement.scales import Scale

pytestmark = pytest.mark.once

ALL_EQUAL = [[3, 3, 3]] * 6
ONE_ASSESSOR = [[1], [2], [3]]
ONE_ITEM = [[1, 2, 4]]
NOTHING_PAIRED = [[1, None], [None, 2], [3, None]]
NOBODY = [[None, None], [None, None]]
AGREED = [[level, level] for level in (1, 2, 3, 4, 5, 5)]


@pytest.mark.parametrize("scale", Scale)
@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (ALL_EQUAL, Reason.NO_VARIATION),
        (ONE_ASSESSOR, Reason.NOTHING_SHARED),
        (NOTHING_PAIRED, Reason.NOTHING_SHARED),
        (NOBODY, Reason.NOTHING_SHARED),
        ([], Reason.NOTHING_SHARED),
        ([[]], Reason.NOTHING_SHARED),
        # Two values in the table, but only one of them where two assessors met.
        ([[2, 2], [2, 2], [5, None]], Reason.NO_VARIATION),
    ],
)
def test_alpha_has_no_value_where_ratings_say_nothing(table, reason, scale):
    found = alpha(table, scale)
    assert (found.value, found.low, found.high, found.reason, found.interval_reason) == (
        None,
        None,
        None,
        reason,
        reason,
    )


@pytest.mark.parametrize("scale", Scale)
def test_alpha_of_few_items_has_no_interval(scale):
    found = alpha([[1, 1], [2, 2], [3, 4], [1, 2]], scale)
    assert found.value < 1
    assert (found.low, found.interval_reason) == (None, Reason.TOO_FEW_ITEMS)


@pytest.mark.parametrize("scale", Scale)
def test_alpha_of_complete_agreement_is_exactly_one_and_not_called_certain(scale):
    found = alpha(AGREED, scale)
    assert (found.value, found.low, found.interval_reason) == (1.0, None, Reason.NO_SPREAD)


def test_alpha_that_hangs_on_one_item_has_no_interval():
    found = alpha([[5, 5]] * 7 + [[5, 4]], Scale.ORDINAL)
    assert (found.value, found.interval_reason) == (0.0, Reason.ONE_ITEM_DECIDES)


def test_alpha_of_zeros_on_the_ratio_scale():
    assert alpha([[0, 0], [0, 5], [5, 5]], Scale.RATIO).value == pytest.approx(4 / 9)


@pytest.mark.parametrize(
    ("table", "scale"),
    [
        ([[1, -1], [2, 2]], Scale.RATIO),
        ([["a", "b"], ["a", "a"]], Scale.ORDINAL),
        ([[float("nan"), 1], [1, 1]], Scale.INTERVAL),
        ([[1, 2], [1]], Scale.NOMINAL),
        ([[True, False], [True, True]], Scale.INTERVAL),
    ],
)
def test_alpha_refuses_what_the_scale_does_not_know(table, scale):
    with pytest.raises(ValueError):
        alpha(table, scale)


def test_alpha_of_words_on_the_nominal_scale_needs_no_numbers():
    assert alpha([["yes", "yes"], ["no", "no"], ["n/a", "no"]], "nominal").value == pytest.approx(6 / 11)


def test_kappa_without_items_or_variation_has_no_value():
    assert cohen_kappa([], [1, 2]).reason == Reason.NOTHING_SHARED
    assert cohen_kappa([(1, None), (None, 2)], [1, 2]).reason == Reason.NOTHING_SHARED
    assert cohen_kappa([(2, 2)] * 9, [1, 2]).reason == Reason.NO_VARIATION


@pytest.mark.parametrize(("table", "value"), [([[5, 0], [0, 7]], 1.0), ([[0, 5], [5, 0]], -1.0)])
def test_kappa_without_spread_has_no_interval(table, value):
    found = kappa_of_table(table, disagreements(2, "none"))
    assert (found.value, found.low, found.interval_reason) == (value, None, Reason.NO_SPREAD)


def test_kappa_refuses_a_rating_that_is_no_category():
    with pytest.raises(ValueError, match="one of the categories"):
        cohen_kappa([(1, 6)], [1, 2, 3])
    with pytest.raises(ValueError, match="differ"):
        cohen_kappa([(1, 1)], [1, 1])


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ([], Reason.NOTHING_SHARED),
        ([[0, 0], [0, 0]], Reason.NOTHING_SHARED),
        ([[1, 0], [0, 1]], Reason.ONE_ASSESSOR),
        ([[3, 0], [3, 0]], Reason.NO_VARIATION),
    ],
)
def test_fleiss_kappa_has_no_value_where_ratings_say_nothing(counts, reason):
    found = fleiss_kappa(counts)
    assert (found.kappa.value, found.kappa.reason, found.z, found.p) == (None, reason, None, None)


def test_fleiss_kappa_without_spread_has_no_interval():
    assert fleiss_kappa([[2, 1]]).kappa.interval_reason == Reason.TOO_FEW_ITEMS
    found = fleiss_kappa([[3, 0], [0, 3]]).kappa
    assert (found.value, found.interval_reason) == (1.0, Reason.NO_SPREAD)
    with pytest.raises(ValueError, match="equally many"):
        fleiss_kappa([[3, 0], [1, 1]])


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (ALL_EQUAL, Reason.NO_VARIATION),
        (ONE_ASSESSOR, Reason.ONE_ASSESSOR),
        (ONE_ITEM, Reason.TOO_FEW_ITEMS),
        (NOTHING_PAIRED, Reason.NOTHING_SHARED),
        ([], Reason.NOTHING_SHARED),
        ([[], []], Reason.NOTHING_SHARED),
    ],
)
def test_icc_and_concordance_have_no_value_where_scores_say_nothing(table, reason):
    found = correlations_of(table)
    forms = (found.icc1, found.icc2, found.icc3, found.icc1_mean, found.icc2_mean, found.icc3_mean)
    assert {(form.coefficient.value, form.coefficient.reason, form.f) for form in forms} == {(None, reason, None)}
    concordance = concordance_of(table)
    assert (concordance.w, concordance.reason, concordance.p) == (None, reason, None)


def test_icc_of_complete_agreement_is_one_without_interval():
    found = correlations_of(AGREED)
    for form in (found.icc1, found.icc2, found.icc3, found.icc2_mean):
        assert (form.coefficient.value, form.coefficient.interval_reason) == (1.0, Reason.NO_SPREAD)
        assert (form.f, form.p) == (None, None)


def test_icc_of_items_that_do_not_differ():
    # Both items have the mean 1.5: the spread is all between the assessors' single scores.
    found = correlations_of([[1, 2], [2, 1]])
    assert found.icc1.coefficient.value == -1.0
    assert found.icc1_mean.coefficient.reason == Reason.UNDEFINED
    assert found.icc2.coefficient.reason == Reason.UNDEFINED


def test_leniency_without_company_or_spread():
    alone = leniencies_of([[3, None], [4, None]])
    assert [one.reason for one in alone] == [Reason.NOTHING_SHARED] * 2
    always = leniencies_of([[3, 2], [4, 3], [5, 4]])
    assert [(one.value, one.low, one.interval_reason) for one in always] == [
        (1.0, None, Reason.NO_SPREAD),
        (-1.0, None, Reason.NO_SPREAD),
    ]
    assert not always[0].is_sure
    assert leniencies_of([]) == []


def test_leniency_is_sure_where_its_interval_leaves_out_zero():
    strict, fair = leniencies_of([[60, 80], [70, 89], [65, 86], [50, 69], [61, 80]], [80, 90, 85, 70, 80])
    assert (strict.is_sure, strict.value < 0) == (True, True)
    assert not fair.is_sure
    with pytest.raises(ValueError, match="each item"):
        leniencies_of([[1, 2]], [1, 2])

"""What holds for all weights, whatever the figures (hypothesis)."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings, strategies as st

from standards.weighting.combination import NothingInCommon, mix, multiply
from standards.weighting.consistency import matrix_of, pairs_of, priorities_of, worst_contradiction
from standards.weighting.entropy import NothingDiffers, entropy_of, entropy_weights
from standards.weighting.experts import aggregate, agreement_of
from standards.weighting.hierarchy import overall
from standards.weighting.saaty import SAATY_1980, SCALE, nearest_judgement, parse_judgement
from standards.weighting.shares import WHOLE, apportion, spread_rest

pytestmark = pytest.mark.once

quick = settings(max_examples=60, deadline=None)
amounts = st.one_of(
    st.integers(0, 10**6),
    st.fractions(0, 1000, max_denominator=997),
    st.floats(0, 1, allow_nan=False, width=32),
)
tables = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), amounts, min_size=1, max_size=12)
codes = st.integers(2, 7).map(lambda size: list("abcdefg"[:size]))


@st.composite
def matrices(draw, least: int = 2):
    members = draw(codes.filter(lambda found: len(found) >= least))
    return members, {pair: draw(st.sampled_from(SCALE)) for pair in pairs_of(members)}


@st.composite
def orders(draw):
    """A matrix and the same one with its members in another order."""
    members, given_ones = draw(matrices())
    other = draw(st.permutations(members))
    both = given_ones | {(second, first): 1 / ratio for (first, second), ratio in given_ones.items()}
    return members, given_ones, other, {pair: both[pair] for pair in pairs_of(other)}


# shares


@quick
@given(tables, st.integers(0, 20_000))
def test_shares_sum_to_exactly_the_whole(values, whole):
    shares = apportion(values, whole)
    assert sum(shares.values()) == whole
    assert list(shares) == list(values)


@quick
@given(tables)
def test_each_share_is_its_ideal_rounded_up_or_down(values):
    whole = sum(Fraction(value) for value in values.values())
    assume(whole > Fraction(1, 1000))
    for code, share in apportion(values).items():
        assert abs(share - Fraction(values[code]) * WHOLE / whole) < Fraction(101, 100)


@quick
@given(tables, st.randoms())
def test_shares_do_not_depend_on_the_order(values, random):
    shuffled = list(values.items())
    random.shuffle(shuffled)
    assert apportion(dict(shuffled)) == apportion(values)


@quick
@given(
    st.dictionaries(st.text("abcd", min_size=1, max_size=3), st.integers(0, 10**6), min_size=1), st.integers(1, 10**4)
)
def test_shares_do_not_depend_on_the_unit(values, factor):
    assert apportion({code: value * factor for code, value in values.items()}) == apportion(values)


@quick
@given(tables)
def test_larger_value_never_gets_the_smaller_share(values):
    shares = apportion(values)
    ordered = sorted(values, key=lambda code: Fraction(values[code]))
    for low, high in pairwise(ordered):
        assert shares[low] <= shares[high] or abs(float(values[low]) - float(values[high])) < 1e-11


def test_equal_values_share_the_last_hundredths_by_their_codes():
    assert apportion({"c": 1, "a": 1, "b": 1}) == {"c": 3333, "a": 3334, "b": 3333}
    assert apportion({"b": 1 / 3, "a": 1 - 2 / 3, "c": 1 / 3}) == {"b": 3333, "a": 3334, "c": 3333}


def test_nothing_weighed_is_weighed_equally():
    assert apportion({"a": 0, "b": 0}) == {"a": 5000, "b": 5000}


@pytest.mark.parametrize("values", [{}, {"a": -1, "b": 2}])
def test_what_cannot_be_shared_is_refused(values):
    with pytest.raises(ValueError, match="not negative"):
        apportion(values)


@quick
@given(
    st.dictionaries(
        st.text("abcd", min_size=1, max_size=3), st.one_of(st.none(), st.integers(0, 2000)), min_size=1, max_size=5
    )
)
def test_rest_fills_the_empty_fields_and_leaves_the_others(values):
    found = spread_rest(values)
    assert sum(found.values()) == WHOLE
    if None in values.values():
        assert {code: share for code, share in found.items() if values[code] is not None} == {
            code: value for code, value in values.items() if value is not None
        }
        empty = [found[code] for code, value in values.items() if value is None]
        assert max(empty) - min(empty) <= 1


def test_rest_that_is_used_up_is_refused():
    with pytest.raises(ValueError, match="nothing is left"):
        spread_rest({"a": 9000, "b": 2000, "c": None})


# pairwise comparison


@quick
@given(st.lists(st.integers(1, 9), min_size=2, max_size=7))
def test_consistent_matrix_gives_its_weights_back_and_contradicts_nothing(weights):
    members = list("abcdefg"[: len(weights)])
    true = dict(zip(members, weights, strict=True))
    exact = {(one, other): Fraction(true[one], true[other]) for one, other in pairs_of(members)}
    found = priorities_of(members, exact, SAATY_1980)
    assert found.weights == pytest.approx({code: weight / sum(weights) for code, weight in true.items()})
    assert (found.lambda_max, found.cr) == (pytest.approx(len(weights)), pytest.approx(0, abs=1e-9))
    assert apportion(found.weights) == apportion(true)


@quick
@given(matrices())
def test_weights_are_positive_and_sum_to_one(matrix):
    found = priorities_of(*matrix, SAATY_1980)
    assert min(found.weights.values()) > 0
    assert sum(found.weights.values()) == pytest.approx(1)
    assert found.lambda_max >= len(matrix[0]) - 1e-9


@quick
@given(orders())
def test_order_of_the_members_changes_no_weight(both):
    members, given_ones, other, turned = both
    one, two = priorities_of(members, given_ones, SAATY_1980), priorities_of(other, turned, SAATY_1980)
    assert two.weights == pytest.approx(one.weights, abs=1e-9)
    assert two.cr == pytest.approx(one.cr, abs=1e-9)
    assert apportion(two.weights) == apportion(one.weights)


@quick
@given(matrices())
def test_matrix_is_reciprocal(matrix):
    full = matrix_of(*matrix)
    assert all(
        full[row][column] * full[column][row] == pytest.approx(1)
        for row in range(len(full))
        for column in range(len(full))
    )


@quick
@given(matrices(least=3))
def test_following_the_hint_makes_the_matrix_no_worse(matrix):
    members, given_ones = matrix
    hint = worst_contradiction(members, given_ones)
    before = priorities_of(members, given_ones, SAATY_1980)
    assume(hint is not None and before.cr > 0.1)
    after = priorities_of(members, given_ones | {hint.pair: hint.implied}, SAATY_1980)
    assert after.cr < before.cr + 1e-9


@quick
@given(matrices(), st.integers(1, 5))
def test_experts_who_agree_say_together_what_each_says(matrix, experts):
    members, given_ones = matrix
    together = priorities_of(members, aggregate([given_ones] * experts), SAATY_1980)
    assert together.weights == pytest.approx(priorities_of(members, given_ones, SAATY_1980).weights)


@quick
@given(st.data())
def test_aggregate_keeps_reciprocals_and_does_not_depend_on_the_order_of_experts(data):
    members = data.draw(codes)
    experts = [{pair: data.draw(st.sampled_from(SCALE)) for pair in pairs_of(members)} for _one in range(3)]
    turned = [{(two, one): 1 / ratio for (one, two), ratio in expert.items()} for expert in experts]
    mean, back = aggregate(experts), aggregate(turned)
    assert all(mean[one, two] * back[two, one] == pytest.approx(1) for one, two in mean)
    assert aggregate(experts[::-1]) == pytest.approx(mean)


@quick
@given(st.lists(st.permutations(list("abcd")), min_size=2, max_size=6))
def test_agreement_lies_between_nothing_and_all(rankings):
    w = agreement_of([{code: 4.0 - place for place, code in enumerate(ranking)} for ranking in rankings]).w
    assert -1e-9 <= w <= 1 + 1e-9
    assert (w == pytest.approx(1)) == (len({tuple(ranking) for ranking in rankings}) == 1)


@quick
@given(st.sampled_from(SCALE))
def test_nearest_step_of_a_step_is_itself(step):
    assert nearest_judgement(float(step)) == step
    assert parse_judgement(str(step)) == step


# entropy


values = st.lists(st.integers(0, 100), min_size=3, max_size=12)


@quick
@given(values, st.integers(1, 9), st.integers(-50, 50))
def test_entropy_does_not_depend_on_unit_or_origin(column, factor, origin):
    assert entropy_of([factor * value + origin for value in column]) == pytest.approx(entropy_of(column))


@quick
@given(values)
def test_entropy_lies_between_nothing_and_one(column):
    assert 0 <= entropy_of(column) <= 1 + 1e-12


@quick
@given(st.lists(st.integers(1, 99), min_size=2, max_size=8), st.data())
def test_more_dispersion_gives_not_less_weight(middle, data):
    """A unit further down takes from one further up: shares grow more unequal, between the same lowest and highest."""
    column = [0, *sorted(middle), 100]
    low, high = sorted(data.draw(st.lists(st.integers(1, len(middle)), min_size=2, max_size=2, unique=True)))
    amount = data.draw(st.integers(0, min(column[low], 100 - column[high])))
    spread = list(column)
    spread[low], spread[high] = column[low] - amount, column[high] + amount
    assert entropy_of(spread) <= entropy_of(column) + 1e-12
    other = [0, 50, 100] + [40] * (len(column) - 3)
    before = entropy_weights({"x": column, "other": other}).weights["x"]
    assert entropy_weights({"x": spread, "other": other}).weights["x"] >= before - 1e-12


@quick
@given(
    st.dictionaries(st.sampled_from("abcd"), st.lists(st.integers(0, 100), min_size=5, max_size=5), min_size=1),
    st.randoms(),
)
def test_entropy_weights_sum_to_one_whatever_the_order_of_units(table, random):
    order = list(range(5))
    random.shuffle(order)
    try:
        found = entropy_weights(table).weights
    except NothingDiffers:
        return
    assert sum(found.values()) == pytest.approx(1)
    turned = {code: [column[at] for at in order] for code, column in table.items()}
    assert apportion(entropy_weights(turned).weights) == apportion(found)


# together


shares = st.lists(st.integers(0, 1000), min_size=4, max_size=4).map(lambda found: dict(zip("abcd", found, strict=True)))


@quick
@given(shares, shares)
def test_product_gives_nothing_where_one_side_gives_nothing(one, other):
    try:
        found = multiply(one, other)
    except NothingInCommon:
        assert all(not one[code] * other[code] for code in one)
        return
    assert sum(found.values()) == 1
    assert all((found[code] == 0) == (not one[code] * other[code]) for code in one)
    assert multiply(other, one) == found


@quick
@given(shares, shares, st.decimals(0, 1, places=2))
def test_mix_lies_between_both(one, other, alpha):
    assume(sum(one.values()) and sum(other.values()))
    found = mix(one, other, alpha)
    assert sum(found.values()) == 1
    for code in one:
        ends = sorted((Fraction(one[code], sum(one.values())), Fraction(other[code], sum(other.values()))))
        assert ends[0] <= found[code] <= ends[1]
    assert apportion(mix(one, other, Decimal(1))) == apportion(one)
    assert apportion(mix(one, other, Decimal(0))) == apportion(other)


@quick
@given(
    st.dictionaries(
        st.sampled_from("ABC"),
        st.tuples(st.integers(1, 99), st.lists(st.integers(0, 99), min_size=1, max_size=5)),
        min_size=1,
    )
)
def test_hierarchy_keeps_what_was_decided_about_dimensions(case):
    dimensions = {code: weight for code, (weight, _own) in case.items()}
    within = {code: {f"{code}{place}": one for place, one in enumerate(own)} for code, (_weight, own) in case.items()}
    found = overall(dimensions, within)
    assert sum(found.values()) == WHOLE
    for code, share in apportion(dimensions).items():
        assert sum(found[one] for one in within[code]) == share

"""From what a lead wants to a number of records, and to touchpoints: pure, against what the tables and formulas say."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings, strategies as st

from assessments.enums import SizeWay
from assessments.sizing import Basis, Wanted, reckon, severity_of, spread_over
from foundation.common.errors import Invalid
from sampling.acceptance import plan_for
from sampling.enums import Allocation, Severity
from sampling.sizes import size_for_mean
from sampling.switching import Standing

BASIS = Basis(
    counts={"phone": 600, "counter": 200},
    counts_before={"phone": 900, "counter": 300, "email": 50},
    deviation=12.0,
    deviation_cycle=None,
    spreads={},
    standing=Standing(),
    lots=0,
)
PRECISION = Wanted(way=SizeWay.PRECISION, precision=Decimal(3))
ACCEPTANCE = Wanted(way=SizeWay.ACCEPTANCE, level="II", aql="6.5")


def refusal(wanted: Wanted, basis: Basis = BASIS) -> dict:
    with pytest.raises(Invalid) as caught:
        reckon(wanted, basis)
    return caught.value.message_dict


def standing(severity: str, **more) -> Basis:
    return replace(BASIS, standing=Standing(severity, **more), lots=6)


def test_by_hand_the_number_stands():
    assert reckon(Wanted(size=40), BASIS).size == 40


def test_the_population_is_the_larger_of_this_quarter_and_the_last():
    assert BASIS.population() == 1250
    assert BASIS.population(("phone",)) == 900
    assert replace(BASIS, counts={"phone": 5000}).population() == 5000


def test_precision_takes_the_finite_population_and_the_known_spread():
    assert reckon(PRECISION, BASIS).size == size_for_mean(3, 12.0, population=1250)
    assert reckon(replace(PRECISION, touchpoints=("counter",)), BASIS).size == size_for_mean(3, 12.0, population=300)
    assert reckon(PRECISION, replace(BASIS, deviation=5.0)).size == size_for_mean(3, 5.0, population=1250)


def test_precision_without_records_reckons_with_a_frame_without_end():
    assert reckon(PRECISION, replace(BASIS, counts={}, counts_before={})).size == size_for_mean(3, 12.0)


@pytest.mark.parametrize("precision", [None, Decimal("0.4"), Decimal("20.1")])
def test_precision_out_of_bounds_is_refused(precision):
    assert refusal(replace(PRECISION, precision=precision)) == {"precision": ["Between 0.5 and 20 points."]}


def test_a_precision_that_takes_too_many_is_refused_with_the_number():
    basis = replace(BASIS, counts={"phone": 10**6})
    needed = size_for_mean(1, 12.0, population=10**6)
    assert refusal(replace(PRECISION, precision=Decimal(1)), basis) == {
        "precision": [f"That takes {needed} records; a plan looks at 500 at most."]
    }


def test_acceptance_takes_the_lot_from_the_population():
    found = reckon(ACCEPTANCE, BASIS)
    assert (found.size, found.plan, found.severity) == (125, plan_for(1250, "II", "6.5"), Severity.NORMAL)
    assert (found.plan.letter, found.plan.acceptance) == ("K", 14)


def test_acceptance_of_a_small_lot_looks_at_all_of_it():
    basis = replace(BASIS, counts={"phone": 10}, counts_before={})
    found = reckon(replace(ACCEPTANCE, aql="0.65"), basis)
    assert (found.plan.size, found.size) == (20, 10)


@pytest.mark.parametrize(
    ("state", "reduced", "expected"),
    [
        (Standing(), False, Severity.NORMAL),
        (Standing(Severity.TIGHTENED), False, Severity.TIGHTENED),
        (Standing(score=30), False, Severity.NORMAL),
        (Standing(score=30), True, Severity.REDUCED),
        (Standing(Severity.REDUCED), True, Severity.REDUCED),
        (Standing(Severity.REDUCED), False, Severity.NORMAL),
        (Standing(Severity.DISCONTINUED), False, Severity.TIGHTENED),
    ],
)
def test_the_severity_follows_the_standing(state, reduced, expected):
    assert severity_of(state, reduced) == expected


def test_reduced_inspection_has_to_be_earned():
    sentence = {"reduced": ["Reduced inspection is not open to this department."]}
    assert refusal(replace(ACCEPTANCE, reduced=True)) == sentence
    assert refusal(replace(ACCEPTANCE, reduced=True), standing(Severity.TIGHTENED)) == sentence
    assert reckon(replace(ACCEPTANCE, reduced=True), standing(Severity.NORMAL, score=30)).size == 50


def test_after_discontinuation_it_is_said_what_was_mended():
    basis = standing(Severity.DISCONTINUED)
    assert list(refusal(ACCEPTANCE, basis)) == ["reason"]
    assert reckon(replace(ACCEPTANCE, reason="已更换外呼系统"), basis).severity == Severity.TIGHTENED


def test_a_lot_needs_two_records():
    assert list(refusal(ACCEPTANCE, replace(BASIS, counts={"phone": 1}, counts_before={}))) == ["level"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"way": "guess"}, "way"),
        ({"allocation": "guess"}, "allocation"),
        ({"allocation": Allocation.NEYMAN}, "allocation"),
        ({"allocation": Allocation.CHOSEN}, "allocation"),
        ({"minimum": 51}, "minimum"),
        ({"minimum": 30}, "minimum"),
        ({"reason": "x" * 301}, "reason"),
        ({"way": SizeWay.ACCEPTANCE, "aql": "0.5"}, "aql"),
        ({"way": SizeWay.ACCEPTANCE, "level": "IV"}, "level"),
    ],
)
def test_what_cannot_be_had_is_said_beside_its_field(more, field):
    assert list(refusal(replace(Wanted(size=40), **more))) == [field]


def test_chosen_shares_are_the_sample_by_hand_and_have_to_fit_otherwise():
    chosen = {"allocation": Allocation.CHOSEN, "shares": {"phone": 20, "counter": 10, "social": 3}}
    assert reckon(Wanted(size=7, **chosen), BASIS).size == 33
    assert reckon(Wanted(size=7, touchpoints=("phone",), **chosen), BASIS).size == 20
    assert refusal(replace(ACCEPTANCE, **chosen)) == {
        "allocation": ["The numbers by touchpoint add up to 33, and 125 records are needed."]
    }


# strata


def test_spread_in_proportion_gives_each_one_at_least():
    assert spread_over({"phone": 990, "counter": 10, "email": 0}, 20) == {"phone": 19, "counter": 1}


def test_spread_lowers_a_minimum_that_the_sample_cannot_give():
    assert spread_over({"phone": 50, "counter": 50, "email": 50}, 4, minimum=5) == {
        "counter": 2,
        "email": 1,
        "phone": 1,
    }


def test_spread_equally_and_as_chosen():
    counts = {"phone": 990, "counter": 10}
    assert spread_over(counts, 30, allocation=Allocation.EQUAL) == {"phone": 20, "counter": 10}
    chosen = {"phone": 5, "counter": 20, "email": 4}
    assert spread_over(counts, 29, allocation=Allocation.CHOSEN, shares=chosen) == {"phone": 5, "counter": 10}


def test_spread_by_neyman_takes_the_usual_spread_where_none_is_known():
    counts = {"phone": 100, "counter": 100}
    assert spread_over(counts, 40, allocation=Allocation.NEYMAN, spreads={"phone": 15.0}, deviation=5.0) == {
        "phone": 30,
        "counter": 10,
    }


@settings(deadline=None, max_examples=200)
@given(
    st.dictionaries(st.sampled_from(["phone", "counter", "email", "social"]), st.integers(0, 300)),
    st.integers(1, 500),
    st.sampled_from([Allocation.PROPORTIONAL, Allocation.EQUAL, Allocation.NEYMAN]),
    st.integers(0, 50),
)
def test_spread_adds_up_and_never_takes_more_than_there_is(counts, size, allocation, minimum):
    given_ = spread_over(counts, size, allocation=allocation, minimum=minimum, spreads={"phone": 3.0}, deviation=9.0)
    assert sum(given_.values()) == min(size, sum(counts.values()))
    assert all(0 < number <= counts[name] for name, number in given_.items())

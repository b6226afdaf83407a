import json
import math
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from sampling.quantiles import two_sided_quantile
from sampling.sizes import cochran_mean, cochran_share, size_for_mean, size_for_share

pytestmark = pytest.mark.once

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "data" / "G_weights_sampling_charts" / "reference.json"


@pytest.fixture(scope="module")
def reference():
    if not REFERENCE.exists():
        pytest.skip("the folder of published answers, ../shared/data, is not here")
    return {entry["id"]: entry for entry in json.loads(REFERENCE.read_text(encoding="utf-8"))}


def test_quantiles_are_those_of_the_tables():
    # The usual printed tables: z to 4 decimals, t to 3.
    assert [round(two_sided_quantile(None, level), 4) for level in (0.80, 0.90, 0.95, 0.99)] == [
        1.2816,
        1.6449,
        1.9600,
        2.5758,
    ]
    assert [round(two_sided_quantile(df), 3) for df in (1, 2, 5, 10, 19, 30, 120)] == [
        12.706,
        4.303,
        2.571,
        2.228,
        2.093,
        2.042,
        1.980,
    ]
    assert two_sided_quantile(math.inf) == two_sided_quantile(None)


@pytest.mark.parametrize(("df", "confidence"), [(0, 0.95), (-1, 0.95), (math.nan, 0.95), (5, 0), (5, 1), (None, 1.5)])
def test_quantiles_refuse(df, confidence):
    with pytest.raises(ValueError):
        two_sided_quantile(df, confidence)


def test_size_for_share_equals_the_reference(reference):
    for case in reference["cochran_n"]["cases"]:
        z, population = two_sided_quantile(None, case["conf"]), case.get("N")
        unrounded = cochran_share(z, case["e"], case["p"], population)
        assert round(unrounded, 4) == case["fpc_n" if population else "n0"]
        assert (
            size_for_share(case["e"], share=case["p"], population=population, confidence=case["conf"]) == case["ceil"]
        )


def test_size_for_share_equals_krejcie_and_morgan_but_for_their_rounding(reference):
    # Educational and Psychological Measurement 30 (1970): chi-squared 3.841 in place of z², and rounded to the nearest.
    for population, row in reference["krejcie_morgan_1970"]["table"].items():
        unrounded = cochran_share(math.sqrt(3.841), 0.05, 0.5, int(population))
        assert round(unrounded, 2) == row["formula"]
        assert size_for_share(0.05, population=int(population)) == math.ceil(row["formula"])
        assert 0 <= size_for_share(0.05, population=int(population)) - row["published"] <= 1


def test_size_for_share_equals_cochrans_example_of_blood_groups():
    # Cochran 1977, section 4.2: p = 50 %, d = 5 %, t = 2: n0 = 400; for an island of 3,200 people n = 356.
    assert cochran_share(2, 0.05, 0.5) == pytest.approx(400)
    assert math.ceil(cochran_share(2, 0.05, 0.5, 3200)) == 356
    two_sigma = math.erf(math.sqrt(2))
    assert size_for_share(0.05, confidence=two_sigma) == 400
    assert size_for_share(0.05, population=3200, confidence=two_sigma) == 356


def test_size_for_mean_equals_cochrans_example_of_seedlings():
    # Cochran 1977, section 4.6: S² = 85.6, 10 % of a mean of 19, t = 2: n0 = 95; for a bed of 430 feet n = 78.
    assert round(cochran_mean(2, 1.9, math.sqrt(85.6))) == 95
    assert round(cochran_mean(2, 1.9, math.sqrt(85.6), 430)) == 78


@pytest.mark.parametrize("population", [None, 1, 2, 5, 60, 5000])
@pytest.mark.parametrize("deviation", [0.0, 0.5, 4.0, 12.0])
def test_size_for_mean_is_the_smallest_whose_interval_is_narrow_enough(population, deviation):
    def half_width(size):
        if population == size:
            return 0.0
        spread = deviation / math.sqrt(size) * math.sqrt(1 - size / population if population else 1)
        return two_sided_quantile(size - 1) * spread

    size = size_for_mean(2.0, deviation, population=population)
    smaller = range(2, size)
    assert half_width(size) <= 2.0
    assert all(half_width(other) > 2.0 for other in smaller)
    assert 0 <= size - cochran_mean(two_sided_quantile(), 2.0, deviation, population) < 4


@settings(deadline=None)
@given(st.floats(0.01, 0.3), st.floats(0.01, 0.99), st.integers(1, 10**6), st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_size_for_share_stays_within_the_population_and_below_the_unlimited_one(
    precision, share, population, confidence
):
    size = size_for_share(precision, share=share, population=population, confidence=confidence)
    assert 1 <= size <= population
    assert size <= size_for_share(precision, share=share, confidence=confidence)
    assert size <= size_for_share(precision, population=population, confidence=confidence)


@pytest.mark.parametrize(
    "call",
    [
        lambda: size_for_share(0),
        lambda: size_for_share(0.05, share=0),
        lambda: size_for_share(0.05, share=1),
        lambda: size_for_share(0.05, population=0),
        lambda: size_for_mean(0, 1),
        lambda: size_for_mean(1, -1),
        lambda: size_for_mean(1, 1, population=0),
    ],
)
def test_sizes_refuse_what_makes_no_sense(call):
    with pytest.raises(ValueError):
        call()

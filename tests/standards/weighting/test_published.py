"""Weights equal to published answers, and to an independent computation with numpy's eigenvectors."""

import numpy as np
import pytest

from standards.weighting.consistency import (
    Incomplete,
    Priorities,
    matrix_of,
    pairs_of,
    priorities_of,
    worst_contradiction,
)
from standards.weighting.entropy import NothingDiffers, entropy_of, entropy_weights
from standards.weighting.experts import aggregate, agreement_of
from standards.weighting.saaty import SAATY_1980, SAATY_REVISED, SCALE, parse_judgement
from tests.standards.weighting import published
from tests.standards.weighting.published import AHP, HOSPITAL, judgements

absent = pytest.mark.skipif(not published.FILE.exists(), reason="the shared reference data are not here")


def by_numpy(matrix) -> tuple[list[float], float]:
    values, vectors = np.linalg.eig(np.array(matrix, dtype=float))
    best = values.real.argmax()
    vector = np.abs(vectors[:, best].real)
    return list(vector / vector.sum()), float(values[best].real)


# pairwise comparison


@pytest.mark.parametrize("name", AHP)
def test_ahp_equals_the_published_weights(name):
    case = AHP[name]
    found = priorities_of(case["names"], judgements(case), SAATY_1980)
    assert list(found.weights.values()) == pytest.approx(case["weights"], abs=1e-6)
    assert list(found.weights.values()) == pytest.approx(case["published"], abs=1.2e-3)
    assert (found.lambda_max, found.cr) == (
        pytest.approx(case["lambda_max"], abs=1e-6),
        pytest.approx(case["cr"], abs=1e-6),
    )


@pytest.mark.parametrize("name", AHP)
def test_ahp_equals_numpy(name):
    case = AHP[name]
    weights, lambda_max = by_numpy(matrix_of(case["names"], judgements(case)))
    found = priorities_of(case["names"], judgements(case), SAATY_1980)
    assert list(found.weights.values()) == pytest.approx(weights, abs=1e-10)
    assert found.lambda_max == pytest.approx(lambda_max, abs=1e-10)


@absent
@pytest.mark.parametrize("name", AHP)
def test_ahp_equals_the_shared_reference(name):
    case, entry = AHP[name], published.reference()[name]
    assert entry["names"] == case["names"]
    assert np.array(matrix_of(case["names"], judgements(case))) == pytest.approx(np.array(entry["matrix"]))
    found = priorities_of(case["names"], judgements(case), SAATY_1980)
    assert list(found.weights.values()) == pytest.approx(entry["recomputed"]["weights_eigenvector"], abs=1e-6)
    assert found.ci == pytest.approx(entry["recomputed"]["CI"], abs=1e-6)
    assert found.cr == pytest.approx(entry["recomputed"]["CR_RI1980"], abs=1e-6)


@absent
def test_random_index_equals_the_shared_reference():
    entry = published.reference()["ahp_random_index"]
    assert {int(size): value for size, value in entry["saaty_1980"].items()} == published.RANDOM_INDEX_1980


def test_random_indices_are_the_printed_tables():
    assert {size: SAATY_1980.of(size) for size in range(3, 11)} == published.RANDOM_INDEX_1980
    assert {size: SAATY_REVISED.of(size) for size in range(3, 11)} == published.RANDOM_INDEX_REVISED
    assert [SAATY_1980.of(size) for size in (1, 2)] == [0, 0]
    with pytest.raises(ValueError, match="ends at 10"):
        SAATY_1980.of(11)


def test_table_of_random_indices_decides_near_the_limit():
    """The same judgements: 0.093 by the table of 1980, 0.104 by the later one. So the study names its table."""
    case = {("a", "b"): parse_judgement("9"), ("a", "c"): parse_judgement("8"), ("b", "c"): parse_judgement("1/3")}
    assert priorities_of("abc", case, SAATY_1980).is_consistent
    assert not priorities_of("abc", case, SAATY_REVISED).is_consistent


def test_scale_is_saatys():
    assert [str(step) for step in SCALE] == [
        *"98765432",
        "1",
        *[f"1/{step}" for step in range(2, 10)],
    ]


@pytest.mark.parametrize("text", ["10", "0", "1/10", "-3", "5.0", "0.2", "five", "", "9/1", "２", "1e0"])
def test_what_is_no_step_of_the_scale_is_refused(text):
    with pytest.raises(ValueError, match="scale"):
        parse_judgement(text)


def test_incomplete_matrix_is_refused_and_says_what_is_missing():
    with pytest.raises(Incomplete) as refusal:
        priorities_of("abc", {("a", "b"): parse_judgement("3")}, SAATY_1980)
    assert refusal.value.pairs == [("a", "c"), ("b", "c")]


def test_worst_contradiction_is_the_one_that_was_turned_round():
    """a : b : c : d = 8 : 4 : 2 : 1, but d is said to be twice as important as a."""
    given = {
        ("a", "b"): "2", ("a", "c"): "4", ("a", "d"): "1/2", ("b", "c"): "2", ("b", "d"): "4", ("c", "d"): "2",
    }  # fmt: skip
    found = worst_contradiction("abcd", {pair: parse_judgement(text) for pair, text in given.items()})
    assert (found.pair, str(found.given), str(found.implied)) == (("a", "d"), "1/2", "8")


def test_consistent_matrix_has_no_contradiction():
    given = {("a", "b"): parse_judgement("2"), ("a", "c"): parse_judgement("6"), ("b", "c"): parse_judgement("3")}
    assert worst_contradiction("abc", given) is None
    assert worst_contradiction("ab", {("a", "b"): parse_judgement("9")}) is None


# experts together


def test_experts_together_are_the_geometric_mean():
    mean = aggregate([{("a", "b"): parse_judgement("9")}, {("a", "b"): parse_judgement("1")}])
    assert mean == {("a", "b"): pytest.approx(3)}


def test_opposite_experts_cancel_out():
    mean = aggregate([{("a", "b"): parse_judgement("5")}, {("a", "b"): parse_judgement("1/5")}])
    assert mean == {("a", "b"): pytest.approx(1)}


def test_agreement_is_kendalls_w():
    """Three rank alike: 1. Kendall and Smith's formula by hand for 1-2-3, 1-3-2, 2-1-3: sums 4, 6, 8, S = 8, W = 96 / 216."""
    alike = {"a": 0.5, "b": 0.3, "c": 0.2}
    assert agreement_of([alike, alike, alike]).w == pytest.approx(1)
    others = [{"a": 0.5, "b": 0.2, "c": 0.3}, {"a": 0.3, "b": 0.5, "c": 0.2}]
    assert agreement_of([alike, *others]).w == pytest.approx(12 * 8 / (9 * 24))


def test_agreement_counts_ties():
    """The corrected W of scipy: χ² of Friedman's test over m (n − 1)."""
    from scipy.stats import friedmanchisquare

    tables = [[0.4, 0.4, 0.2, 0.1], [0.5, 0.1, 0.3, 0.1], [0.3, 0.3, 0.3, 0.1]]
    chi, _p = friedmanchisquare(*zip(*tables, strict=True))
    found = agreement_of([dict(zip("abcd", table, strict=True)) for table in tables])
    assert found.w == pytest.approx(chi / (3 * 3))


def test_agreement_of_one_expert_says_nothing():
    assert agreement_of([{"a": 0.5, "b": 0.5}]).w is None
    assert agreement_of([{"a": 0.5, "b": 0.5}] * 2).w is None


# entropy


def columns(rows) -> dict[str, list[float]]:
    return {f"X{place + 1}": [row[place] for row in rows] for place in range(len(rows[0]))}


def test_entropy_equals_the_published_weights():
    found = entropy_weights(columns(HOSPITAL["rows"]))
    assert list(found.weights.values()) == pytest.approx(HOSPITAL["weights"], abs=1e-6)
    assert [round(weight, 2) for weight in found.weights.values()] == HOSPITAL["published_weights"]
    assert [round(entropy, 2) for entropy in found.entropy.values()] == HOSPITAL["published_entropy"]
    scores = [
        sum(weight * value for weight, value in zip(found.weights.values(), row, strict=True))
        for row in HOSPITAL["rows"]
    ]
    assert scores == pytest.approx(HOSPITAL["scores"], abs=0.006)


@absent
def test_entropy_equals_the_shared_reference():
    entry = published.reference()["entropy_hospital_11x9"]
    assert entry["data"] == HOSPITAL["rows"]
    found = entropy_weights(columns(entry["data"]))
    assert list(found.weights.values()) == pytest.approx(entry["recomputed"]["weights"], abs=1e-6)
    assert list(found.entropy.values()) == pytest.approx(entry["recomputed"]["entropy"], abs=1e-6)


def test_entropy_equals_scipy():
    from scipy.stats import entropy

    for column in columns(HOSPITAL["rows"]).values():
        values = np.array(column)
        scaled = (values - values.min()) / (values.max() - values.min())
        assert entropy_of(column) == pytest.approx(entropy(scaled / scaled.sum()) / np.log(len(values)))


def test_column_that_does_not_differ_weighs_nothing():
    found = entropy_weights({"alike": [80, 80, 80], "differs": [80, 90, 100]})
    assert (found.weights["alike"], found.weights["differs"]) == (0, 1)


def test_entropy_without_any_difference_is_refused():
    with pytest.raises(NothingDiffers):
        entropy_weights({"a": [80, 80, 80], "b": [90, 90, 90]})


def test_missing_values_are_left_out_of_their_column_only():
    whole = entropy_weights({"a": [80, 85, 100], "b": [70, 90, 95]})
    gap = entropy_weights({"a": [80, 85, 100, None], "b": [70, 90, 95, None]})
    assert gap.weights == pytest.approx(whole.weights)
    assert gap.n == {"a": 3, "b": 3}


def test_pairs_are_every_two_once():
    assert pairs_of("abc") == [("a", "b"), ("a", "c"), ("b", "c")]


def test_ratio_just_above_the_limit_is_not_told_as_the_limit():
    assert Priorities({}, 0, 0, 0.10004).cr_shown == "0.101"
    assert Priorities({}, 0, 0, 0.1).cr_shown == "0.100"
    assert Priorities({}, 0, 0, 0.04386).cr_shown == "0.044"

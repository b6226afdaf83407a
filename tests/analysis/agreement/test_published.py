"""Agreement equal to published answers, and to everything in the shared reference folder."""

from collections import Counter

import pytest

from analysis.agreement.alpha import alpha
from analysis.agreement.concordance import concordance_of
from analysis.agreement.icc import correlations_of
from analysis.agreement.kappa import Weights, cohen_kappa, disagreements, fleiss_kappa, kappa_of_table
from analysis.agreement.scales import Scale
from tests.analysis.agreement import published
from tests.analysis.agreement.published import (
    COHEN_1968,
    COHEN_1968_WEIGHTS,
    KRIPPENDORFF,
    KRIPPENDORFF_ALPHA,
    SHROUT_FLEISS,
    SHROUT_FLEISS_ICC,
)

absent = pytest.mark.skipif(not published.FOLDER.exists(), reason="the shared reference data are not here")
FORMS = {
    "ICC1": "icc1",
    "ICC2": "icc2",
    "ICC3": "icc3",
    "ICC1k": "icc1_mean",
    "ICC2k": "icc2_mean",
    "ICC3k": "icc3_mean",
}


@pytest.fixture(scope="module")
def reference():
    return published.reference()


def value_of(table, scale):
    return alpha(table, scale).value


# Krippendorff's alpha


@pytest.mark.parametrize("scale", Scale)
def test_alpha_equals_krippendorffs_example_with_missing_ratings(scale):
    found = alpha(KRIPPENDORFF, scale)
    assert round(found.value, 3) == KRIPPENDORFF_ALPHA[scale]
    # Unit 12 was rated by one observer only.
    assert (found.items, found.assessors, found.left_out) == (11, 4, 1)


@absent
def test_alpha_equals_the_shared_reference(reference):
    table = list(zip(*published.table_of("krippendorff_2011.csv"), strict=True))
    assert table == KRIPPENDORFF
    for scale, expected in reference["krippendorff_2011"]["recomputed"].items():
        assert value_of(table, scale) == pytest.approx(expected, abs=1e-6)
    for name in ("krippendorff_two_coders_binary", "krippendorff_two_coders_nominal"):
        entry = reference[name]
        found = value_of(list(zip(*entry["data"], strict=True)), "nominal")
        assert found == pytest.approx(entry["recomputed"]["nominal"], abs=1e-6)
        assert round(found, 3) == entry["published"]["nominal"]


@absent
def test_alpha_of_diagnoses_and_of_anxiety_equals_the_shared_reference(reference):
    diagnoses = published.table_of("diagnoses.csv")
    entry = reference["fleiss_1971_diagnoses"]
    assert value_of(diagnoses, "nominal") == pytest.approx(entry["recomputed"]["kripp_nominal"], abs=1e-6)
    anxiety = published.table_of("anxiety.csv")
    for scale, expected in reference["irr_anxiety"]["recomputed"]["kripp"].items():
        assert value_of(anxiety, scale) == pytest.approx(expected, abs=1e-6)


# kappa


def test_weighted_kappa_equals_cohens_example():
    table = [[2 * cell for cell in row] for row in COHEN_1968]
    assert round(kappa_of_table(table, COHEN_1968_WEIGHTS).value, 3) == 0.348
    assert round(kappa_of_table(table, disagreements(3, Weights.NONE)).value, 3) == 0.492


@absent
def test_kappa_equals_the_shared_reference(reference):
    entry = reference["cohen_1968_weighted"]
    table = [[round(200 * cell) for cell in row] for row in entry["data"]["p"]]
    weighted = kappa_of_table(table, entry["data"]["disagreement_weights"])
    assert weighted.value == pytest.approx(entry["recomputed"]["weighted"], abs=1e-4)
    plain = kappa_of_table(table, disagreements(3, Weights.NONE))
    assert plain.value == pytest.approx(entry["recomputed"]["kappa"], abs=1e-4)
    grant = reference["cohen_2x2"]
    assert kappa_of_table(grant["data"], disagreements(2, Weights.NONE)).value == pytest.approx(grant["recomputed"])


@absent
@pytest.mark.parametrize(
    ("name", "weights"), [("unweighted", "none"), ("linear", "linear"), ("quadratic", "quadratic")]
)
def test_pairwise_kappa_of_anxiety_equals_the_shared_reference(reference, name, weights):
    anxiety = published.table_of("anxiety.csv")
    for pair, expected in reference["irr_anxiety"]["recomputed"]["pairwise"].items():
        one, other = (int(place) - 1 for place in pair.split("-"))
        found = cohen_kappa([(row[one], row[other]) for row in anxiety], range(1, 7), weights)
        assert found.value == pytest.approx(expected[name], abs=1e-6)


@absent
def test_fleiss_kappa_equals_the_shared_reference(reference):
    entry = reference["fleiss_1971_diagnoses"]
    found = fleiss_kappa(entry["counts"])
    assert found.kappa.value == pytest.approx(entry["recomputed"]["fleiss"], abs=1e-6)
    assert round(found.kappa.value, 2) == entry["published"]["fleiss_kappa"]
    assert found.z == pytest.approx(entry["published"]["z"], abs=1e-3)
    categories = sorted({cell for row in published.table_of("diagnoses.csv") for cell in row})
    counted = [[Counter(row)[name] for name in categories] for row in published.table_of("diagnoses.csv")]
    assert counted == entry["counts"]
    fourteen = reference["fleiss_14_raters"]
    assert fleiss_kappa(fourteen["data"]).kappa.value == pytest.approx(fourteen["recomputed"], abs=1e-6)
    anxiety = [[Counter(row)[level] for level in range(1, 7)] for row in published.table_of("anxiety.csv")]
    expected = reference["irr_anxiety"]["recomputed"]["fleiss"]
    assert fleiss_kappa(anxiety).kappa.value == pytest.approx(expected, abs=1e-6)


# intraclass correlation


def test_icc_equals_shrout_and_fleiss():
    found = correlations_of(SHROUT_FLEISS)
    assert {form: round(getattr(found, form).coefficient.value, 2) for form in SHROUT_FLEISS_ICC} == SHROUT_FLEISS_ICC


@absent
@pytest.mark.parametrize("name", ["shrout_fleiss_1979", "irr_anxiety"])
@pytest.mark.parametrize("form", FORMS)
def test_icc_with_f_and_interval_equals_the_shared_reference(reference, name, form):
    entry = reference[name]
    answers = entry["recomputed"].get("icc", entry["recomputed"])[form]
    found = getattr(correlations_of(published.table_of(entry["file"])), FORMS[form])
    assert found.coefficient.value == pytest.approx(answers["icc"], abs=1e-6)
    assert found.f == pytest.approx(answers["F"], abs=1e-4)
    assert (found.df1, found.df2) == (answers["df1"], answers["df2"])
    assert [round(found.coefficient.low, 2), round(found.coefficient.high, 2)] == answers["ci95"]


# Kendall's W


@absent
@pytest.mark.parametrize("name", ["shrout_fleiss_1979", "irr_anxiety"])
def test_concordance_equals_the_shared_reference(reference, name):
    entry = reference[name]
    answers = entry.get("kendall") or entry["recomputed"]["kendall"]
    found = concordance_of(published.table_of(entry["file"]))
    assert found.w == pytest.approx(answers["W_tie_corrected"], abs=1e-6)
    assert found.chi2 == pytest.approx(answers["chi2"], abs=1e-4)
    assert found.df == answers["df"]
    assert found.p == pytest.approx(answers["p"], abs=1e-5)

"""A coefficient in plain words, in both languages."""

import pytest
from django.utils import translation

from analysis.agreement.outcome import Coefficient, Reason, without_value
from analysis.agreement.reading import Band, band_of, explain, read


def coefficient(value, low=None, high=None, **more):
    return Coefficient(value, low=low, high=high, items=12, assessors=3, **more)


@pytest.mark.parametrize(
    ("value", "band"),
    [(1, "reliable"), (0.8, "reliable"), (0.799, "tentative"), (0.667, "tentative"), (0.666, "low"), (-0.2, "low")],
)
def test_bands_are_krippendorffs(value, band):
    assert band_of(value) == Band(band)


@pytest.mark.parametrize(
    ("given", "label", "is_sure", "tone"),
    [
        (coefficient(0.9, 0.82, 0.95), "reliable", True, "done"),
        (coefficient(0.9, 0.7, 0.95), "reliable", False, "done"),
        (coefficient(0.7, 0.67, 0.79), "tentative", True, "wait"),
        (coefficient(0.4, 0.1, 0.66), "too low", True, "late"),
        (coefficient(0.9, interval_reason=Reason.TOO_FEW_ITEMS), "reliable", False, "done"),
    ],
)
def test_reading_says_the_band_and_whether_the_interval_leaves_it_open(given, label, is_sure, tone):
    found = read(given)
    assert (found.label, found.is_sure, found.tone) == (label, is_sure, tone)


def test_reading_names_whose_limits_they_are():
    assert read(coefficient(0.9, 0.85, 0.95)).sentence == (
        "Reliable: it reaches 0.800, Krippendorff's limit for conclusions that may be relied on. Its whole interval lies in this range."
    )
    assert "Krippendorff" in read(coefficient(0.5, 0.3, 0.8)).sentence
    assert read(coefficient(0.5, 0.3, 0.8)).sentence.endswith("more items would tell.")


def test_reading_of_agreement_by_chance_says_so():
    assert read(coefficient(0.0, -0.3, 0.4)).sentence.startswith("The assessors agree no better than chance")


def test_reading_without_a_value_gives_its_reason():
    found = read(without_value(Reason.NO_VARIATION))
    assert (found.band, found.tone, found.sentence) == (None, "idle", explain(Reason.NO_VARIATION))


def test_every_reason_has_its_own_words_in_both_languages():
    for language in ("en", "zh-hans"):
        with translation.override(language):
            assert len({explain(reason) for reason in Reason}) == len(Reason)
    with translation.override("zh-hans"):
        assert read(coefficient(0.9, 0.7, 0.95)).label == "可靠"

"""The standard of four dimensions, as it ships."""

from collections import Counter

from records.measures import measures
from standards.enums import Scale
from standards.presets import PRESETS

FOUR = PRESETS["four-dimensions"]


def test_dimensions_carry_the_weights_of_the_policy():
    weights = {dimension.code: sum(one.weight for one in dimension.indicators) for dimension in FOUR.dimensions}
    assert weights == {"response": 2000, "attitude": 2500, "resolution": 3500, "satisfaction": 2000}


def test_scales_are_those_of_a_first_quarter():
    scales = Counter(indicator.scale for indicator in FOUR.indicators)
    assert scales == {Scale.RATING: 12, Scale.YES_NO: 3, Scale.POINTS: 1, Scale.MEASURED: 3, Scale.CRITICAL: 2}


def test_ratings_have_five_levels_from_full_marks_to_none():
    ratings = [indicator for indicator in FOUR.indicators if indicator.scale == Scale.RATING]
    assert {tuple((one.level, one.points) for one in indicator.levels) for indicator in ratings} == {
        ((5, 100), (4, 80), (3, 60), (2, 40), (1, 0))
    }


def test_every_text_comes_in_both_languages():
    things = [FOUR, *FOUR.dimensions, *FOUR.indicators]
    assert [thing for thing in things if not thing.name_zh or not thing.name_en] == []
    assert [one.code for one in FOUR.indicators if not one.guidance_zh or not one.guidance_en] == []
    levels = [level for indicator in FOUR.indicators for level in indicator.levels]
    assert [level for level in levels if not level.text_zh or not level.text_en] == []


def test_codes_are_unique():
    assert [code for code, count in Counter(one.code for one in FOUR.indicators).items() if count > 1] == []


def test_measured_indicators_name_measures_that_exist():
    asked = {indicator.measure for indicator in FOUR.indicators if indicator.measure}
    assert asked == {"records.answered_in_target", "records.resolved", "feedback.satisfaction"}
    assert asked - {code for code, _measure in measures.items()} == set()

"""The drawn minutes of a half-day: by the published rule, so that anybody can work them out again (docs/draw-rule.md)."""

from datetime import date

import pytest

from assessments.moments import HOURS, hours_of, minutes_of, moments_of
from foundation.common import clock
from tests.assessments.half_days import SEED


def clocked(minutes: list[int]) -> list[str]:
    return [f"{minute // 60:02d}:{minute % 60:02d}" for minute in minutes]


def test_minutes_are_those_of_the_worked_example():
    """The first by hand:

    `printf 'qa-portal moments 1\\n45eb…dd62\\ninterview:2026-10-12-am\\n1' | sha256sum` is c88c…d82e; modulo 26 that is 8.
    """
    assert int("c88c99309b5f372744a47dbe117115eee43b03a0d57e86f2d2450fba8f23d82e", 16) % 26 == 8
    asked = minutes_of(SEED, "interview:2026-10-12-am", "am", parts=6, length=5)
    assert clocked(asked) == ["09:08", "09:34", "10:05", "10:54", "11:23", "11:41"]
    watched = minutes_of(SEED, "footage:2026-10-12-pm", "pm", parts=2, length=15)
    assert clocked(watched) == ["14:44", "15:37"]


@pytest.mark.parametrize("half", ["am", "pm"])
@pytest.mark.parametrize(("parts", "length"), [(6, 5), (2, 15)])
def test_every_moment_fits_into_a_part_of_its_own(half, parts, length):
    first, before = HOURS[half]
    part = (before - first) // parts
    for number in range(200):
        found = minutes_of(SEED, f"interview:{number}-{half}", half, parts=parts, length=length)
        assert all(first + k * part <= minute <= first + (k + 1) * part - length for k, minute in enumerate(found)), (
            found
        )


def test_another_seed_or_item_has_other_minutes():
    usual = minutes_of(SEED, "interview:2026-10-12-am", "am", parts=6, length=5)
    assert minutes_of(SEED[::-1], "interview:2026-10-12-am", "am", parts=6, length=5) != usual
    assert minutes_of(SEED, "interview:2026-10-13-am", "am", parts=6, length=5) != usual


def test_moments_are_of_the_organizations_day():
    day = date(2026, 10, 12)
    [first, second] = moments_of(SEED, "footage:2026-10-12-pm", (day, "pm"), parts=2, length=15)
    assert (first.number, first.start, first.end) == (1, clock.at_local(day, 14, 44), clock.at_local(day, 14, 59))
    assert second.start == clock.at_local(day, 15, 37)
    assert hours_of((day, "pm")) == (clock.at_local(day, 13, 30), clock.at_local(day, 17))


@pytest.mark.parametrize("language", ["", ".zh"])
def test_rule_is_written_down_with_the_same_example(language, settings):
    text = (settings.BASE_DIR / f"docs/draw-rule{language}.md").read_text()
    assert "`qa-portal moments 1`" in text
    for minute in ("09:08", "09:34", "10:05", "10:54", "11:23", "11:41", "14:44–14:59", "15:37–15:52"):
        assert minute in text

"""The lot that plans spot checks, over many simulated years: promised, uniform in time, blind to the unit, drawn to risk.

Seeds are fixed, so nothing here fails by chance. Critical values at 1 %: chi-square from the usual tables, Kolmogorov's D = 1.628 / √n.
"""

import hashlib
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from math import comb, sqrt

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from assessments.spot_lots import (
    LOT,
    MINUTES,
    MOMENT,
    TURN,
    design_weight,
    expected_checks,
    frame_pairs,
    further_checks,
    lay_out,
    moment_key,
    moment_of,
    sizes_of,
    unit_of,
    working_moments,
)
from foundation.common import clock
from foundation.workdays.kept import Calendar
from sampling.ordering import draw, freeze_frame

YEAR, YEARS = 2025, 15
CALENDAR = Calendar("", {})
RISKY = "BR-01"
# Twenty units: one with ten lots, all others with two.
LOTS = {RISKY: 10} | {f"BR-{number:02d}": 2 for number in range(2, 21)}
PROMISED, FURTHER = 1, further_checks(len(LOTS))
QUARTERS = [(date(YEAR, month, 1), date(YEAR + month // 10, (month + 2) % 12 + 1, 1)) for month in (1, 4, 7, 10)]
CHI2_1_PERCENT = {7: 18.48, 9: 21.67, 57: 84.73}


def workdays(start: date, before: date) -> list[date]:
    days = [start + timedelta(days=n) for n in range((before - start).days)]
    return [day for day in days if CALENDAR.is_workday(day)]


@pytest.fixture(scope="module")
def years() -> list[tuple[int, int, list]]:
    """(year, quarter, [(slot, moment)]) of every simulated quarter."""
    found = []
    for quarter, (start, before) in enumerate(QUARTERS):
        moments = working_moments(workdays(start, before), clock.at_local(start))
        frame = freeze_frame(frame_pairs(LOTS, PROMISED, moments))
        sizes, reserves = sizes_of(LOTS, PROMISED, FURTHER, len(moments))
        for year in range(YEARS):
            seed = hashlib.sha256(f"year {year} quarter {quarter}".encode()).digest()
            slots, order = lay_out(draw(frame.lines(), seed, sizes, reserves))
            found.append((year, quarter, [(slot, order[slot.moment - 1]) for slot in slots]))
    return found


def planned(years) -> list:
    return [one for _year, _quarter, checks in years for one in checks]


def chi_square(observed: list[int], expected: list[float]) -> float:
    return sum((seen - due) ** 2 / due for seen, due in zip(observed, expected, strict=True))


def test_every_unit_has_what_was_promised_in_every_quarter(years):
    assert len(years) == 4 * YEARS
    for _year, _quarter, checks in years:
        promised = Counter(slot.unit for slot, _moment in checks if slot.is_promised)
        assert promised == dict.fromkeys(LOTS, PROMISED)
        assert sum(not slot.is_promised for slot, _moment in checks) == FURTHER == 5


def test_every_moment_is_a_working_minute_of_its_quarter_and_none_comes_twice(years):
    for _year, quarter, checks in years:
        start, before = QUARTERS[quarter]
        moments = [clock.local(moment) for _slot, moment in checks]
        assert len(set(moments)) == len(moments)
        for here in moments:
            assert start <= here.date() < before and CALENDAR.is_workday(here.date()) and 9 <= here.hour < 17


def test_times_of_day_are_uniform(years):
    hours = Counter(clock.local(moment).hour for _slot, moment in planned(years))
    n = sum(hours.values())
    assert n == 1500
    assert chi_square([hours[hour] for hour in range(9, 17)], [n / 8] * 8) < CHI2_1_PERCENT[7]
    minutes = Counter(clock.local(moment).minute // 6 for _slot, moment in planned(years))
    assert chi_square([minutes[tenth] for tenth in range(10)], [n / 10] * 10) < CHI2_1_PERCENT[9]


def test_moments_are_uniform_over_the_working_minutes_of_the_quarter(years):
    """Kolmogorov and Smirnov: the share of working time before each moment against the uniform distribution."""
    places = []
    for _year, quarter, checks in years:
        days = {day: number for number, day in enumerate(workdays(*QUARTERS[quarter]))}
        for _slot, moment in checks:
            here = clock.local(moment)
            minute = days[here.date()] * MINUTES + (here.hour - 9) * 60 + here.minute
            places.append((minute + 0.5) / (len(days) * MINUTES))
    places.sort()
    n = len(places)
    distance = max(max((rank + 1) / n - place, place - rank / n) for rank, place in enumerate(places))
    assert distance < 1.628 / sqrt(n)


def test_time_tells_nothing_of_the_unit(years):
    """Chi-square of independence, unit by quarter of the day: (20 − 1) × (4 − 1) degrees of freedom."""
    cells = Counter((slot.unit, (clock.local(moment).hour - 9) // 2) for slot, moment in planned(years))
    n = sum(cells.values())
    units, parts = Counter(), Counter()
    for (unit, part), count in cells.items():
        units[unit] += count
        parts[part] += count
    keys = [(unit, part) for unit in LOTS for part in range(4)]
    found = chi_square([cells[key] for key in keys], [units[unit] * parts[part] / n for unit, part in keys])
    assert found < CHI2_1_PERCENT[57]


def test_unit_at_risk_is_drawn_more_often(years):
    """Exact binomial tests: not one in twenty as if all were alike, but ten lots of forty-eight."""
    further = [slot.unit for slot, _moment in planned(years) if not slot.is_promised]
    n, hits = len(further), further.count(RISKY)
    assert n == 300

    def at_least(count: int, chance: Fraction) -> float:
        return float(sum(comb(n, k) * chance**k * (1 - chance) ** (n - k) for k in range(count, n + 1)))

    assert at_least(hits, Fraction(1, 20)) < 1e-6
    assert 0.005 < at_least(hits, Fraction(10, 48)) < 0.995


def test_further_checks_follow_the_lots_of_all_units(years):
    """The mean number of further checks of the others is what `expected_checks` says, within three standard errors."""
    further = Counter(slot.unit for slot, _moment in planned(years) if not slot.is_promised)
    expected = expected_checks(LOTS, PROMISED, FURTHER)
    for unit, mean in expected.items():
        due = float(mean - PROMISED) * len(years)
        assert abs(further[unit] - due) < 3.3 * sqrt(due)


def test_expected_checks_add_up_and_weigh_a_record():
    expected = expected_checks(LOTS, PROMISED, FURTHER)
    assert sum(expected.values()) == 20 * PROMISED + FURTHER
    assert expected[RISKY] == 1 + Fraction(50, 48)
    # A unit looked at twice in the mean, one of 300 records each time: a checked record stands for 150.
    assert design_weight(Fraction(2), 300) == 150


def test_design_weights_give_back_the_number_of_records(years):
    """Horvitz and Thompson: over many quarters the weights of the checked records add up to the records there are."""
    expected, records = expected_checks(LOTS, PROMISED, FURTHER), 120
    sums = [
        sum(design_weight(expected[slot.unit], records) for slot, _moment in checks)
        for _year, _quarter, checks in years
    ]
    assert float(sum(sums) / len(sums)) == pytest.approx(len(LOTS) * records, rel=0.02)


# the frame


def test_frame_has_a_key_for_each_turn_lot_and_minute():
    moments = working_moments([date(2026, 11, 24)], clock.at_local(date(2026, 11, 24), 16, 57))
    pairs = list(frame_pairs({"BR-E": 2, "BR-E-1": 1}, 1, moments))
    assert pairs == [
        (TURN, "turn:BR-E-1"),
        (LOT, "lot:BR-E-1"),
        (LOT, "lot:BR-E-2"),
        (TURN, "turn:BR-E-1-1"),
        (LOT, "lot:BR-E-1-1"),
        (MOMENT, "moment:2026-11-24T16:58"),
        (MOMENT, "moment:2026-11-24T16:59"),
    ]
    assert [unit_of(key) for stratum, key in pairs if stratum == LOT] == ["BR-E", "BR-E", "BR-E-1"]


def test_day_is_from_nine_to_five():
    moments = working_moments([date(2026, 11, 24)], clock.at_local(date(2026, 11, 24)))
    assert len(moments) == MINUTES == 480
    assert (clock.local(moments[0]).hour, clock.local(moments[-1]).strftime("%H:%M")) == (9, "16:59")


some_lots = st.dictionaries(st.sampled_from([f"B{n}" for n in range(12)]), st.integers(1, 10), min_size=1)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some_lots, st.integers(1, 3), st.integers(0, 40), st.binary(min_size=32, max_size=32))
def test_any_lot_keeps_its_promise(lots, promised, minutes, seed):
    moments = working_moments(
        [date(2026, 11, 24)], clock.at_local(date(2026, 11, 24), 16, 59) - timedelta(minutes=minutes)
    )
    frame = freeze_frame(frame_pairs(lots, promised, moments))
    sizes, reserves = sizes_of(lots, promised, further_checks(len(lots)), len(moments))
    slots, order = lay_out(draw(frame.lines(), seed, sizes, reserves))
    assert Counter(slot.unit for slot in slots if slot.is_promised) == dict.fromkeys(lots, promised)
    further = Counter(slot.unit for slot in slots if not slot.is_promised)
    assert sum(further.values()) == further_checks(len(lots)) and further <= Counter(lots)
    timed = [slot.moment for slot in slots if slot.moment]
    assert timed == list(range(1, min(len(slots), len(moments)) + 1))
    assert {moment_of(moment_key(moment)) for moment in order} <= set(moments)

"""Working days: public holidays, days worked for them, and counting over both."""

import csv
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine

from foundation.workdays import calendar

pytestmark = pytest.mark.django_db
PUBLISHED = Path(__file__).parents[2].parent / "shared" / "data" / "H_china_workdays"


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2025, 1, 28), False),
        (date(2025, 1, 26), True),
        (date(2025, 2, 8), True),
        (date(2025, 2, 9), False),
        (date(2025, 10, 1), False),
        (date(2025, 10, 9), True),
        (date(2025, 10, 11), True),
        (date(2025, 12, 31), True),
    ],
)
def test_holidays_and_days_worked_for_them(day, worked):
    assert calendar.is_workday(day) == worked


def test_counting_skips_the_spring_festival():
    assert calendar.add_workdays(date(2025, 1, 24), 3) == date(2025, 2, 5)
    assert calendar.workdays_between(date(2025, 1, 24), date(2025, 2, 5)) == 3


def test_counting_back_undoes_counting_forward():
    day = date(2025, 9, 26)
    for count in range(1, 30):
        assert calendar.add_workdays(calendar.add_workdays(day, count), -count) == day


def test_counting_over_new_year():
    # Sunday the 4th is worked for Friday the 2nd.
    assert calendar.add_workdays(date(2025, 12, 31), 1) == date(2026, 1, 4)


def test_days_between_are_signed():
    assert calendar.workdays_between(date(2025, 3, 3), date(2025, 3, 7)) == 4
    assert calendar.workdays_between(date(2025, 3, 7), date(2025, 3, 3)) == -4
    assert calendar.workdays_between(date(2025, 3, 3), date(2025, 3, 3)) == 0


def test_standing_report_is_due_before_a_rest_day():
    assert calendar.on_or_before(date(2025, 5, 31)) == date(2025, 5, 30)
    assert calendar.on_or_before(date(2025, 9, 30)) == date(2025, 9, 30)
    assert calendar.on_or_before(date(2025, 10, 8)) == date(2025, 9, 30)


def test_year_whose_make_up_days_are_unknown_is_provisional():
    assert not calendar.is_provisional(2025)
    assert calendar.is_provisional(2040)


@time_machine.travel("2025-01-24T20:00:00Z", tick=False)
def test_days_left_count_from_today_in_the_organizations_zone():
    # It is Saturday the 25th in Shanghai already.
    assert calendar.workdays_left(date(2025, 1, 27)) == 2
    assert calendar.workdays_left(date(2025, 1, 24)) == 0


@pytest.mark.parametrize(("year", "count"), [(2024, 251), (2025, 248)])
def test_years_have_their_published_number_of_working_days(year, count):
    # holiday-cn, chinesecalendar and holidays agree on every day of both years.
    assert calendar.workdays_between(date(year - 1, 12, 31), date(year, 12, 31)) == count


def test_due_date_is_counted_from_its_day_or_is_the_working_day_before_it():
    assert calendar.due_after(date(2025, 1, 24), 3) == date(2025, 2, 5)
    assert calendar.due_after(date(2025, 2, 4), 0) == date(2025, 1, 27)
    assert calendar.due_after(date(2025, 2, 5), 0) == date(2025, 2, 5)


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published days are not beside this checkout")
def test_every_published_day_agrees():
    with (PUBLISHED / "cn_holidays_makeup.csv").open(newline="", encoding="utf-8-sig") as lines:
        published = {date.fromisoformat(row["date"]): row["type"] for row in csv.DictReader(lines)}
    disagreements = []
    for year in (2024, 2025):
        day = date(year, 1, 1)
        while day.year == year:
            kind = published.get(day)
            worked = kind == "makeup_workday" or (kind is None and day.weekday() < 5)
            if calendar.is_workday(day) != worked:
                disagreements.append(day)
            day += timedelta(days=1)
    assert disagreements == []


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published days are not beside this checkout")
def test_every_published_year_has_its_number_of_working_days():
    summary = json.loads((PUBLISHED / "summary.json").read_text())
    counted = {
        year: calendar.workdays_between(date(int(year) - 1, 12, 31), date(int(year), 12, 31)) for year in summary
    }
    assert counted == {year: facts["workdays"] for year, facts in summary.items()}

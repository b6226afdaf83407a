"""Quarters as [start, end)."""

from datetime import date

import pytest

from assessments.quarters import next_quarter, quarter_code, quarter_names, quarter_start


@pytest.mark.parametrize(
    ("day", "start", "code", "after"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), "2026Q1", date(2026, 4, 1)),
        (date(2026, 3, 31), date(2026, 1, 1), "2026Q1", date(2026, 4, 1)),
        (date(2026, 6, 30), date(2026, 4, 1), "2026Q2", date(2026, 7, 1)),
        (date(2026, 9, 15), date(2026, 7, 1), "2026Q3", date(2026, 10, 1)),
        (date(2024, 12, 31), date(2024, 10, 1), "2024Q4", date(2025, 1, 1)),
        (date(2024, 2, 29), date(2024, 1, 1), "2024Q1", date(2024, 4, 1)),
    ],
)
def test_quarter_of_a_day(day, start, code, after):
    assert (quarter_start(day), quarter_code(quarter_start(day)), next_quarter(quarter_start(day))) == (
        start,
        code,
        after,
    )


def test_quarter_has_a_name_in_both_languages():
    assert quarter_names(date(2026, 10, 1)) == ("2026年第四季度", "Q4 2026")

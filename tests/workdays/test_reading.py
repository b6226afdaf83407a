"""From what an administrator pastes to days: every way to write them, and a sentence for each row that is wrong."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings, strategies as st

from foundation.workdays.reading import Day, as_table, digest_of, read_days

PUBLISHED = Path(__file__).parents[2].parent / "shared" / "data" / "H_china_workdays"
# The days of 2025 in the manner of a notice.
NOTICE_2025 = """现将2025年放假调休日期通知如下。
一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（除夕、周二）至2月4日（初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天，9月28日（周日）、10月11日（周六）上班。
请各单位妥善安排值班。
"""


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


def problems(text: str, year: int = 2027) -> list[tuple[int, str]]:
    return [(problem.row, problem.sentence) for problem in read_days(text, year).problems]


@pytest.mark.parametrize(
    "text",
    [
        "2027-02-05, off, 春节",
        "2027-02-05\t休\t春节",
        "2027年2月5日；放假；春节",
        "2月5日，休，春节",
        "2027/2/5,Holiday,春节\n",
        "日期,类型,名称\n2027-02-05,休息日,春节",
        "name;date;type\n春节;2027-02-05;off",
    ],
)
def test_day_is_read_however_it_is_written(text):
    assert read_days(text, 2027).days == [Day(date(2027, 2, 5), "off", "春节")]


def test_run_of_days_is_one_row():
    days = read_days("2027-02-05 ~ 2027-02-07, off, 春节", 2027).days
    assert [day.day.day for day in days] == [5, 6, 7]
    assert read_days("2月5日至2月7日, 休, 春节", 2027).days == days


def test_notice_is_read_as_it_stands():
    reading = read_days(NOTICE_2025, 2025)
    assert reading.problems == []
    worked = [(day.day.month, day.day.day) for day in reading.days if day.kind == "work"]
    assert worked == [(1, 26), (2, 8), (4, 27), (9, 28), (10, 11)]
    assert sum(day.kind == "off" for day in reading.days) == 28
    assert {day.name for day in reading.days if day.day.month == 10} == {"国庆节、中秋节"}


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published days are not beside this checkout")
def test_notice_gives_the_published_days_of_its_year():
    with (PUBLISHED / "cn_holidays_makeup.csv").open(newline="", encoding="utf-8-sig") as lines:
        rows = [row for row in csv.DictReader(lines) if row["year_notice"] == "2025"]
    published = {(date.fromisoformat(row["date"]), "off" if row["type"] == "holiday" else "work") for row in rows}
    assert {(day.day, day.kind) for day in read_days(NOTICE_2025, 2025).days} == published


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published days are not beside this checkout")
def test_published_table_is_read_by_its_column_names():
    lines = (PUBLISHED / "cn_holidays_makeup.csv").read_text(encoding="utf-8-sig").splitlines()
    text = "\n".join([lines[0], *(line for line in lines if line.startswith("2024,"))])
    reading = read_days(text, 2024)
    assert (reading.problems, len(reading.days)) == ([], sum(line.startswith("2024,") for line in lines))


def test_notice_may_reach_back_into_december():
    days = read_days("一、元旦：2026年12月31日至2027年1月2日放假，共3天。", 2027).days
    assert [day.day for day in days] == [date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2)]


def test_each_wrong_row_is_named():
    table = "2027-02-05, off, 春节\n2027-13-01, off, x\n2027-02-30, off, x\n2027-02-08, maybe, x\n2027-02-09, off\n2027-02-10, off, "
    assert problems(table) == [
        (2, "“2027-13-01” is no date. Write 2027-02-05, or 2027-02-05 ~ 2027-02-11 for several days."),
        (3, "“2027-02-30” is no date. Write 2027-02-05, or 2027-02-05 ~ 2027-02-11 for several days."),
        (4, "“maybe” says neither that the day is off nor that it is worked."),
        (5, "Three cells are needed: date, off or worked, name."),
        (6, "The name of the holiday is missing."),
    ]


def test_days_that_contradict_each_other_are_named():
    assert problems("2027-02-06, off, 春节\n2027-02-06, worked, 春节") == [(2, "Sat 6 Feb 2027 is there twice.")]
    assert problems("2027-02-07 ~ 2027-02-05, off, x") == [(1, "The last day comes before the first.")]


def test_working_day_needs_no_making_up():
    assert problems("2027-02-05, worked, 春节") == [
        (1, "Fri 5 Feb 2027 is no weekend day, so it cannot be one that is worked for a holiday.")
    ]


def test_day_of_another_year_is_refused():
    sentence = "Not within 2027 (December of the year before is allowed)."
    assert problems("2026-11-30, off, x\n2028-01-01, off, x\n2026-12-31, off, 元旦") == [(1, sentence), (2, sentence)]


def test_digits_of_other_scripts_are_no_date():
    assert problems("２０２７-02-05, off, x")[0][0] == 1


def test_what_is_too_long_is_refused_whole():
    assert problems("2027-02-05, off, 春节\n" * 500) == [(0, "This is too long for the days of one year.")]


def test_nothing_is_no_days():
    assert (read_days(" \n", 2027).days, read_days("", 2027).problems) == ([], [])


# A day's first drawing compiles tables; a slow machine takes that for slow input.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@unhurried
@given(
    st.dictionaries(
        st.dates(date(2027, 1, 1), date(2027, 12, 31)),
        st.tuples(st.sampled_from(["off", "work"]), st.sampled_from(["春节", "国庆节、中秋节", "Founder’s Day"])),
        max_size=40,
    )
)
def test_table_that_is_shown_is_read_back_the_same(days):
    entered = sorted(Day(day, kind, name) for day, (kind, name) in days.items() if kind == "off" or day.weekday() > 4)
    for language in ("en", "zh-hans"):
        with override(language):
            again = read_days(as_table(entered), 2027)
        assert (again.days, again.problems, again.digest) == (entered, [], digest_of(entered))


@unhurried
@given(st.text(max_size=300))
def test_any_text_ends_in_days_or_sentences(text):
    reading = read_days(text, 2027)
    assert all(problem.sentence for problem in reading.problems)
    assert all(date(2026, 12, 1) <= day.day <= date(2027, 12, 31) for day in reading.days)
    assert timedelta(days=366 + 31) >= timedelta(days=len(reading.days))

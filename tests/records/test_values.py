"""Single cells: what is surely a number, a date or a yes, and what is sent back (../shared/promises.md)."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from django.utils.translation import override
from hypothesis import given, strategies

from records import values
from records.dates import moment, needing_order, possible_orders
from records.masking import mask_name, mask_phone
from records.problems import BadValue
from records.transcripts import draw_turns, turns

pytestmark = pytest.mark.once

WORDS = {word: True for word in values.YES} | {word: False for word in values.NO}


def refused(convert, cell, *more) -> str:
    with pytest.raises(BadValue) as error:
        convert(cell, *more)
    return error.value.code


@pytest.mark.parametrize(
    "cell",
    ["９５", "95%", "NaN", "1e5", "1,234", "-3", "+3", "inf", "3.5", "", "五", "0x10", "１", True, 2.5, float("nan")],
)
def test_what_is_no_whole_number(cell):
    assert refused(values.whole, cell) == "not_whole"


@pytest.mark.parametrize(("cell", "found"), [("5", 5), (" 5 ", 5), ("5.0", 5), (5.0, 5), (5, 5), ("007", 7)])
def test_what_is_a_whole_number(cell, found):
    assert values.whole(cell) == found


@given(strategies.text(max_size=12))
def test_whole_numbers_are_ascii_digits_only(text):
    try:
        found = values.whole(text)
    except BadValue:
        return
    assert text.strip().split(".")[0].isascii() and int(text.strip().split(".")[0]) == found


@pytest.mark.parametrize(("cell", "found"), [("5", 5), (3.0, 3), ("非常满意", 5), ("非常不满意", 1), ("4.0", 4)])
def test_ratings(cell, found):
    assert values.rating(cell) == found


@pytest.mark.parametrize("cell", ["0", "6", 0.0, "100"])
def test_rating_out_of_range(cell):
    assert refused(values.rating, cell) == "rating_range"


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("12", 12), ("12.5", 13), ("12.4", 12), (109.0, 109), ("0", 0), (0.0, 0), ("0:02:23", 143), ("00:02:23", 143), ("1:00:00.6", 3600),
        ("2分23秒", 143), ("1小时2分", 3720), ("45秒", 45), (time(0, 2, 23), 143), (time(0, 2, 22, 999_999), 143), (timedelta(hours=30), 108_000),
    ],
)  # fmt: skip
def test_seconds(cell, found):
    assert values.seconds(cell) == found


def test_minutes_become_seconds():
    assert (values.seconds("2.5", 60), values.seconds(3.0, 60), values.seconds("0:02:23", 60)) == (150, 180, 143)


@pytest.mark.parametrize(
    "cell", ["９５", "95%", "NaN", "1e5", "12s", "2:23", "0:61:00", "-5", "1,5", 0.00126, True, date(2021, 1, 5), "秒"]
)
def test_what_is_no_duration(cell):
    assert refused(values.seconds, cell) == "not_seconds"


@pytest.mark.parametrize("cell", [-1.0, "99999999", timedelta(days=-1), timedelta(days=40)])
def test_durations_out_of_range(cell):
    assert refused(values.seconds, cell) == "seconds_range"


@pytest.mark.parametrize(("cell", "found"), [("Y", True), ("是", True), ("TRUE", True), ("1", True), (True, True), (1.0, True), ("否", False), ("n", False), ("未接通", False), (0.0, False)])  # fmt: skip
def test_yes_and_no(cell, found):
    assert values.yes_no(cell, WORDS) is found


@pytest.mark.parametrize("cell", ["maybe", "2", "Ｙ", "yes!"])
def test_neither_yes_nor_no(cell):
    assert refused(values.yes_no, cell, WORDS) == "not_yes_no"


# Record numbers


@pytest.mark.parametrize(("cell", "found"), [(" ID-1 ", "ID-1"), (3003003.0, "3003003"), (17, "17"), ("00012", "00012"), ("202101050912345678", "202101050912345678")])  # fmt: skip
def test_record_numbers(cell, found):
    assert values.number(cell) == found


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("13812345678", "personal"), ("+8613812345678", "personal"), ("11010519491231002X", "personal"), (1.23456789012345e17, "digits_lost"),
        ("a\nb", "control"), ("a\tb", "control"), ("a\x00b", "control"), ("x" * 65, "long"), (date(2021, 1, 5), "not_text"), (True, "not_text"),
    ],
)  # fmt: skip
def test_what_is_no_record_number(cell, code):
    assert refused(values.number, cell) == code


def test_identity_numbers_have_a_check_character():
    assert values.identity_checks("11010519491231002X")
    assert not values.identity_checks("110105194912310021")


@pytest.mark.parametrize(("cell", "found"), [("138 1234 5678", "13812345678"), ("+86-138-1234-5678", "+8613812345678"), ("(010) 12345678", "01012345678"), (13812345678.0, "13812345678"), ("138****5678", "138****5678")])  # fmt: skip
def test_telephone_numbers(cell, found):
    assert values.phone(cell) == found


# Dates


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("2021-01-05", (date(2021, 1, 5), None, None)),
        ("2021/1/5", (date(2021, 1, 5), None, None)),
        ("2021.01.05", (date(2021, 1, 5), None, None)),
        ("20210105", (date(2021, 1, 5), None, None)),
        ("2021年1月5日", (date(2021, 1, 5), None, None)),
        ("2021年1月5日 9时30分", (date(2021, 1, 5), 34_200, None)),
        ("2021-01-05 下午3:05", (date(2021, 1, 5), 54_300, None)),
        ("2021-01-05T09:30:00", (date(2021, 1, 5), 34_200, None)),
        ("2021-01-05 09:30", (date(2021, 1, 5), 34_200, None)),
        ("2021-01-05 09:30:00.123", (date(2021, 1, 5), 34_200, None)),
        ("2021-01-05T09:30:00Z", (date(2021, 1, 5), 34_200, UTC)),
        ("2021-01-05 09:30:00+08:00", (date(2021, 1, 5), 34_200, timezone(timedelta(hours=8)))),
        ("05-Jan-2021", (date(2021, 1, 5), None, None)),
        (date(2021, 1, 5), (date(2021, 1, 5), None, None)),
        (datetime(2021, 1, 5, 9, 30), (date(2021, 1, 5), 34_200, None)),
    ],
)
def test_dates_that_speak_for_themselves(cell, found):
    assert moment(cell) == found


@pytest.mark.parametrize(
    "cell",
    [
        "2021-02-30",
        "2021-13-01",
        "二〇二一年",
        "44197",
        44197.0,
        "2021-01",
        "2021-1/5",
        "２０２１-01-05",
        "2021-01-05 25:00",
        True,
    ],
)
def test_what_is_no_date(cell):
    assert refused(moment, cell) == "not_date"


def test_order_of_day_and_month_must_be_said():
    assert refused(moment, "03/04/2021") == "date_order"
    assert [moment("03/04/2021", order)[0] for order in ("mdy", "dmy")] == [date(2021, 3, 4), date(2021, 4, 3)]
    assert moment("9/24/19", "mdy")[0] == date(2019, 9, 24)
    assert refused(moment, "24/09/2019", "mdy") == "not_date"


def test_years_far_away_are_refused():
    assert (refused(moment, "1900-01-01"), refused(moment, "2201-01-01")) == ("date_range", "date_range")


def test_order_that_the_column_proves():
    assert possible_orders(["09/12/2016", "09/17/2016"]) == ["mdy"]
    assert possible_orders(["12.09.2016", "17.09.2016"]) == ["dmy"]
    assert possible_orders(["01/02/2016"]) == ["mdy", "dmy"]
    assert (needing_order(["2021-01-05", "2021年1月5日"]), needing_order(["2021-01-05", "1/5/2021"])) == (
        [],
        ["1/5/2021"],
    )


@pytest.mark.parametrize(("cell", "found"), [("9:05", 32_700), ("23:59:59", 86_399), (time(9, 12, 58), 33_178), (datetime(2021, 1, 1, 9), 32_400), (timedelta(hours=9), 32_400)])  # fmt: skip
def test_times_of_day(cell, found):
    assert values.time_of_day(cell) == found


@pytest.mark.parametrize("cell", ["24:00", "9", "9:60", 0.38, timedelta(days=2), "９:05"])
def test_what_is_no_time_of_day(cell):
    assert refused(values.time_of_day, cell) == "not_time"


# What pages show


def test_masks():
    assert [mask_phone(number) for number in ("13812345678", "+8613812345678", "8652", "")] == [
        "138****5678",
        "+86138****5678",
        "**52",
        "",
    ]
    assert [mask_name(name) for name in ("王芳", "Wang Fang", "")] == ["王**", "W**", ""]


def test_conversation_becomes_turns():
    assert turns("0:02\tA\t您好\n0:09\tC\t我想问\n一件事") == [
        ("0:02", "agent", "您好"),
        ("0:09", "customer", "我想问\n一件事"),
    ]
    assert turns("客户：你好\n坐席：您好：请讲") == [("", "customer", "你好"), ("", "agent", "您好：请讲")]
    assert turns("送得很快，态度好") == [("", "", "送得很快，态度好")]
    assert turns("") == []


def test_conversation_is_drawn_with_its_speakers_and_without_their_markup():
    with override("zh-hans"):
        drawn = draw_turns(turns('0:02\tA\t您好\n0:09\tC\t<script>alert("1")</script>\n一件事'))
    assert drawn.count('<div class="turn') == 3
    assert '<span class="visually-hidden">坐席： </span>您好' in drawn
    assert '<div class="turn turn--customer">' in drawn
    assert "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;\n一件事" in drawn
    assert draw_turns([]) == ""

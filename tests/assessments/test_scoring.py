"""Scores of a sheet: by hand, by properties, and against an implementation of its own in fractions."""

import random
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from assessments import scoring
from assessments.scoring import (
    IndicatorRule,
    InvalidMark,
    Mark,
    SheetScore,
    StandardRule,
    normalise_points,
    score_sheet,
)
from standards.enums import CriticalPolicy, NotApplicablePolicy, Scale

pytestmark = pytest.mark.once

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def indicator(code, weight, dimension="attitude", scale="rating", full="100", na=True, critical=False, **more):
    return IndicatorRule(code, dimension, weight, scale, Decimal(full), na, critical, **more)


def marks(**points):
    return [Mark(code, Decimal(value)) if value is not None else Mark(code, na=True) for code, value in points.items()]


GREETING = indicator("greeting", 3000)
TONE = indicator("tone", 1000, full="5")
SOLVED = indicator("solved", 6000, "resolution", "yes_no")
ABUSE = indicator("abuse", 0, "attitude", "critical", critical=True)
LEAK = indicator("leak", 0, "attitude", "critical", critical=True)
ALL = (GREETING, TONE, SOLVED, ABUSE, LEAK)
CALM = [Mark("abuse"), Mark("leak")]


# --- by hand


def test_score_sheet_weights_normalised_points():
    score = score_sheet(StandardRule(ALL), [*marks(greeting="80", tone="4", solved="100"), *CALM])
    # (0.3 * 80 + 0.1 * 4/5 * 100 + 0.6 * 100) = 92; attitude: (0.3 * 80 + 0.1 * 80) / 0.4 = 80.
    assert score == SheetScore(
        total=Decimal("92.0000"),
        underlying=Decimal("92.0000"),
        triggered=(),
        dimensions={"attitude": Decimal("80.0000"), "resolution": Decimal("100.0000")},
        missing=(),
        failed=False,
    )
    assert score.is_complete


def test_score_sheet_rounds_once_and_half_up():
    # Two thirds of 50 and one third of 50.0001: 50.00003333…; the same with 50.0002: 50.0000666…
    rule = StandardRule([indicator("a", 2000), indicator("b", 1000)])
    assert score_sheet(rule, marks(a="50", b="50.0001")).total == Decimal("50.0000")
    assert score_sheet(rule, marks(a="50", b="50.0002")).total == Decimal("50.0001")
    halves = StandardRule([indicator("a", 5000), indicator("b", 5000)])
    assert score_sheet(halves, marks(a="50", b="50.0001")).total == Decimal("50.0001")
    assert score_sheet(halves, marks(a="50.0002", b="50.0001")).total == Decimal("50.0002")


def test_score_sheet_does_not_round_an_indicator_first():
    # Half of 66.666… is 33.333…; half of 66.6667 would be 33.33335 and become 33.3334.
    halves = StandardRule([indicator("a", 5000, full="3"), indicator("b", 5000)])
    assert score_sheet(halves, marks(a="2", b="0")).total == Decimal("33.3333")
    thirds = StandardRule([indicator(code, 1, full="3") for code in "abc"])
    assert score_sheet(thirds, marks(a="1", b="1", c="1")).total == Decimal("33.3333")
    mixed = StandardRule([indicator("a", 3333, full="3"), indicator("b", 6667, full="7")])
    assert score_sheet(mixed, marks(a="3", b="7")).total == Decimal("100.0000")


def test_score_sheet_ten_times_a_tenth_is_one():
    rule = StandardRule([indicator(str(n), 1000) for n in range(10)])
    assert score_sheet(rule, [Mark(str(n), Decimal("0.1")) for n in range(10)]).total == Decimal("0.1000")


def test_na_leaves_the_denominator():
    score = score_sheet(StandardRule(ALL), [*marks(greeting="80", tone=None, solved="50"), *CALM])
    assert score.total == Decimal("60.0000")  # (3 * 80 + 6 * 50) / 9
    assert score.dimensions == {"attitude": Decimal("80.0000"), "resolution": Decimal("50.0000")}
    assert score.missing == ()


def test_na_counts_as_full_marks_where_the_standard_says_so():
    score = score_sheet(
        StandardRule(ALL, na_policy="full_marks"), [*marks(greeting="80", tone=None, solved="50"), *CALM]
    )
    assert score.total == Decimal("64.0000")  # .3 * 80 + .1 * 100 + .6 * 50
    assert score.dimensions == {"attitude": Decimal("85.0000"), "resolution": Decimal("50.0000")}


def test_a_dimension_of_nothing_but_na():
    given_ = [*marks(greeting="80", tone="5", solved=None), *CALM]
    assert score_sheet(StandardRule(ALL), given_).dimensions == {"attitude": Decimal("85.0000"), "resolution": None}
    full = score_sheet(StandardRule(ALL, na_policy="full_marks"), given_)
    assert full.dimensions == {"attitude": Decimal("85.0000"), "resolution": Decimal("100.0000")}
    assert full.total == Decimal("94.0000")


@pytest.mark.parametrize("policy", ["leave_denominator", "full_marks"])
def test_a_sheet_of_nothing_but_na_has_no_score(policy):
    score = score_sheet(StandardRule(ALL, na_policy=policy), [*marks(greeting=None, tone=None, solved=None), *CALM])
    assert (score.total, score.underlying, score.missing) == (None, None, ())


def test_an_empty_sheet_has_no_score_and_misses_everything():
    score = score_sheet(StandardRule(ALL), [])
    assert score == SheetScore(
        None, None, (), {"attitude": None, "resolution": None}, ("greeting", "tone", "solved", "abuse", "leak"), False
    )
    assert not score.is_complete


def test_a_running_total_is_over_what_is_there():
    score = score_sheet(StandardRule(ALL), marks(solved="70", tone="3"))
    assert score.total == Decimal("68.5714")  # (6 * 70 + 1 * 60) / 7
    assert score.missing == ("greeting", "abuse", "leak")


def test_a_mark_without_anything_is_no_mark():
    assert score_sheet(StandardRule(ALL), [Mark("greeting"), *CALM]).missing == ("greeting", "tone", "solved")


def test_an_indicator_without_weight_counts_for_nothing_but_is_missed():
    rule = StandardRule([indicator("a", 10000), indicator("b", 0)])
    assert score_sheet(rule, marks(a="70", b="0")).total == Decimal("70.0000")
    assert score_sheet(rule, marks(a="70")).missing == ("b",)
    assert score_sheet(rule, marks(b="70")).total is None


MARKED = marks(greeting="80", tone="4", solved="100")
TRIGGERED = [Mark("abuse", triggered=True), Mark("leak")]


@pytest.mark.parametrize(
    ("policy", "cap", "total", "failed"),
    [
        ("zero", None, "0.0000", False),
        ("cap", "60", "60.0000", False),
        ("cap", "95.5", "92.0000", False),
        ("cap", "0", "0.0000", False),
        ("fail", None, "92.0000", True),
    ],
)
def test_a_triggered_critical_indicator(policy, cap, total, failed):
    rule = StandardRule(ALL, critical_policy=policy, critical_cap=Decimal(cap) if cap else None)
    score = score_sheet(rule, [*MARKED, *TRIGGERED])
    assert (str(score.total), str(score.underlying), score.triggered, score.failed) == (
        total,
        "92.0000",
        ("abuse",),
        failed,
    )
    assert score.dimensions == {"attitude": Decimal("80.0000"), "resolution": Decimal("100.0000")}
    calm = score_sheet(rule, [*MARKED, *CALM])
    assert (calm.total, calm.failed) == (Decimal("92.0000"), False)


def test_triggered_indicators_are_named_in_the_standards_order():
    score = score_sheet(StandardRule(ALL), [Mark("leak", triggered=True), *MARKED, Mark("abuse", triggered=True)])
    assert score.triggered == ("abuse", "leak")


@pytest.mark.parametrize(("policy", "total"), [("zero", Decimal("0.0000")), ("cap", None), ("fail", None)])
def test_a_triggered_critical_indicator_on_a_sheet_without_score(policy, total):
    rule = StandardRule(ALL, critical_policy=policy, critical_cap=Decimal(60))
    score = score_sheet(rule, [*marks(greeting=None, tone=None, solved=None), *TRIGGERED])
    assert (score.total, score.underlying, score.failed) == (total, None, policy == "fail")


def test_a_critical_indicator_may_be_not_applicable():
    score = score_sheet(StandardRule(ALL), [*MARKED, Mark("abuse", na=True), Mark("leak")])
    assert (score.total, score.triggered, score.missing) == (Decimal("92.0000"), (), ())


def test_measured_figures_of_the_unit_never_enter():
    measured = indicator("answered", 5000, "speed", "measured")
    rule = StandardRule([indicator("a", 5000), measured])
    score = score_sheet(rule, marks(a="70"))
    assert (score.total, score.missing, score.dimensions) == (
        Decimal("70.0000"),
        (),
        {"attitude": Decimal("70.0000"), "speed": None},
    )
    with pytest.raises(InvalidMark):
        score_sheet(rule, marks(a="70", answered="100"))


def test_a_measured_figure_of_the_record_enters_where_the_standard_says_so():
    rule = StandardRule([indicator("a", 5000), indicator("answered", 5000, "speed", "measured", on_sheet=True)])
    assert score_sheet(rule, marks(a="70", answered="100")).total == Decimal("85.0000")


def test_the_words_of_scoring_are_those_of_the_standards():
    assert NotApplicablePolicy.values == [scoring.LEAVE_DENOMINATOR, scoring.FULL_MARKS]
    assert CriticalPolicy.values == [scoring.ZERO, scoring.CAP, scoring.FAIL]
    assert scoring.MEASURED == Scale.MEASURED


# --- refusals


@pytest.mark.parametrize(
    "mark",
    [
        Mark("nobody", Decimal(1)),
        Mark("greeting", Decimal("100.0001")),
        Mark("greeting", Decimal("-0.0001")),
        Mark("tone", Decimal("5.0001")),
        Mark("greeting", Decimal("50.00001")),
        Mark("greeting", Decimal("99.99999999999999999999999999999999999")),
        Mark("greeting", Decimal("NaN")),
        Mark("greeting", Decimal("Infinity")),
        Mark("greeting", Decimal("1e40")),
        Mark("greeting", 50.0),
        Mark("greeting", 50),
        Mark("greeting", Decimal(5), na=True),
        Mark("greeting", Decimal(5), triggered=True),
        Mark("abuse", Decimal(5)),
        Mark("abuse", na=True, triggered=True),
        Mark("strict", na=True),
    ],
)
def test_score_sheet_refuses_a_mark(mark):
    rule = StandardRule((*ALL, indicator("strict", 1, na=False)))
    with pytest.raises(InvalidMark) as caught:
        score_sheet(rule, [mark])
    assert caught.value.code == mark.code


def test_score_sheet_refuses_a_mark_that_comes_twice():
    with pytest.raises(InvalidMark):
        score_sheet(StandardRule(ALL), [Mark("greeting"), Mark("greeting", Decimal(5))])


@pytest.mark.parametrize(
    "make",
    [
        lambda: indicator("a", -1),
        lambda: indicator("a", 10001),
        lambda: indicator("a", 1, critical=True),
        lambda: indicator("a", 1, full="0"),
        lambda: indicator("a", 1, full="-5"),
        lambda: indicator("a", 1, full="0.00001"),
        lambda: indicator("a", 1, full="1e40"),
        lambda: indicator("a", 1, full="NaN"),
        lambda: IndicatorRule("a", "d", 1, "points", 5.0),
        lambda: StandardRule([GREETING, GREETING]),
        lambda: StandardRule(ALL, na_policy="ignore"),
        lambda: StandardRule(ALL, critical_policy="shout"),
        lambda: StandardRule(ALL, critical_policy="cap"),
        lambda: StandardRule(ALL, critical_policy="cap", critical_cap=Decimal(101)),
        lambda: StandardRule(ALL, critical_policy="cap", critical_cap=Decimal("59.99999")),
    ],
)
def test_a_standard_that_makes_no_sense_is_refused(make):
    with pytest.raises(ValueError):
        make()


# --- an implementation of its own


def rounded(value):
    """Half up to four decimals, by decimal arithmetic with room to spare."""
    if value is None:
        return None
    with localcontext() as context:
        context.prec = 200
        return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def mean(pairs):
    shares = sum(share for share, _ in pairs)
    return sum(share * points for share, points in pairs) / shares if shares else None


def naive_score(rule, given_):
    """Straight from the words of the standard, in fractions."""
    by_code = {mark.code: mark for mark in given_}
    counted, dimensions, missing, triggered, rated = [], {}, [], [], 0
    for each in rule.indicators:
        dimensions.setdefault(each.dimension, [])
        if each.scale == "measured":
            continue
        mark = by_code.get(each.code)
        if mark is None or (mark.points is None and not mark.na and not each.critical):
            missing.append(each.code)
            continue
        if each.critical:
            if mark.triggered:
                triggered.append(each.code)
            continue
        if mark.na and rule.na_policy == "leave_denominator":
            continue
        points = Fraction(100) if mark.na else Fraction(mark.points) / Fraction(each.max_points) * 100
        rated += not mark.na
        counted.append((Fraction(each.weight, 10000), points))
        dimensions[each.dimension].append(counted[-1])
    underlying = rounded(mean(counted)) if rated else None
    total = underlying
    if triggered and rule.critical_policy == "zero":
        total = Decimal(0)
    if triggered and rule.critical_policy == "cap" and underlying is not None and rule.critical_cap < underlying:
        total = rule.critical_cap
    return SheetScore(
        total=total,
        underlying=underlying,
        triggered=tuple(triggered),
        dimensions={name: rounded(mean(pairs)) for name, pairs in dimensions.items()},
        missing=tuple(missing),
        failed=bool(triggered) and rule.critical_policy == "fail",
    )


def random_rule(chance):
    indicators = []
    for number in range(chance.randint(1, 12)):
        critical = chance.random() < 0.12
        scale = "critical" if critical else chance.choice(["rating", "yes_no", "points", "points", "measured"])
        full = (
            Decimal(chance.choice([100, 100, 5, 3, 7, 12, 1000, 60]))
            if chance.random() < 0.8
            else Decimal(chance.randint(1, 10**6)).scaleb(-4)
        )
        weight = 0 if critical else chance.choice([0, chance.randint(1, 10000), chance.randint(1, 10000), 500])
        indicators.append(IndicatorRule(f"i{number}", chance.choice("abcd"), weight, scale, full, True, critical))
    return StandardRule(
        indicators,
        na_policy=chance.choice(["leave_denominator", "full_marks"]),
        critical_policy=chance.choice(["zero", "cap", "fail"]),
        critical_cap=Decimal(chance.randint(0, 10**6)).scaleb(-4),
    )


def random_marks(chance, rule):
    result = []
    for each in rule.indicators:
        if each.scale == "measured" or chance.random() < 0.1:
            continue
        if chance.random() < 0.15:
            result.append(Mark(each.code, na=True))
        elif each.critical:
            result.append(Mark(each.code, triggered=chance.random() < 0.3))
        else:
            units = chance.randint(0, int(each.max_points * 10000))
            coarse = int(each.max_points) * 10000 * chance.randint(0, 4) // 4
            result.append(Mark(each.code, Decimal(chance.choice([units, coarse])).scaleb(-4)))
    chance.shuffle(result)
    return result


def test_score_sheet_equals_the_naive_one_in_twelve_thousand_cases():
    chance = random.Random(20261231)
    totals = set()
    for _ in range(12_000):
        rule = random_rule(chance)
        given_ = random_marks(chance, rule)
        score = score_sheet(rule, given_)
        assert score == naive_score(rule, given_), (rule, given_)
        totals.add(score.total)
    assert len(totals) > 5_000  # the cases are not all alike


units = st.integers(0, 10**6)
shares = st.integers(1, 10_000)


@unhurried
@given(
    st.lists(st.tuples(shares, units, st.integers(1, 10**7)), min_size=1, max_size=8), st.randoms(use_true_random=False)
)
def test_a_total_lies_between_its_points_and_does_not_depend_on_their_order(rows, chance):
    rule = StandardRule(
        [
            IndicatorRule(str(n), "d", share, "points", Decimal(full).scaleb(-4))
            for n, (share, _, full) in enumerate(rows)
        ]
    )
    given_ = [Mark(str(n), Decimal(point % (full + 1)).scaleb(-4)) for n, (_, point, full) in enumerate(rows)]
    score = score_sheet(rule, given_)
    single = [
        normalise_points(mark.points, each.max_points) for mark, each in zip(given_, rule.indicators, strict=True)
    ]
    assert min(single) <= score.total <= max(single)
    assert score.total == score.underlying == score.dimensions["d"]
    assert score.total.as_tuple().exponent == -4
    chance.shuffle(given_)
    assert score_sheet(rule, given_) == score


@unhurried
@given(st.lists(st.tuples(shares, units), min_size=2, max_size=8), st.integers(0, 10**6))
def test_a_better_mark_never_lowers_a_total(rows, better):
    rule = StandardRule([indicator(str(n), share) for n, (share, _) in enumerate(rows)])
    before = [Mark(str(n), Decimal(point).scaleb(-4)) for n, (_, point) in enumerate(rows)]
    after = [Mark("0", max(before[0].points, Decimal(better).scaleb(-4))), *before[1:]]
    assert score_sheet(rule, after).total >= score_sheet(rule, before).total


@unhurried
@given(st.lists(st.tuples(shares, units), min_size=1, max_size=6), st.integers(2, 50))
def test_a_total_depends_on_the_proportion_of_shares_only(rows, factor):
    given_ = [Mark(str(n), Decimal(point).scaleb(-4)) for n, (_, point) in enumerate(rows)]
    plain = StandardRule([indicator(str(n), share // 50 + 1) for n, (share, _) in enumerate(rows)])
    scaled = StandardRule(
        [indicator(str(n), min(10000, (share // 50 + 1) * factor)) for n, (share, _) in enumerate(rows)]
    )
    if all((share // 50 + 1) * factor <= 10000 for share, _ in rows):
        assert score_sheet(plain, given_) == score_sheet(scaled, given_)


def test_score_sheet_does_not_depend_on_the_precision_of_decimals():
    rule, given_ = StandardRule(ALL), [*marks(greeting="81.2345", tone="4.4321", solved="12.3456"), *CALM]
    expected = score_sheet(rule, given_)
    with localcontext() as context:
        context.prec = 12
        assert score_sheet(rule, given_) == expected
    assert expected.total == Decimal("40.6419")  # .3 * 81.2345 + .1 * 88.642 + .6 * 12.3456 = 40.64191


@pytest.mark.parametrize(
    ("points", "full", "normal"),
    [
        ("4", "5", "80.0000"),
        ("2", "3", "66.6667"),
        ("1", "3", "33.3333"),
        ("0", "7", "0.0000"),
        ("7", "7", "100.0000"),
        ("1", "160000", "0.0006"),
    ],
)
def test_normalise_points_rounds_half_up(points, full, normal):
    assert str(normalise_points(Decimal(points), Decimal(full))) == normal

"""Bonuses, deductions per occurrence and critical events: what they do to a sheet (R2)."""

from decimal import Decimal
from fractions import Fraction
from uuid import uuid4

import pytest
from hypothesis import given, strategies as st

from assessments.models import ItemScore, ScoreSheet
from assessments.scoring import (
    IndicatorRule,
    InvalidMark,
    Mark,
    StandardRule,
    score_sheet,
)
from assessments.selectors.criteria import criteria_of
from assessments.services.marks import score_marks
from assessments.services.sheets import submit_sheet
from foundation.audit.verifiers import run_verifiers
from foundation.common.errors import Invalid
from standards.enums import Scale
from standards.models import Indicator
from tests.assessments.sheet_world import SheetWorld, full_marks, make_cycle, make_plan, make_sheet, make_version

HUNDRED = Decimal(100)


def rated(code: str, weight: int) -> IndicatorRule:
    return IndicatorRule(code, "d", weight, "rating")


def deduction(code: str, *, weight: int = 0, step: int = 2, most: int = 10, doubled: bool = False) -> IndicatorRule:
    return IndicatorRule(
        code, "d", weight, "deduction", Decimal(most), na_allowed=True, step=Decimal(step), doubled=doubled
    )


def bonus(code: str, most: int = 5) -> IndicatorRule:
    return IndicatorRule(code, "d", 0, "bonus", Decimal(most))


def occurred(rule: IndicatorRule, count: int) -> Mark:
    return Mark(rule.code, rule.points_left(count), occurrences=count)


# the deduction method


@pytest.mark.parametrize(
    ("doubled", "left"),
    [(False, ["10", "8", "6", "4", "2", "0", "0"]), (True, ["10", "8", "4", "0", "0", "0", "0"])],
)
def test_an_occurrence_costs_its_step_and_repeats_double_up_to_the_cap(doubled, left):
    rule = deduction("1", doubled=doubled)
    assert [rule.points_left(count) for count in range(7)] == [Decimal(points) for points in left]


def test_a_deduction_with_a_weight_counts_like_points():
    rule = deduction("1", weight=4000, step=2, most=10)
    score = score_sheet(StandardRule([rated("0", 6000), rule]), [Mark("0", HUNDRED), occurred(rule, 3)])
    assert (score.total, score.taken) == (Decimal("76"), 0)


def test_a_deduction_without_a_weight_is_taken_from_the_total():
    rule = deduction("1")
    score = score_sheet(StandardRule([rated("0", 10_000), rule]), [Mark("0", Decimal(90)), occurred(rule, 3)])
    assert (score.total, score.taken, score.dimensions) == (Decimal(84), Decimal(6), {"d": Decimal(90)})


def test_a_sheet_of_deductions_begins_at_100():
    first, second = deduction("1"), deduction("2", step=5, most=20, doubled=True)
    rule = StandardRule([first, second])
    assert score_sheet(rule, [occurred(first, 0), occurred(second, 0)]).total == 100
    assert score_sheet(rule, [occurred(first, 2), occurred(second, 2)]).total == 81
    assert score_sheet(rule, []).total is None
    assert score_sheet(rule, [Mark("1", na=True), Mark("2", na=True)]).total is None


def test_deductions_never_go_below_0_nor_bonuses_above_100():
    many = [deduction(str(number), step=30, most=60) for number in range(3)]
    assert score_sheet(StandardRule(many), [occurred(one, 2) for one in many]).total == 0
    extra = bonus("b")
    score = score_sheet(StandardRule([rated("0", 10_000), extra]), [Mark("0", Decimal(98)), Mark("b", Decimal(5))])
    assert (score.total, score.added) == (Decimal(100), Decimal(5))


# bonuses


def test_a_bonus_that_is_not_given_is_not_missing():
    score = score_sheet(StandardRule([rated("0", 10_000), bonus("b")]), [Mark("0", Decimal(90))])
    assert (score.total, score.missing) == (Decimal(90), ())


def test_a_bonus_alone_makes_no_score():
    assert score_sheet(StandardRule([rated("0", 10_000), bonus("b")]), [Mark("b", Decimal(5))]).total is None


def test_a_red_line_outweighs_a_bonus():
    rule = StandardRule([rated("0", 10_000), bonus("b"), IndicatorRule("r", "d", 0, "critical", critical=True)])
    score = score_sheet(rule, [Mark("0", Decimal(90)), Mark("b", Decimal(5)), Mark("r", triggered=True)])
    assert (score.total, score.underlying) == (0, Decimal(95))


@pytest.mark.parametrize(
    "mark",
    [
        Mark("1", Decimal(8)),  # without its occurrences
        Mark("1", Decimal(9), occurrences=1),
        Mark("1", Decimal(8), occurrences=-1),
        Mark("1", Decimal(8), occurrences=True),
        Mark("1", Decimal(0), occurrences=1_000),
        Mark("0", Decimal(8), occurrences=1),
        Mark("b", na=True),
        Mark("b", Decimal(6)),
    ],
)
def test_marks_that_do_not_fit_are_refused(mark):
    with pytest.raises(InvalidMark):
        score_sheet(StandardRule([rated("0", 10_000), deduction("1"), bonus("b")]), [mark])


@pytest.mark.parametrize(
    "make",
    [
        lambda: IndicatorRule("1", "d", 0, "deduction", Decimal(10)),
        lambda: IndicatorRule("1", "d", 0, "deduction", Decimal(10), step=Decimal(0)),
        lambda: IndicatorRule("1", "d", 100, "bonus", Decimal(10)),
    ],
)
def test_rules_that_make_no_sense_are_refused(make):
    with pytest.raises(ValueError, match="1"):
        make()


counts = st.integers(0, 12)
rules = st.builds(
    lambda number, weight, step, most, doubled: (number, weight, step, most, doubled),
    st.just(0),
    st.sampled_from([0, 0, 500, 3000]),
    st.integers(1, 9),
    st.integers(1, 30),
    st.booleans(),
)


@given(
    st.lists(st.tuples(rules, counts), max_size=5),
    st.lists(st.integers(0, 1000), max_size=4),
    st.lists(st.integers(0, 50), max_size=3),
)
def test_a_score_is_the_weighted_mean_plus_bonuses_less_deductions_in_fractions(deductions, ratings, bonuses):
    indicators, marks, whole, extra, direct = [], [], [], Fraction(0), False
    for place, tenths in enumerate(ratings):
        indicators.append(rated(f"r{place}", 1000 + place))
        marks.append(Mark(f"r{place}", Decimal(tenths) / 10))
        whole.append((1000 + place, Fraction(tenths, 10)))
    for place, ((_n, weight, step, most, doubled), count) in enumerate(deductions):
        one = deduction(f"d{place}", weight=weight, step=step, most=most, doubled=doubled)
        indicators.append(one)
        marks.append(occurred(one, count))
        lost = min(Fraction(most), Fraction(step) * (count if not doubled else max(0, 2 * count - 1)))
        if weight:
            whole.append((weight, (most - lost) * 100 / most))
        else:
            extra, direct = extra - lost, True
    for place, tenths in enumerate(bonuses):
        indicators.append(bonus(f"b{place}"))
        marks.append(Mark(f"b{place}", Decimal(tenths) / 10))
        extra += Fraction(tenths, 10)
    if not indicators:
        return
    total = score_sheet(StandardRule(indicators), marks).total
    if whole:
        base = sum(weight * points for weight, points in whole) / sum(weight for weight, _points in whole)
    elif direct:
        base = Fraction(100)
    else:
        assert total is None
        return
    expected = max(Fraction(0), min(Fraction(100), base + extra))
    assert abs(Fraction(total) - expected) <= Fraction(1, 20_000)


# on a sheet


@pytest.fixture
def scaled(cast) -> SheetWorld:
    """The usual sheet with a deduction, a direct deduction, a bonus and a critical event besides."""
    version = make_version(cast.li)
    home = version.dimensions.get(code="attitude")
    more = [
        ("5.1", Scale.DEDUCTION, 1000, {"step": 2, "max_points": 10, "na_allowed": True}),
        ("5.2", Scale.DEDUCTION, 0, {"step": 1, "max_points": 5, "repeats_doubled": True}),
        ("5.3", Scale.BONUS, 0, {"max_points": 3}),
        ("5.4", Scale.EVENT, 0, {}),
    ]
    for order, (code, scale, weight, changes) in enumerate(more, start=50):
        Indicator.objects.create(
            version=version,
            dimension=home,
            code=code,
            name_zh=code,
            order=order,
            scale=scale,
            weight=weight,
            **{"max_points": 100, **changes},
        )
    cycle = make_cycle(version)
    plan = make_plan(cycle, cast.east, cast.li)
    return SheetWorld(cast, version, cycle, plan, make_sheet(plan, cast.lin))


def submit(world: SheetWorld, marks: dict) -> ScoreSheet:
    submit_sheet(sheet=world.sheet, actor=world.cast.lin, marks=marks, version=world.sheet.version, key=uuid4())
    return ScoreSheet.objects.select_related("revision").get(pk=world.sheet.pk)


def test_a_sheet_with_every_scale_is_sealed_as_it_was_scored(scaled):
    marks = {
        **full_marks(),
        "5.1": {"count": 2, "reason": "两次未使用礼貌用语"},
        "5.2": {"count": 3, "reason": "三次打断客户"},
        "5.3": {"points": "1.5", "reason": "客户来信表扬"},
    }
    sheet = submit(scaled, marks)
    # 6 of 10 on a tenth of the weights; 1 + 2 · 2 = 5 off, 1.5 on top.
    base = (Decimal(9000 * 100 + 1000 * 60) / 10_000).quantize(Decimal("0.0001"))
    assert sheet.revision.total == base - 5 + Decimal("1.5")
    kept = {row.indicator.code: (row.points, row.occurrences) for row in ItemScore.objects.select_related("indicator")}
    assert (kept["5.1"], kept["5.2"], kept["5.3"]) == ((6, 2), (0, 3), (Decimal("1.5"), None))
    wrong = {name: sentences for name, sentences in run_verifiers().items() if name in ("totals", "revisions")}
    assert [sentence for sentences in wrong.values() for sentence in sentences if "trail" not in sentence] == []


def test_a_bonus_may_be_left_out_and_an_event_is_not_asked(scaled):
    marks = {**full_marks(), "5.1": {"count": 0}, "5.2": {"count": 0}}
    assert submit(scaled, marks).revision.total == 100
    assert "5.4" not in criteria_of(scaled.version).indicators


@pytest.mark.parametrize(
    ("code", "mark", "sentence"),
    [
        ("5.1", {"count": 1}, "Give the deduction reason."),
        ("5.1", {"points": "8"}, "This indicator is not scored in points."),
        ("5.1", {"count": 1_000, "reason": "x"}, "Enter how many times it occurred, from 0 to 999."),
        ("5.1", {"count": "2", "reason": "x"}, "Enter how many times it occurred, from 0 to 999."),
        ("5.2", {"na": True}, "This indicator cannot be “not applicable”."),
        ("5.3", {"points": "1"}, "Say what the bonus is for."),
        ("5.3", {"points": "3.5", "reason": "x"}, "Enter points from 0 to 3 in plain digits, with at most four decimals."),
        ("2.1", {"count": 1}, "Of this indicator no occurrences are counted."),
    ],
)  # fmt: skip
def test_what_does_not_fit_a_scale_is_told_beside_it(scaled, code, mark, sentence):
    marks = {**full_marks(), "5.1": {"count": 0}, "5.2": {"count": 0}, code: mark}
    with pytest.raises(Invalid) as refusal:
        submit(scaled, marks)
    assert refusal.value.message_dict == {code: [sentence]}


def test_the_running_score_of_a_draft_knows_them_too(scaled):
    criteria = criteria_of(scaled.version)
    score = score_marks(criteria, {"2.1": {"level": 5}, "5.2": {"count": 1}, "5.3": {"points": "0.5"}})
    assert (score.total, score.added, score.taken) == (Decimal("99.5"), Decimal("0.5"), 1)

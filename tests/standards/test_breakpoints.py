from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings, strategies as st

from standards.breakpoints import BreakPoints

unhurried = settings(deadline=None)

ANSWERED = BreakPoints([(Decimal("80"), Decimal(0)), (Decimal("90"), Decimal(60)), (Decimal("95"), Decimal(100))])
WAITING = BreakPoints([(Decimal("20"), Decimal(100)), (Decimal("60"), Decimal(40)), (Decimal("180"), Decimal(0))])


@pytest.mark.parametrize(
    ("figure", "points"),
    [
        ("0", "0.0000"),
        ("80", "0.0000"),
        ("80.5", "3.0000"),
        ("85", "30.0000"),
        ("90", "60.0000"),
        ("91", "68.0000"),
        ("94.99999", "99.9999"),  # 99.99992
        ("95", "100.0000"),
        ("100", "100.0000"),
    ],
)
def test_points_rise_with_the_figure_where_more_is_better(figure, points):
    assert str(ANSWERED.points_for(Decimal(figure))) == points
    assert ANSWERED.higher_is_better


@pytest.mark.parametrize(
    ("figure", "points"),
    [
        ("-5", "100.0000"),
        ("20", "100.0000"),
        ("40", "70.0000"),
        ("60", "40.0000"),
        ("61", "39.6667"),
        ("120", "20.0000"),
        ("180", "0.0000"),
        ("9999999", "0.0000"),
    ],
)
def test_points_fall_with_the_figure_where_less_is_better(figure, points):
    assert str(WAITING.points_for(Decimal(figure))) == points
    assert not WAITING.higher_is_better


def test_break_points_come_in_any_order():
    shuffled = BreakPoints([(Decimal("95"), Decimal(100)), (Decimal("80"), Decimal(0)), (Decimal("90"), Decimal(60))])
    assert shuffled == ANSWERED


def test_points_are_rounded_half_up_once():
    line = BreakPoints([(0, 0), (100, 100)])
    assert str(line.points_for(Decimal("0.00005"))) == "0.0001"
    assert str(line.points_for(Decimal("0.000049999999999999999999999999999999999"))) == "0.0000"
    assert str(line.points_for(Decimal("33.33335"))) == "33.3334"


def test_a_figure_may_be_a_whole_number_or_a_fraction():
    line = BreakPoints([(0, 0), (3, 100)])
    assert line.points_for(2) == Decimal("66.6667")
    assert line.points_for(Fraction(1, 7)) == Decimal("4.7619")


def test_a_level_stretch_is_allowed():
    plateau = BreakPoints([(0, 0), (10, 50), (20, 50), (30, 100)])
    assert [plateau.points_for(figure) for figure in (5, 10, 15, 20, 25)] == [25, 50, 50, 50, 75]
    flat = BreakPoints([(0, 70), (10, 70)])
    assert (flat.points_for(-1), flat.points_for(5), flat.higher_is_better) == (70, 70, True)


@pytest.mark.parametrize(
    "points",
    [
        [],
        [(1, 50)],
        [(1, 0), (1, 100)],
        [(1, 0), (2, 101)],
        [(1, -1), (2, 100)],
        [(1, 0), (2, 100), (3, 50)],
        [(1, 100), (2, 50), (3, 60)],
        [(1.0, 0), (2, 100)],
        [(1, 0), (2, 99.5)],
        [(Decimal("NaN"), 0), (2, 100)],
        [(Decimal("Infinity"), 100), (2, 0)],
    ],
)
def test_break_points_that_make_no_sense_are_refused(points):
    with pytest.raises(ValueError):
        BreakPoints(points)


@pytest.mark.parametrize("figure", [85.0, Decimal("NaN"), Decimal("-Infinity")])
def test_a_figure_that_is_no_exact_number_is_refused(figure):
    with pytest.raises(ValueError):
        ANSWERED.points_for(figure)


figures = st.decimals(-1000, 1000, places=3)
scales = st.lists(
    st.tuples(figures, st.decimals(0, 100, places=2)), min_size=2, max_size=6, unique_by=lambda pair: pair[0]
)


def naive_points(pairs, figure):
    """By the two-point form of each line, over a common denominator, with figures outside moved to the nearest end."""
    pairs = sorted(pairs)
    figure = min(max(figure, pairs[0][0]), pairs[-1][0])
    for (x0, y0), (x1, y1) in zip(pairs, pairs[1:], strict=False):
        if x0 <= figure <= x1:
            return (
                Fraction(y0) * (Fraction(x1) - Fraction(figure)) + Fraction(y1) * (Fraction(figure) - Fraction(x0))
            ) / (Fraction(x1) - Fraction(x0))
    raise AssertionError


@unhurried
@given(scales, figures, st.booleans())
def test_points_equal_the_naive_ones(pairs, figure, rising):
    heights = sorted((points for _, points in pairs), reverse=not rising)
    monotone = list(zip(sorted(x for x, _ in pairs), heights, strict=True))
    points = BreakPoints(monotone).points_for(figure)
    assert abs(Fraction(points) - naive_points(monotone, figure)) <= Fraction(1, 20_000)
    assert points.as_tuple().exponent == -4
    assert min(heights) <= points <= max(heights)


@unhurried
@given(scales, figures, figures, st.booleans())
def test_points_never_turn_against_the_figure(pairs, one, other, rising):
    heights = sorted((points for _, points in pairs), reverse=not rising)
    scale = BreakPoints(list(zip(sorted(x for x, _ in pairs), heights, strict=True)))
    low, high = scale.points_for(min(one, other)), scale.points_for(max(one, other))
    assert low <= high if rising else low >= high

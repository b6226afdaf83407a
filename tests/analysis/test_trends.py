"""The line of a figure over quarters begins where there is something to show."""

from decimal import Decimal
from types import SimpleNamespace

from analysis.estimates import NOTHING, ScoreEstimate
from analysis.intervals import Estimate
from analysis.trends import TrendPoint, chart_of

SCORE = ScoreEstimate(Decimal(80), n=20, estimate=Estimate(80.0, 75.0, 85.0, 2.5, 20))


def points(*scores) -> list[TrendPoint]:
    return [
        TrendPoint(SimpleNamespace(code=f"2026Q{number}", name_zh=f"第{number}季度", name_en=f"Q{number}"), score)
        for number, score in enumerate(scores, start=1)
    ]


def test_quarters_before_the_first_figure_are_left_out():
    chart = chart_of(points(NOTHING, NOTHING, SCORE, NOTHING), "Whole score", target=None)
    assert chart["categories"] == ["2026Q3", "2026Q4"]
    assert chart["series"][0]["values"] == [Decimal(80), None]


def test_line_without_any_figure_keeps_its_quarters():
    chart = chart_of(points(NOTHING, NOTHING), "Whole score", target=Decimal(90))
    assert chart["categories"] == ["2026Q1", "2026Q2"]
    assert chart["series"][0]["values"] == [None, None]

"""Figures from answers: exact sums for the registry, Wilson's interval for shares."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from feedback import services
from feedback.figures import net_promoter_score, share_of
from feedback.selectors import answers_by_unit
from foundation.common import clock
from records.measures import MeasureFigure, compute, measures
from tests.feedback.conftest import GOOD

QUARTER = date(2021, 1, 1), date(2021, 4, 1)


def at(year, month, day, hour=12):
    return clock.travelling(clock.at_local(date(year, month, day), hour))


@pytest.fixture
def give(cast, questionnaire):
    def answer(unit, **answers):
        token = services.invite(questionnaire=questionnaire, unit=unit, count=1, actor=cast.li, key=uuid4()).tokens[0]
        services.answer_invitation(token=token, answers={**GOOD, **answers}, key=uuid4())

    return answer


def test_measures_are_in_the_registry():
    assert {"feedback.satisfaction", "feedback.recommend", "feedback.need_met"} <= {
        code for code, _measure in measures.items()
    }


def test_satisfaction_is_the_share_of_four_and_five(cast, give):
    with at(2021, 2, 1):
        for value in ("5", "4", "3", "1"):
            give(cast.east, satisfaction=value)
    figures = compute("feedback.satisfaction", [cast.east.pk, cast.west.pk], *QUARTER)
    assert figures == {cast.east.pk: MeasureFigure(4, Decimal(2), Decimal(2)), cast.west.pk: MeasureFigure()}


def test_recommendation_counts_promoters_less_detractors(cast, give):
    with at(2021, 2, 1):
        for value in ("10", "9", "8", "7", "6", "0", ""):
            give(cast.east, recommend=value)
    figure = compute("feedback.recommend", [cast.east.pk], *QUARTER)[cast.east.pk]
    assert (figure.n, figure.total, figure.squares, figure.value) == (6, 0, 4, 0)


def test_need_met_is_the_share_of_yes(cast, give):
    with at(2021, 2, 1):
        for value in ("1", "1", "0"):
            give(cast.east, need_met=value)
    assert compute("feedback.need_met", [cast.east.pk], *QUARTER)[cast.east.pk] == MeasureFigure(
        3, Decimal(2), Decimal(2)
    )


def test_answers_count_in_the_quarter_of_the_organizations_zone(cast, give):
    with at(2021, 1, 1, 0):  # 31 December in UTC
        give(cast.east)
    with at(2021, 4, 1, 0):  # 31 March in UTC
        give(cast.east)
    assert compute("feedback.satisfaction", [cast.east.pk], *QUARTER)[cast.east.pk].n == 1


def test_unit_counts_what_lies_below_it(cast, give):
    with at(2021, 2, 1):
        give(cast.east)
        give(cast.east_outlet, satisfaction="1")
    figures = compute("feedback.satisfaction", [cast.east.pk, cast.east_outlet.pk], *QUARTER)
    assert (figures[cast.east.pk].n, figures[cast.east_outlet.pk].n, figures[cast.east.pk].hits) == (2, 1, 1)


@pytest.mark.parametrize("units", [1, 3])
def test_measure_needs_two_statements(cast, give, units, django_assert_num_queries):
    wanted = [cast.east, cast.west, cast.retail][:units]
    for unit in wanted:
        give(unit)
    with django_assert_num_queries(2):
        compute(
            "feedback.satisfaction",
            [unit.pk for unit in wanted],
            clock.today() - timedelta(days=1),
            clock.today() + timedelta(days=1),
        )


def test_share_has_wilsons_interval():
    """Newcombe 1998, table I: 15 of 148."""
    figure = share_of(15, 148)
    assert (round(figure.low, 2), round(figure.high, 2)) == (Decimal("6.24"), Decimal("16.05"))


def test_share_of_all_is_not_certain():
    figure = share_of(5, 5)
    assert (figure.value, figure.high, figure.small) == (100, 100, True)
    assert 56 < figure.low < 57


def test_net_promoter_score_has_its_interval():
    figure = net_promoter_score(50, 20, 100)
    assert figure.value == 30
    # Standard deviation of 50 × 1, 30 × 0, 20 × −1 is 0.7850; Student's quantile of 99 is 1.9842.
    assert (round(figure.low, 1), round(figure.high, 1)) == (Decimal("14.4"), Decimal("45.6"))


def test_one_answer_has_no_interval():
    assert (net_promoter_score(1, 0, 1).low, share_of(0, 0).value) == (None, None)


def test_units_and_all_together_agree(cast, questionnaire, give):
    for unit, value in ((cast.east, "5"), (cast.east, "2"), (cast.west, "4")):
        give(unit, satisfaction=value)
    rows = answers_by_unit(questionnaire, None)
    assert [(str(row.unit.code) if row.unit else "", row.satisfied.n, row.satisfied.value) for row in rows] == [
        ("BR-E", 2, 50),
        ("BR-W", 1, 100),
        ("", 3, Decimal(200) / 3),
    ]

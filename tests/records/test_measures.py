"""Figures computed from records; an unknown value is left out, never counted as 0."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from foundation.common import clock
from records import measures
from records.mapping import Mapping
from records.measures import MeasureFigure
from records.models import ServiceRecord, Source
from tests.records.files import data_file, imported

pytestmark = pytest.mark.django_db
START, END = date(2021, 1, 1), date(2021, 4, 1)


def add(unit, *, day=date(2021, 2, 1), hour=9, **more) -> ServiceRecord:
    source, _new = Source.objects.get_or_create(name="s")
    at = datetime(day.year, day.month, day.day, hour, tzinfo=clock.organization_zone())
    return ServiceRecord.objects.create(
        source=source, number=str(ServiceRecord.objects.count()), occurred_at=at, unit=unit, **more
    )


def figures(code: str, *units) -> list[tuple]:
    found = measures.compute(code, [unit.pk for unit in units], START, END)
    return [(found[unit.pk].n, found[unit.pk].total, found[unit.pk].squares) for unit in units]


def test_unanswered_records_miss_their_target_and_unknown_times_are_left_out(cast):
    add(cast.east, touchpoint="phone", answered=True, answer_seconds=60)
    add(cast.east, touchpoint="phone", answered=True, answer_seconds=61)
    add(cast.east, touchpoint="phone", answered=True)
    add(cast.east, touchpoint="phone", answered=False)
    add(cast.east, answered=True, answer_seconds=60)
    add(cast.east, answered=False)
    assert figures("records.answered_in_target", cast.east) == [(3, 1, 1)]


def test_target_depends_on_the_touchpoint(cast, settings):
    add(cast.east, touchpoint="counter", answer_seconds=600)
    add(cast.east, touchpoint="email", answer_seconds=3601)
    assert figures("records.answered_in_target", cast.east) == [(2, 1, 1)]
    settings.ANSWER_TARGET_SECONDS = {"email": 7200}
    assert figures("records.answered_in_target", cast.east) == [(2, 2, 2)]


def test_resolved_is_of_what_was_answered(cast):
    add(cast.east, answered=True, resolved=True)
    add(cast.east, answered=None, resolved=True)
    add(cast.east, answered=True, resolved=False)
    add(cast.east, answered=True)
    add(cast.east, answered=False, resolved=False)
    assert figures("records.resolved", cast.east) == [(3, 2, 2)]
    assert figures("records.answered", cast.east) == [(4, 3, 3)]


def test_means_are_exact_sums(cast):
    for seconds, rating in ((10, 5), (20, None), (None, 2)):
        add(cast.east, answered=True, answer_seconds=seconds, rating=rating)
    assert figures("records.answer_seconds", cast.east) == [(2, 30, 500)]
    assert figures("records.rating", cast.east) == [(2, 7, 29)]
    assert measures.compute("records.rating", [cast.east.pk], START, END)[cast.east.pk].value == Decimal("3.5")


def test_unit_without_records_has_no_value(cast):
    figure = measures.compute("records.rating", [cast.west.pk], START, END)[cast.west.pk]
    assert (figure.n, figure.value) == (0, None)


def test_figure_covers_what_is_below_the_unit(cast):
    add(cast.east, answered=True)
    add(cast.east_outlet, answered=False)
    add(cast.west, answered=False)
    assert figures("records.answered", cast.east, cast.east_outlet, cast.west) == [(2, 1, 1), (1, 0, 0), (1, 0, 0)]
    assert figures("records.answered", cast.bank) == [(3, 1, 1)]


def test_days_begin_and_end_in_the_organizations_zone(cast):
    add(cast.east, day=date(2021, 1, 1), hour=0, answered=True)
    add(cast.east, day=date(2021, 3, 31), hour=23, answered=True)
    add(cast.east, day=date(2020, 12, 31), hour=23, answered=True)
    add(cast.east, day=date(2021, 4, 1), hour=0, answered=True)
    assert figures("records.answered", cast.east) == [(2, 2, 2)]


@pytest.mark.parametrize("code", [entry.code for entry in measures.measures if entry.code.startswith("records.")])
def test_statements_do_not_grow_with_units(cast, code, django_assert_num_queries):
    add(cast.east, answered=True, resolved=True, answer_seconds=1, rating=3)
    for units in ([cast.east.pk], [cast.east.pk, cast.west.pk, cast.retail.pk]):
        with django_assert_num_queries(2):
            measures.compute(code, units, START, END)


def test_call_centre_figures_are_those_of_the_source(cast):
    path = data_file("A_callcenter_pwc/Call-Center-Dataset.xlsx")
    mapping = Mapping(
        columns={
            "number": "Call Id", "date": "Date", "time": "Time", "answered": "Answered (Y/N)", "resolved": "Resolved",
            "answer_seconds": "Speed of answer in seconds", "rating": "Satisfaction rating",
        },
        constants={"unit": "CSC", "touchpoint": "phone"},
    )  # fmt: skip
    imported(path.read_bytes(), cast.li, name=path.name, mapping=mapping)

    def figure(code: str) -> MeasureFigure:
        return measures.compute(code, [cast.service_centre.pk], START, END)[cast.service_centre.pk]

    assert (figure("records.answered").n, figure("records.answered").hits) == (5000, 4054)
    assert (figure("records.resolved").n, figure("records.resolved").hits) == (4054, 3646)
    assert round(figure("records.answer_seconds").value, 4) == Decimal("67.5207")
    assert round(figure("records.rating").value, 4) == Decimal("3.4036")
    assert figure("records.answered_in_target").n == 5000


def test_unknown_measure_is_an_error(cast):
    with pytest.raises(KeyError):
        measures.compute("records.nothing", [cast.east.pk], START, END)


def test_half_a_day_in_seconds_has_its_square(cast):
    add(cast.east, answered=True, answer_seconds=2_678_400)
    assert figures("records.answer_seconds", cast.east) == [(1, 2_678_400, 2_678_400**2)]


def test_all_together_are_what_each_is_by_itself(cast, django_assert_num_queries):
    for number in range(12):
        add(
            (cast.east, cast.east_outlet, cast.west)[number % 3],
            day=date(2021, 2, 1 + number),
            touchpoint=("phone", "counter", "unknown")[number % 3],
            answered=(True, False, None)[number // 4],
            resolved=(True, None)[number % 2],
            answer_seconds=(number * 30, None)[number % 4 == 3],
            handle_seconds=number * 60,
            rating=1 + number % 5,
            topic=("投诉", "查询", "")[number % 3],
            phone_index=("a", "b", "")[number % 3],
        )
    own = [entry for entry in measures.measures if entry.code.startswith("records.")]
    units = [cast.bank.pk, cast.east.pk, cast.west.pk, cast.retail.pk]
    with django_assert_num_queries(2):
        found = measures.compute_many(own, units, START, END)
    assert found == {entry.code: entry.compute(units, START, END) for entry in own}
    assert all(found[entry.code][cast.bank.pk].n for entry in own)


@pytest.mark.parametrize("microseconds", [0, 250_000])
def test_customer_who_comes_again_to_the_moment_counts_and_a_moment_later_does_not(cast, microseconds):
    first = add(cast.east, phone_index="x", answered=True, resolved=True)
    ServiceRecord.objects.update(occurred_at=first.occurred_at + timedelta(microseconds=microseconds))
    again = add(cast.east, phone_index="x")
    at = ServiceRecord.objects.get(pk=first.pk).occurred_at + timedelta(days=7)
    for moment, hits in ((at, 1), (at + timedelta(microseconds=1), 0), (at - timedelta(microseconds=1), 1)):
        ServiceRecord.objects.filter(pk=again.pk).update(occurred_at=moment)
        assert figures("records.repeated", cast.east) == [(2, hits, hits)]
        assert figures("records.first_contact", cast.east) == [(1, 1 - hits, 1 - hits)]

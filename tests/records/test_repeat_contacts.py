"""Whether a matter was settled at the first contact, and whose contacts come again: by the blind index of the customer's number."""

from datetime import date, timedelta

import pytest
from django.test import override_settings

from foundation.common import clock
from foundation.common.crypto import blind_index
from records.filters import RecordFilter
from records.measured import among, conditions
from records.measures import HITS, MISSES, measures
from records.models import ServiceRecord
from tests.records.test_measures import add, figures

pytestmark = pytest.mark.django_db
FIRST = date(2021, 2, 1)


def call(unit, after: int = 0, *, phone: str = "13800000001", hour: int = 9, **more):
    index = blind_index(phone, purpose="customer-phone") if phone else ""
    return add(unit, day=FIRST + timedelta(days=after), hour=hour, phone_index=index, answered=True, **more)


def test_matter_that_comes_again_within_seven_days_was_not_resolved_at_the_first_contact(cast):
    call(cast.east, 0, resolved=True)
    call(cast.west, 7, resolved=True, touchpoint="online")
    assert figures("records.first_contact", cast.east, cast.west) == [(1, 0, 0), (1, 1, 1)]


def test_eighth_day_and_another_customer_are_other_matters(cast):
    call(cast.east, 0, resolved=True)
    call(cast.east, 8, resolved=True)
    call(cast.east, 1, resolved=False, phone="13800000002")
    assert figures("records.first_contact", cast.east) == [(3, 2, 2)]


def test_days_within_which_it_is_the_same_matter_are_set(cast):
    call(cast.east, 0, resolved=True)
    call(cast.east, 3, resolved=True)
    with override_settings(REPEAT_CONTACT_DAYS=2):
        assert figures("records.first_contact", cast.east) == [(2, 2, 2)]
        assert figures("records.repeated", cast.east) == [(2, 0, 0)]
    assert figures("records.repeated", cast.east) == [(2, 1, 1)]


def test_unknown_customers_and_open_outcomes_are_left_out(cast):
    call(cast.east, 0, phone="", resolved=True)
    call(cast.east, 0, phone="", resolved=True, hour=10)
    call(cast.east, 0)
    assert figures("records.first_contact", cast.east) == [(0, 0, 0)]
    assert figures("records.repeated", cast.east) == [(1, 0, 0)]


def test_contact_of_the_last_days_is_not_judged_yet(cast):
    today = clock.today()
    index = blind_index("13800000001", purpose="customer-phone")
    add(cast.east, day=today - timedelta(days=1), phone_index=index, answered=True, resolved=True)
    rows = ServiceRecord.objects.all()
    assert (among(rows, "records.first_contact").count(), among(rows, "records.repeated").count()) == (0, 1)


@pytest.mark.parametrize("code", sorted(conditions))
def test_list_behind_a_figure_holds_just_what_counts(cast, code):
    for after, (unit, resolved) in enumerate(
        [(cast.east, True), (cast.east, False), (cast.east, None), (cast.west, True)]
    ):
        common = {"touchpoint": "phone", "topic": ("投诉", "查询")[after % 2], "rating": after + 1}
        call(unit, 3 * after, resolved=resolved, answer_seconds=40 * after, handle_seconds=100, **common)
    add(cast.east, touchpoint="phone", answered=False)
    ((n, total, _squares),) = figures(code, cast.east)
    asked = {"unit": cast.east.code, "since": "2021-01-01", "until": "2021-03-31", "measure": code}
    rows = {
        name: RecordFilter(asked | {"outcome": name}, queryset=ServiceRecord.objects.all()).qs.count()
        for name in ("", HITS, MISSES)
    }
    assert n == rows[""] > 0
    if measures.get(code).unit == "share":
        assert (rows[HITS], rows[HITS] + rows[MISSES]) == (total, n)


def test_address_of_the_list_names_measure_unit_and_days(cast):
    address = measures.get("records.resolved").listing("BR-E", date(2021, 1, 1), date(2021, 4, 1), MISSES)
    assert address == "/records/?measure=records.resolved&outcome=miss&unit=BR-E&since=2021-01-01&until=2021-03-31"

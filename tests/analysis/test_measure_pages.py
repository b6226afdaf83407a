"""The measures of service: figure, number, interval, target, change, and the list behind each; heads see their own subtree only."""

import math
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from analysis.measured.estimates import change_of, estimate_of, percentile
from analysis.measured.periods import Quarter, quarters
from foundation.audit.models import AuditEvent
from foundation.common import clock
from organization.enums import UnitKind
from records.measures import MeasureFigure, measures
from records.models import ServiceRecord, Source
from tests.cast import make_unit
from tests.tickets.world import make_agent, receive
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
LIST = "/analysis/measures/"


def add(unit, n: int = 1, *, ago: int = 0, **more) -> None:
    """Records of the present quarter, or of one that is `ago` quarters past."""
    quarter = quarters()[ago]
    source, _new = Source.objects.get_or_create(name="s")
    at = datetime(quarter.start.year, quarter.start.month, 1, 9, tzinfo=clock.organization_zone())
    first = ServiceRecord.objects.count()
    given = {"answered": True, **more}
    ServiceRecord.objects.bulk_create(
        ServiceRecord(source=source, number=f"M{first + i}", occurred_at=at + timedelta(seconds=i), unit=unit, **given)
        for i in range(n)
    )


@pytest.fixture
def manager(client, cast):
    client.force_login(cast.zhou.user)
    return client


def line(page, code: str):
    return next(one for one in page.context["lines"] if one.measure.code == code)


def test_share_has_its_number_interval_and_lists(manager, cast):
    add(cast.east, 18, resolved=True)
    add(cast.west, 12, resolved=False)
    found = line(manager.get(LIST), "records.resolved")
    # Wilson 1927 by hand: p = 0.6, n = 30, z = 1.96.
    z, p, n = 1.959964, 0.6, 30
    middle, half = (
        (p + z * z / (2 * n)) / (1 + z * z / n),
        z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n),
    )
    assert (found.value, found.n, found.is_small) == ("60.0%", 30, False)
    assert (found.estimate.low, found.estimate.high) == (pytest.approx(middle - half), pytest.approx(middle + half))
    assert [(label, count) for label, _address, count in found.lists] == [
        ("All that count", 30),
        ("Hits", 18),
        ("Misses", 12),
    ]


def test_list_behind_a_figure_shows_just_those_records(manager, cast):
    add(cast.east, 3, resolved=True)
    add(cast.west, 2, resolved=False)
    add(cast.west, 4, resolved=False, ago=1)
    for _label, address, count in line(manager.get(LIST), "records.resolved").lists:
        assert manager.get(address).context["page"].paginator.count == count


def test_time_has_mean_median_and_ninetieth_percentile(manager, cast):
    for seconds in (10, 10, 10, 20, 30, 40, 50, 60, 100, 600):
        add(cast.east, answer_seconds=seconds)
    page = manager.get(f"{LIST}records.answer_seconds/")
    found = page.context["line"]
    assert (found.value, found.spread, found.is_small) == ("93 s", "median 30 s, 90% within 100 s", True)
    assert "small sample" in page.content.decode()


def test_rate_is_said_for_a_thousand_contacts_with_its_exact_interval(manager, cast):
    agent = make_agent(cast)
    add(cast.east, 500)
    tickets = [receive(agent, unit=cast.east) for _turn in range(2)]
    Ticket.objects.filter(pk__in=[one.pk for one in tickets]).update(received_at=clock.at_local(quarters()[0].start))
    found = line(manager.get(LIST), "tickets.complaint_rate")
    # Two of five hundred: Garwood's limits of 2 are 0.2422 and 7.225.
    assert (found.value, found.n, found.interval) == ("4.0‰", 500, "0.5‰–14.4‰")
    ((_label, address, count),) = found.lists
    assert (count, manager.get(address).context["page"].paginator.count) == (2, 2)


def test_change_is_told_with_its_interval_and_called_chance_where_it_may_be(manager, cast):
    add(cast.east, 100, resolved=True)
    add(cast.east, 60, resolved=True, ago=1)
    add(cast.east, 40, resolved=False, ago=1)
    found = line(manager.get(LIST), "records.resolved")
    assert (found.change_text, found.change_tone) == ("+40.0 percentage points", "done")
    add(cast.east, 20, answered=False)
    add(cast.east, 18, answered=False, ago=1)
    assert line(manager.get(LIST), "records.answered").change_tone == ""


def test_head_sees_the_own_subtree_and_nothing_of_others(client, cast):
    add(cast.east, 5, resolved=True)
    add(cast.west, 5, resolved=False)
    client.force_login(cast.chen.user)
    page = client.get(LIST)
    assert (line(page, "records.resolved").value, line(page, "records.resolved").n) == ("100.0%", 5)
    assert "West" not in page.content.decode()
    assert client.get(f"{LIST}?unit={cast.west.code}").status_code == 404
    assert client.get(f"{LIST}records.resolved/?unit={cast.west.code}").status_code == 404
    _label, address, count = line(page, "records.resolved").lists[0]
    assert client.get(address).context["page"].paginator.count == count == 5


def test_units_are_sorted_and_lead_on(manager, cast):
    add(cast.east, 5, resolved=True)
    add(cast.west, 5, resolved=False)
    url = f"{LIST}records.resolved/?unit={cast.east.parent.code}"
    order = [one.unit.code for one in manager.get(url).context["page"]]
    assert order.index(cast.east.code) < order.index(cast.west.code)
    order = [one.unit.code for one in manager.get(f"{url}&sort=value").context["page"]]
    assert order.index(cast.west.code) < order.index(cast.east.code)


def test_number_of_queries_does_not_grow_with_units_and_records(manager, cast):
    def taken(url: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert manager.get(url).status_code == 200
        return len(queries)

    urls = (LIST, f"{LIST}records.answer_seconds/?unit={cast.east.code}")
    add(cast.east, 1, answer_seconds=3)
    before = [(taken(url), taken(url))[1] for url in urls]
    for number in range(5):
        add(
            make_unit(f"E{number}", f"网点{number}", f"Outlet {number}", UnitKind.OUTLET, cast.east),
            7,
            answer_seconds=number,
        )
    assert [taken(url) for url in urls] == before


def test_export_holds_what_is_shown_as_numbers(manager, cast):
    add(cast.east, 18, resolved=True)
    add(cast.east, 12, resolved=False)
    content = b"".join(manager.get(f"{LIST}export/").streaming_content)
    rows = {row[0]: row for row in openpyxl.load_workbook(BytesIO(content)).active.values}
    assert rows["Resolved rate"][2:4] == ("%", 60) and rows["Resolved rate"][6] == 30
    content = b"".join(manager.get(f"{LIST}records.resolved/export/?unit={cast.east.code}").streaming_content)
    assert [row[0] for row in openpyxl.load_workbook(BytesIO(content)).active.values][1:] == [cast.east_outlet.code]


def test_exports_are_noted_with_unit_and_quarter(manager, cast):
    quarter = quarters()[0].code
    manager.get(f"{LIST}export/")
    manager.get(f"{LIST}records.resolved/export/?unit={cast.east.code}")
    noted = AuditEvent.objects.order_by("-number").values_list("action", "actor", "details")[:2]
    who = str(cast.zhou.public_id)
    assert list(noted) == [
        ("analysis.measure.export", who, {"measure": "records.resolved", "unit": cast.east.code, "quarter": quarter}),
        ("analysis.measures.export", who, {"unit": "", "quarter": quarter}),
    ]


def test_empty_quarter_says_so(manager):
    assert "Nothing was recorded in this quarter" in manager.get(LIST).content.decode()


def test_page_speaks_chinese(manager, cast):
    add(cast.east, 3, resolved=True, answer_seconds=5)
    manager.cookies["django_language"] = "zh-hans"
    assert "服务指标" in manager.get(LIST, headers={"accept-language": "zh-CN"}).content.decode()


def test_every_measure_has_its_definition():
    assert all(str(measure.label) and str(measure.help) for measure in measures)


# Arithmetic


def test_percentile_is_the_nearest_rank():
    values = Counter({1: 5, 2: 4, 100: 1})
    assert [percentile(values, share) for share in (0.5, 0.9, 0.95, 1)] == [1, 2, 100, 100]
    assert percentile(Counter(), 0.5) is None


def test_interval_stays_within_what_a_measure_can_be():
    found = estimate_of(measures.get("records.answer_seconds"), MeasureFigure(2, Decimal(100), Decimal(10_000)))
    assert (found.value, found.low) == (50.0, 0.0)


def test_nothing_before_is_no_change():
    measure = measures.get("records.resolved")
    now = estimate_of(measure, MeasureFigure(10, Decimal(5), Decimal(5)))
    assert change_of(now, estimate_of(measure, MeasureFigure())) is None
    assert estimate_of(measure, MeasureFigure()) is None


def test_more_complaints_than_contacts_are_a_rate_all_the_same():
    found = estimate_of(measures.get("tickets.complaint_rate"), MeasureFigure(2, Decimal(3), Decimal("4.5")))
    assert found.value == 1500


def test_quarter_knows_the_one_before():
    assert (Quarter(date(2021, 1, 1)).before.code, Quarter(date(2021, 1, 1)).end) == ("2020Q4", date(2021, 4, 1))

"""Who sees which records: list, page, search, export and count agree."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.db.models import Q
from openpyxl import load_workbook

from organization.searching import search
from records.models import ServiceRecord, Source
from records.selectors import extra_visibility, visible_to
from tests.records.files import signed_in

pytestmark = pytest.mark.django_db
AT = datetime(2021, 2, 1, tzinfo=UTC)


@pytest.fixture
def records(cast) -> dict[str, ServiceRecord]:
    source = Source.objects.create(name="s")
    units = {"east": cast.east, "outlet": cast.east_outlet, "west": cast.west, "none": None}
    return {
        name: ServiceRecord.objects.create(source=source, number=f"R-{name}", occurred_at=AT, unit=unit)
        for name, unit in units.items()
    }


def numbers(person) -> set[str]:
    return {number.removeprefix("R-") for number in visible_to(person).values_list("number", flat=True)}


def test_scope_by_role(cast, records):
    assert {
        name: numbers(getattr(cast, name))
        for name in ("li", "zhou", "qian", "chen", "wu", "sun", "lin", "zhao", "feng", "he")
    } == {
        "li": {"east", "outlet", "west", "none"},
        "zhou": {"east", "outlet", "west", "none"},
        "qian": {"east", "outlet", "west", "none"},
        "chen": {"east", "outlet"},
        "wu": {"east", "outlet"},
        "sun": {"west"},
        "lin": set(),
        "zhao": set(),
        "feng": set(),
        "he": set(),
    }
    assert numbers(None) == set()


def test_room_above_may_let_somebody_see_one_record(cast, records, monkeypatch):
    monkeypatch.setattr(extra_visibility, "_entries", {})
    extra_visibility.register("test", lambda person: Q(number="R-west") if person == cast.lin else Q(pk__in=[]))
    assert (numbers(cast.lin), numbers(cast.guo), numbers(cast.chen)) == ({"west"}, set(), {"east", "outlet"})


def test_search_finds_only_what_may_be_seen(cast, records):
    titles = {
        person.name: {hit.title for hit in search(person, "R-") if hit.url.startswith("/records/")}
        for person in (cast.chen, cast.sun, cast.zhao)
    }
    assert titles == {"陈洁": {"R-east", "R-outlet"}, "孙燕": {"R-west"}, "赵磊": set()}


def exported(response) -> list[str]:
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    return [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)]


@pytest.mark.parametrize(("query", "found"), [("", {"R-east", "R-outlet"}), ("?unit=BR-E-1", {"R-outlet"}), ("?unit=BR-W", set()), ("?answered=yes", set())])  # fmt: skip
def test_list_and_export_hold_the_same(cast, records, client, query, found):
    page = signed_in(client, cast.chen).get(f"/records/{query}").context["page"]
    assert {record.number for record in page} == found
    assert set(exported(client.get(f"/records/export/{query}"))) == found


def test_filters_of_period_number_and_source(cast, records, client):
    signed_in(client, cast.li)

    def found(query: str) -> set[str]:
        return {record.number for record in client.get(f"/records/?{query}").context["page"]}

    assert found("since=2021-02-02") == set()
    assert found("since=2021-02-01&until=2021-02-01&number=R-w") == {"R-west"}
    assert found("source=s&unit=BR-E") == {"R-east", "R-outlet"}
    assert found("source=unknown") == set()
    assert found("since=nonsense") == set()


def test_page_of_another_units_record_is_not_there(cast, records, client):
    signed_in(client, cast.sun)
    assert client.get(f"/records/record/{records['east'].pk}/").status_code == 404
    assert client.get(f"/records/record/{records['west'].pk}/").status_code == 200


def test_right_that_is_lost_works_at_the_next_request(cast, records, client):
    signed_in(client, cast.sun)
    cast.sun.role_assignments.all().delete()
    assert client.get(f"/records/record/{records['west'].pk}/").status_code == 404


@pytest.mark.parametrize("path", ["/records/", "/records/export/"])
def test_queries_do_not_grow_with_rows(cast, client, path):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    source = Source.objects.create(name="s")
    signed_in(client, cast.li).get(path)
    taken = []
    for number in range(3):
        ServiceRecord.objects.create(source=source, number=str(number), occurred_at=AT, unit=cast.east)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(path)
            getattr(response, "streaming_content", None) and b"".join(response.streaming_content)
        taken.append(len(queries))
    assert taken[0] == taken[2]


def test_list_of_more_than_can_be_paged_says_so(cast, client, monkeypatch):
    monkeypatch.setattr("records.paging.COUNTED", 2)
    source = Source.objects.create(name="s")
    for number in range(4):
        ServiceRecord.objects.create(source=source, number=str(number), occurred_at=AT)
    response = signed_in(client, cast.li).get("/records/")
    assert (response.context["is_capped"], response.context["page"].paginator.count) == (True, 2)

"""The trail as a page: who reads how much of it, found by person, act, thing and day."""

from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from python_calamine import CalamineWorkbook

from foundation.audit.models import AuditEvent
from foundation.audit.services import record_event
from organization import services
from organization.enums import Role

TRAIL = "/audit/"


@pytest.fixture
def trail(cast):
    """Four acts on three days."""
    with time_machine.travel("2026-03-02T02:00:00Z"):
        record_event(actor=cast.li, action="assessments.plan.approve", target=cast.east)
    with time_machine.travel("2026-03-03T15:59:00Z"):
        services.change_unit(unit=cast.west, version=1, actor=cast.feng, name_en="Western Branch")
    with time_machine.travel("2026-03-03T16:01:00Z"):
        record_event(actor=cast.lin, action="accounts.session.begin", target=cast.lin.user)
    with time_machine.travel("2026-03-05T02:00:00Z"):
        record_event(actor=None, action="assessments.cycle.open")
    return cast


def read(client, person, query: str = "") -> list[int]:
    client.force_login(person.user)
    return [event.number for event in client.get(f"{TRAIL}?{query}").context["page"]]


def test_supervisor_reads_everything_newest_first(trail, client):
    assert read(client, trail.qian) == [4, 3, 2, 1]


def test_administrator_reads_what_concerns_accounts_and_the_organization(trail, client):
    assert read(client, trail.feng) == [3, 2]


def test_administrator_cannot_filter_further(trail, client):
    assert read(client, trail.feng, "action=assessments.plan.approve") == [3, 2]
    assert read(client, trail.feng, "who=00201") == []


@pytest.mark.parametrize("who", ["lin", "li", "zhou", "chen", "wu", "zhao", "he"])
def test_others_do_not_read_it(trail, client, who):
    client.force_login(getattr(trail, who).user)
    assert client.get(TRAIL).status_code == 403
    assert client.get(f"{TRAIL}export/").status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("who=00101", [3]),
        ("who=linxiao", [3]),
        ("who=林", [3]),
        ("who=nobody", []),
        ("action=organization.unit.change", [2]),
        ("since=2026-03-04", [4, 3]),
        ("until=2026-03-03", [2, 1]),
        ("since=2026-03-03&until=2026-03-03", [2]),
        ("since=yesterday", [4, 3, 2, 1]),
    ],
)
def test_trail_is_filtered_by_person_act_and_day(trail, client, query, found):
    assert read(client, trail.qian, query) == found


def test_trail_of_one_thing(trail, client):
    assert read(client, trail.qian, f"target={trail.east.public_id}") == [1]


def test_rows_are_in_words(trail, client):
    client.force_login(trail.qian.user)
    row = client.get(f"{TRAIL}?action=organization.unit.change").context["page"][0]
    assert (row.who, row.what, row.about, row.about_kind) == ("Feng Bo", "Unit changed", "Western Branch", "unit")


def test_pages_do_not_overlap(trail, client):
    for _ in range(60):
        record_event(actor=trail.li, action="test.thing.change")
    assert read(client, trail.qian)[-1] == read(client, trail.qian, "page=2")[0] + 1


def test_export_holds_what_is_shown(trail, client):
    client.force_login(trail.qian.user)
    answer = client.get(f"{TRAIL}export/?who=00101")
    rows = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0).to_python()
    assert [row[:1] + row[2:6] for row in rows[1:]] == [
        [3.0, "Lin Xiao", "00101", "Signed in", "accounts.session.begin"]
    ]
    assert rows[1][-1] == AuditEvent.objects.get(number=3).digest


def test_right_is_lost_at_the_next_request(trail, client):
    client.force_login(trail.qian.user)
    assert client.get(TRAIL).status_code == 200
    services.end_role(assignment=trail.qian.role_assignments.get(role=Role.SUPERVISOR))
    assert client.get(TRAIL).status_code == 403


def test_list_takes_the_same_queries_for_more_rows(trail, client, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(trail.qian.user)
    with CaptureQueriesContext(connection) as before:
        client.get(TRAIL)
    for person in trail.everybody:
        record_event(actor=person, action="organization.unit.change", target=trail.east)
        record_event(actor=person, action="organization.person.move", target=person)
    with django_assert_num_queries(len(before)):
        client.get(TRAIL)


def test_act_that_notes_a_number_of_items_is_listed(client, cast):
    record_event(actor=cast.li, action="test.thing.change", target=cast.east, items=3)
    client.force_login(cast.qian.user)

    assert client.get(reverse("audit:event_list")).status_code == 200

"""Text that no database takes, numbers that are none, days beyond the calendar: a sentence, never a crash."""

import pytest
from django.urls import reverse

from tests.architecture.world import World

LISTS = [
    "assessments:cycle_list", "assessments:sheet_list", "audit:event_list", "dashboard:home", "dashboard:quarter", "dashboard:search",
    "feedback:questionnaire_list", "organization:person_list", "publication:publication_list", "records:record_list",
    "records:record_export", "rectification:finding_list", "rectification:task_list",
]  # fmt: skip
NAMES = ("q", "cycle", "search", "unit", "state", "number", "who", "tab", "page", "sort")


@pytest.fixture
def world(cast) -> World:
    return World(cast)


def ask(client, person, name, query):
    client.force_login(person.user)
    return client.get(reverse(name) + query)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("field", NAMES)
def test_nul_in_a_query_is_refused_in_words(client, cast, name, field):
    person = cast.qian if name.startswith("audit") else cast.li
    answer = ask(client, person, name, f"?{field}=a%00b")
    assert answer.status_code == 400
    assert "cannot be stored" in answer.content.decode()


@pytest.mark.parametrize("name", ["publication:publication_draft", "rectification:finding_find"])
def test_nul_in_a_form_is_refused_in_words(client, cast, name):
    client.force_login(cast.li.user)
    assert client.post(reverse(name), {"cycle": "2021\0Q1"}).status_code == 400


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1969-12-31", "2200-01-01"])
@pytest.mark.parametrize(
    ("name", "first", "last"), [("records:record_list", "since", "until"), ("audit:event_list", "since", "until")]
)
def test_day_beyond_the_calendar_filters_nothing_and_is_named(client, cast, name, first, last, day):
    person = cast.qian if name.startswith("audit") else cast.li
    answer = ask(client, person, name, f"?{first}={day}&{last}={day}")
    assert answer.status_code == 200
    assert "between 1970 and 2199" in answer.content.decode()


@pytest.mark.parametrize(
    "body",
    [
        '{"marks": {}, "version": 1e999, "key": "k", "sequence": 1}',
        '{"marks": {}, "version": true, "key": "k", "sequence": NaN}',
        '{"marks": {"A1": {"reason": "\\ud800"}}, "version": 1, "key": "k", "sequence": 1}',
        '{"marks": {"A1": {"reason": "\\u0000"}}, "version": 1, "key": "k", "sequence": 1}',
        '{"marks": ' + '{"a": ' * 5000 + "1" + "}" * 5000 + "}",
        "[" * 60_000,
        "null",
        "",
    ],
)
def test_autosave_of_what_no_page_sends_is_refused_in_words(client, cast, world, body):
    client.force_login(cast.lin.user)
    url = reverse("assessments:sheet_save", args=[world.sheet.public_id])
    answer = client.post(url, body.replace('"k"', '"0190a4b1-0000-7000-8000-000000000001"'), "application/json")
    assert answer.status_code in (400, 422)
    world.sheet.refresh_from_db()
    assert world.sheet.draft == {}


@pytest.mark.parametrize("when", ["0001-01-01T00:00", "9999-12-31T23:59", "2020-01-01T00:00"])
def test_publication_is_not_planned_for_another_age(client, cast, world, when):
    publication = world.proposed_publication
    client.force_login(cast.zhou.user)
    answer = client.post(reverse("publication:publication_approve", args=[publication.public_id]), {"publish_at": when})
    assert answer.status_code == 422
    publication.refresh_from_db()
    assert publication.state == "proposed"

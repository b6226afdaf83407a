"""Who may ask for what: every URL × role. A URL that is not in the table fails, and each one works for somebody."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.architecture.table import all_rows
from tests.architecture.world import make_world

# Pages of the sign-in library and of the static server have their own tests (tests/accounts).
OUTSIDE = ("account_", "mfa_", "static")


def url_names(resolver=None, namespace: str = "") -> set[str]:
    names = set()
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            names |= url_names(pattern, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            names.add(namespace + pattern.name)
    return names


def test_every_url_is_in_the_table():
    own = {name for name in url_names() if not name.startswith(OUTSIDE)}
    assert own - {row.name for row in all_rows()} == set()


def test_table_names_no_url_that_is_gone():
    assert {row.name for row in all_rows()} - url_names() == set()


def test_every_url_works_for_somebody():
    # A customer has no account: what answers them is for somebody, being sent to the sign-in is not.
    working = {
        row.name
        for row in all_rows()
        if any(status < (300 if who == "anonymous" else 400) for who, status in row.roles.items())
    }
    # What other systems call works for a key and for no person (tests/connections).
    assert {row.name for row in all_rows() if not row.name.startswith("api:")} - working == set()


@pytest.mark.parametrize("row", all_rows(), ids=lambda row: row.label)
def test_url_answers_each_role(row, db):
    """Each role gets the status of the table, on a world that is made anew for the row. Acts are undone between two roles."""
    from django.db import transaction

    world = make_world()
    url = reverse(row.name, kwargs=row.kwargs(world)) + row.query
    row.data(world)  # what the data need is made before anybody's act is undone
    people = ["anonymous", *[person.user.username for person in world.cast.everybody]]
    wrong = {}
    for who in people:
        client = Client(raise_request_exception=True)
        if who != "anonymous":
            client.force_login(world.user(who), backend=settings.AUTHENTICATION_BACKENDS[0])
        mark = transaction.savepoint()
        response = getattr(client, row.method)(url, row.data(world))
        transaction.savepoint_rollback(mark)
        if response.status_code != row.expected(who):
            wrong[who] = (response.status_code, row.expected(who))
    assert wrong == {}

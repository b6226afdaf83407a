"""Pages: a key is seen once, lists take the same queries for one row and for three, the administrator is warned in time."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from connections.models import Connection, Dispatch, Token
from connections.services.keys import real_today
from connections.services.warning import warn_of_ending_keys
from organization.worklist import work_waiting_for
from tests.architecture.test_list_queries import another
from tests.connections.nodes import Nodes
from tests.connections.world import key_of
from tests.records.files import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def nodes(cast):
    return Nodes(cast)


def test_key_is_shown_once_and_never_again(client, cast, nodes):
    signed_in(client, cast.feng)
    url = reverse("connections:key_new", args=[nodes.one.public_id])
    sent = {"last_day": real_today() + timedelta(days=30), "client_key": uuid4()}
    shown = client.post(url, sent)
    text = shown.context["made_key"]
    assert text in shown.content.decode()
    assert shown["Cache-Control"] == "private, no-store"
    again = client.post(url, sent, follow=True).content.decode()
    assert text not in again
    assert text not in client.get(nodes.one.get_absolute_url()).content.decode()
    assert Token.objects.count() == 1


def test_form_keeps_what_was_typed(client, cast):
    signed_in(client, cast.feng)
    page = client.post(reverse("connections:connection_new"), {"name": "邮件网关", "code": "Mail!", "contact": "none"})
    assert page.status_code == 422
    assert 'value="邮件网关"' in page.content.decode()
    assert "contact" in page.context["form"].errors


def test_change_of_another_is_not_overwritten(client, cast, nodes):
    signed_in(client, cast.feng)
    sent = {"contact": "00103", "calls_a_minute": 5, "rows_a_minute": 5, "version": nodes.one.version}
    url = reverse("connections:connection_change", args=[nodes.one.public_id])
    assert client.post(url, sent).status_code == 302
    assert client.post(url, {**sent, "calls_a_minute": 9}).status_code == 409
    assert Connection.objects.get().calls_a_minute == 5


@pytest.mark.parametrize("name", ["connection_detail", "connection_calls", "connection_events"])
def test_page_takes_the_same_queries_for_one_row_and_for_three(client, cast, nodes, name):
    signed_in(client, cast.feng)
    event, call = nodes.given_up, nodes.one.calls.get()
    url = reverse(f"connections:{name}", args=[nodes.one.public_id])

    def queries() -> int:
        with CaptureQueriesContext(database) as taken:
            assert client.get(url).status_code == 200
        return len(taken)

    queries()
    one = queries()
    for _time in range(2):
        another(event)
        another(call)
    assert queries() == one


def test_administrator_is_told_of_a_key_that_ends_once(cast, nodes):
    key_of(nodes.one, cast.feng, days=20)
    assert (warn_of_ending_keys(), warn_of_ending_keys()) == (1, 1)
    assert list(cast.feng.user.notifications.values_list("kind", flat=True)) == ["connections.token.ends"]
    titles = [item.title for item in work_waiting_for(cast.feng)]
    assert "Renew the key of 客服平台" in titles
    assert "Renew the key of 客服平台" not in [item.title for item in work_waiting_for(cast.qian)]
    key_of(nodes.one, cast.feng, days=200)
    assert warn_of_ending_keys() == 0


def test_events_that_were_given_up_wait_for_the_administrator(cast, nodes):
    assert nodes.given_up
    assert "客服平台 does not take its events" in [item.title for item in work_waiting_for(cast.feng)]


def test_key_of_another_connection_is_not_reached_through_a_foreign_page(client, cast, nodes):
    signed_in(client, cast.li)
    for name, row in (("key_revoke", nodes.token), ("hook_end", nodes.hook), ("event_again", nodes.given_up)):
        assert client.post(reverse(f"connections:{name}", args=[row.public_id])).status_code == 404
    assert Dispatch.objects.get().state == "failed"

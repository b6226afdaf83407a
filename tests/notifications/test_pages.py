"""One's own notifications: read, opened, counted in the top bar."""

import pytest
from django.urls import reverse

from foundation.common import clock
from foundation.notifications.kinds import kinds, register_kind
from foundation.notifications.models import Notification

LIST = "/notifications/"


@pytest.fixture
def lin(cast, client):
    if "test.sheet" not in kinds:
        register_kind("test.sheet", "Sheet %(number)s is yours.")
    client.force_login(cast.lin.user)
    return client


def told(person, number, url="/organization/", **more) -> Notification:
    return Notification.objects.create(
        user=person.user, kind="test.sheet", dedupe=number, url=url, params={"number": number}, **more
    )


def test_list_shows_ones_own_newest_first(cast, lin):
    told(cast.lin, "1")
    told(cast.lin, "2")
    told(cast.guo, "3")
    assert [row.sentence for row in lin.get(LIST).context["page"]] == ["Sheet 2 is yours.", "Sheet 1 is yours."]


def test_unread_ones_are_counted_in_the_top_bar(cast, lin):
    told(cast.lin, "1")
    told(cast.lin, "2", read_at=clock.now())
    told(cast.guo, "3")
    assert '<span class="icon-btn__dot" aria-hidden="true">1</span>' in lin.get(LIST).content.decode()
    assert [row.params["number"] for row in lin.get(f"{LIST}?show=unread").context["page"]] == ["1"]


def test_opening_marks_it_as_read_and_goes_there(cast, lin):
    row = told(cast.lin, "1", url="/publication/publication/")
    answer = lin.post(reverse("notifications:open", args=[row.public_id]))
    row.refresh_from_db()
    assert (answer["Location"], row.read_at is None) == ("/publication/publication/", False)


def test_opening_never_leads_to_another_site(cast, lin):
    row = told(cast.lin, "1", url="https://evil.example/")
    assert lin.post(reverse("notifications:open", args=[row.public_id]))["Location"] == LIST


def test_somebody_elses_is_not_there(cast, lin):
    row = told(cast.guo, "1")
    assert lin.post(reverse("notifications:open", args=[row.public_id])).status_code == 404
    row.refresh_from_db()
    assert row.read_at is None


def test_opening_twice_keeps_the_first_time(cast, lin):
    row = told(cast.lin, "1")
    url = reverse("notifications:open", args=[row.public_id])
    lin.post(url)
    first = Notification.objects.get().read_at
    lin.post(url)
    assert Notification.objects.get().read_at == first


def test_all_of_ones_own_are_marked_at_once(cast, lin):
    told(cast.lin, "1")
    told(cast.lin, "2")
    told(cast.guo, "3")
    lin.post(reverse("notifications:read_all"))
    assert [row.params["number"] for row in Notification.objects.filter(read_at=None)] == ["3"]


def test_list_takes_the_same_queries_for_more_rows(cast, lin, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    told(cast.lin, "1")
    with CaptureQueriesContext(connection) as before:
        lin.get(LIST)
    for number in ("2", "3", "4"):
        told(cast.lin, number)
    with django_assert_num_queries(len(before)):
        lin.get(LIST)

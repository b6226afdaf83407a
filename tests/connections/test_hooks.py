"""Events for other systems: signed, at least once, nothing personal, and never into what only the portal can reach."""

import contextlib
import json
import socket
import time
from datetime import timedelta
from ipaddress import ip_network
from threading import Thread
from uuid import uuid4

import pytest

from connections.models import Connection, Dispatch, Subscription
from connections.receivers import may_send_to
from connections.recipe import is_from_portal
from connections.services import outbox
from connections.services.connecting import end_connection
from connections.services.hooks import change_secret, end_subscription, send_again, send_test, subscribe
from connections.services.keys import real_now
from connections.services.outbox import LONGEST_WAIT, MAX_ATTEMPTS, deliver_events
from foundation.audit.models import AuditEvent
from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.common.waits import wait_after
from tests.connections.receiver import listening
from tests.connections.world import SOURCE, Caller, connect, key_of
from tests.records.files import CALL as LINE, imported, text_of
from tests.tickets import world
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
ALL = ("import.finished", "complaint.closed", "ticket.state")


@pytest.fixture(autouse=True)
def _this_machine_is_within(settings):
    settings.WEBHOOK_NETWORKS = [ip_network("127.0.0.0/8")]


@pytest.fixture
def receiver():
    with listening() as found:
        yield found


def hook(connection: Connection, cast, url: str, events=ALL) -> tuple[Subscription, str]:
    return subscribe(connection=connection, url=url, events=events, actor=cast.feng, key=uuid4())


def due_now() -> None:
    Dispatch.objects.filter(state="waiting").update(due_at=real_now() - timedelta(seconds=1))


def test_import_is_told_with_counts_and_a_signature(connection, cast, receiver):
    _row, secret = hook(connection, cast, receiver.url)
    run = imported(text_of(LINE), cast.li)
    assert receiver.took == []  # nothing leaves before the worker comes
    assert deliver_events() == 1
    got = receiver.took[0]
    event = Dispatch.objects.get()
    content = json.loads(got.body)
    assert content["data"] == {
        "id": str(run.public_id), "source": SOURCE, "added": 1, "corrected": 0, "unchanged": 0, "rejected": 0,
    }  # fmt: skip
    assert (content["event"], content["id"], got.headers["QA-Event-Id"]) == (
        "import.finished",
        str(event.public_id),
        str(event.public_id),
    )
    assert is_from_portal(secret, got.headers["QA-Signature"], got.body)
    assert (event.state, event.status, event.attempts) == ("delivered", 204, 1)


def test_recipe_refuses_what_is_changed_old_or_signed_by_another(connection, cast, receiver):
    row, secret = hook(connection, cast, receiver.url)
    send_test(subscription=row, actor=cast.feng)
    deliver_events()
    got = receiver.took[0]
    header = got.headers["QA-Signature"]
    assert is_from_portal(secret, header, got.body)
    assert not is_from_portal(secret, header, got.body + b" ")
    assert not is_from_portal("another", header, got.body)
    assert not is_from_portal(secret, header, got.body, tolerance=-1)
    assert not is_from_portal(secret, "t=1," + header.split(",", 1)[1], got.body)


def test_file_of_another_source_is_none_of_its_business(connection, cast, receiver):
    hook(connection, cast, receiver.url)
    imported(text_of(LINE), cast.li, source="别的系统")
    assert Dispatch.objects.count() == 0


def test_ticket_that_it_brought_is_told_at_each_node(cast, agent, connection, receiver):
    hook(connection, cast, receiver.url)
    Caller(key_of(connection, cast.feng)).bring()
    world.closed(Ticket.objects.get())
    told = [
        (row.event, row.body["data"]["state"], row.body["data"]["source_number"])
        for row in Dispatch.objects.order_by("pk")
    ]
    assert [state for event, state, _number in told if event == "ticket.state"] == [
        "contacted", "investigated", "answered", "confirmed", "closed",
    ]  # fmt: skip
    assert ("complaint.closed", "closed", "W-1") in told


def test_ticket_of_others_is_told_only_when_a_complaint_is_closed(cast, agent, connection, receiver):
    hook(connection, cast, receiver.url)
    ticket = world.closed(world.held(cast, agent))
    row = Dispatch.objects.get()
    assert (row.event, set(row.body["data"])) == ("complaint.closed", {"id", "number", "kind", "state", "unit"})
    assert row.body["data"]["number"] == ticket.number


def test_act_that_is_undone_tells_nothing(connection, cast, agent, receiver):
    hook(connection, cast, receiver.url)
    with pytest.raises(Invalid):
        world.closed(world.held(cast, agent), text="")
    assert not Dispatch.objects.filter(event="complaint.closed").exists()


def test_dead_receiver_is_tried_again_with_growing_waits(connection, cast, receiver):
    row, _secret = hook(connection, cast, receiver.url)
    send_test(subscription=row, actor=cast.feng)
    Dispatch.objects.update(event="import.finished")
    receiver.status = 503
    assert deliver_events() == 0
    event = Dispatch.objects.get()
    assert (event.state, event.attempts, event.failure, event.status) == ("waiting", 1, "status", 503)
    assert timedelta(seconds=50) < event.due_at - real_now() <= timedelta(minutes=1)
    assert deliver_events() == 0
    assert len(receiver.took) == 1
    receiver.status = 200
    due_now()
    assert deliver_events() == 1
    assert len({got.headers["QA-Event-Id"] for got in receiver.took}) == 1


def test_waits_grow_to_four_hours_and_end_within_a_day():
    waits = [wait_after(attempt, LONGEST_WAIT) for attempt in range(1, MAX_ATTEMPTS)]
    assert (waits[0], waits[1], waits[-1]) == (timedelta(minutes=1), timedelta(minutes=2), timedelta(hours=4))
    assert timedelta(hours=18) < sum(waits, timedelta()) < timedelta(days=1)


def test_event_is_given_up_shown_and_sent_again_by_hand(connection, cast, receiver, client):
    row, _secret = hook(connection, cast, receiver.url)
    imported(text_of(LINE), cast.li)
    Dispatch.objects.update(attempts=MAX_ATTEMPTS - 1)
    receiver.status = 500
    deliver_events()
    event = Dispatch.objects.get()
    assert event.state == "failed"
    assert list(cast.feng.user.notifications.values_list("kind", flat=True)) == ["connections.dispatch.failed"]
    assert AuditEvent.objects.filter(action="connections.hook.give_up").count() == 1
    receiver.status = 200
    send_again(dispatch=event, actor=cast.feng)
    assert deliver_events() == 1


def test_worker_that_died_while_sending_is_followed_by_another(connection, cast, receiver, monkeypatch):
    row, _secret = hook(connection, cast, receiver.url)
    send_test(subscription=row, actor=cast.feng)

    def die(*_args, **_values):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(outbox, "_note", die)
        with pytest.raises(KeyboardInterrupt):
            deliver_events()
    assert deliver_events() == 0  # claimed for two minutes
    due_now()
    assert deliver_events() == 1
    assert [got.headers["QA-Event-Id"] for got in receiver.took] == [str(Dispatch.objects.get().public_id)] * 2


def test_one_dead_receiver_costs_one_try_a_round_and_holds_up_nobody(connection, cast, agent, receiver):
    dead, _secret = hook(connection, cast, f"http://127.0.0.1:{free_port()}/")
    alive, _secret = hook(connection, cast, receiver.url)
    for _event in range(3):
        send_test(subscription=dead, actor=cast.feng)
        send_test(subscription=alive, actor=cast.feng)
    Dispatch.objects.update(event="import.finished")
    assert deliver_events() == 3
    assert sorted(Dispatch.objects.filter(subscription=dead).values_list("attempts", flat=True)) == [0, 0, 1]
    assert Dispatch.objects.filter(failure="reach").count() == 1


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def test_redirect_is_not_followed(connection, cast, receiver):
    with listening() as other:
        row, _secret = hook(connection, cast, receiver.url)
        receiver.status, receiver.location = 302, other.url
        send_test(subscription=row, actor=cast.feng)
        deliver_events()
        assert (len(receiver.took), other.took) == (1, [])
    assert Dispatch.objects.get().status == 302


def test_receiver_that_dribbles_is_cut_off(connection, cast, monkeypatch):
    monkeypatch.setattr("connections.receivers.AT_MOST", 1)
    server = socket.create_server(("127.0.0.1", 0))
    row, _secret = hook(connection, cast, f"http://127.0.0.1:{server.getsockname()[1]}/")
    send_test(subscription=row, actor=cast.feng)
    deliver_events()  # it is connected, and never answered
    server.close()
    assert Dispatch.objects.get().failure == "time"


def dribble(server: socket.socket) -> None:
    """A handshake of TLS that begins and never ends: a record of 16 KB, a byte each tenth of a second."""
    peer, _address = server.accept()
    with peer, contextlib.suppress(OSError):
        peer.sendall(b"\x16\x03\x03\x40\x00")
        for _number in range(80):
            peer.sendall(b"\x02")
            time.sleep(0.1)


def test_receiver_whose_handshake_dribbles_is_cut_off(connection, cast, monkeypatch):
    monkeypatch.setattr("connections.receivers.AT_MOST", 1)
    with socket.create_server(("127.0.0.1", 0)) as server:
        Thread(target=dribble, args=[server], daemon=True).start()
        row, _secret = hook(connection, cast, f"https://127.0.0.1:{server.getsockname()[1]}/")
        send_test(subscription=row, actor=cast.feng)
        began = time.monotonic()
        deliver_events()
        assert time.monotonic() - began < 4
    assert Dispatch.objects.get().failure == "time"


def test_secret_is_changed_with_an_overlap(connection, cast, receiver):
    row, first = hook(connection, cast, receiver.url)
    second = change_secret(subscription=row, actor=cast.feng)
    send_test(subscription=row, actor=cast.feng)
    deliver_events()
    got = receiver.took[-1]
    assert all(is_from_portal(secret, got.headers["QA-Signature"], got.body) for secret in (first, second))
    Subscription.objects.update(earlier_until=real_now())
    send_test(subscription=Subscription.objects.get(), actor=cast.feng)
    deliver_events()
    got = receiver.took[-1]
    found = [is_from_portal(secret, got.headers["QA-Signature"], got.body) for secret in (first, second)]
    assert found == [False, True]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "::1", "fe80::1", "fc00::1",
        "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "::", "ff02::1",
        "::127.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b:1::a00:1", "fec0::1", "5f00::1", "2001:0:4136:e378:8000:63bf:f5ff:fffe",
    ],
)  # fmt: skip
def test_addresses_that_only_the_portal_can_reach_are_refused(settings, address):
    settings.WEBHOOK_NETWORKS = []
    assert not may_send_to(address)


def test_public_address_is_sent_to(settings):
    settings.WEBHOOK_NETWORKS = []
    assert may_send_to("93.184.216.34")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://crm.example.com/", "javascript:alert(1)", "https://", "https://user:pass@crm.example.com/", "https://10.0.0.1/", "http://10.0.0.1/",
        "https://[::1]/", "https://169.254.169.254/latest/", "https://crm.example.com:99999/", "https://crm.example.com/#x", "https://a b/", "x\0",
        "https://2130706433/",
    ],
)  # fmt: skip
def test_address_to_which_nothing_is_sent_is_refused_beside_its_field(connection, cast, settings, url):
    settings.WEBHOOK_NETWORKS = []
    with pytest.raises(Invalid) as refusal:
        hook(connection, cast, url)
    assert list(refusal.value.message_dict) == ["url"]


def test_name_that_leads_inside_is_refused_when_it_is_sent(connection, cast, settings, monkeypatch):
    settings.WEBHOOK_NETWORKS = []
    row, _secret = hook(connection, cast, "https://crm.example.com/events")
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", 443))]
    monkeypatch.setattr("connections.receivers.socket.getaddrinfo", lambda *_args, **_more: found)
    send_test(subscription=row, actor=cast.feng)
    deliver_events()
    assert (Dispatch.objects.get().state, Dispatch.objects.get().failure) == ("failed", "address")


def test_event_about_what_it_may_not_read_is_refused(cast, agent):
    narrow = connect(cast, agent, scopes=["records.read"])
    with pytest.raises(Invalid) as refusal:
        hook(narrow, cast, "https://crm.example.com/events", ["complaint.closed"])
    assert list(refusal.value.message_dict) == ["events"]


def test_ended_address_and_ended_connection_get_nothing_more(connection, cast, receiver):
    row, _secret = hook(connection, cast, receiver.url)
    imported(text_of(LINE), cast.li)
    end_subscription(subscription=row, actor=cast.feng)
    deliver_events()
    assert (receiver.took, Dispatch.objects.get().state) == ([], "failed")
    with pytest.raises(Conflict):
        send_again(dispatch=Dispatch.objects.get(), actor=cast.feng)
    other, _secret = hook(connection, cast, receiver.url)
    end_connection(connection=connection, actor=cast.feng)
    with pytest.raises(NotAllowed):
        send_test(subscription=other, actor=cast.feng)
    imported(text_of(LINE.replace("T-001", "T-9")), cast.li)
    assert Dispatch.objects.count() == 1


def test_secret_is_not_readable_in_the_database(connection, cast):
    row, secret = hook(connection, cast, "https://crm.example.com/events")
    from django.db import connection as database

    with database.cursor() as cursor:
        cursor.execute("SELECT secret FROM connections_subscription")
        assert secret not in cursor.fetchone()[0]
    assert row.secret == secret

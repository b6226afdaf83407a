"""Where a system is told of events: subscribed, its secret changed with an overlap, tried, ended."""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from connections.enums import NEEDS, DispatchState, EventKind
from connections.models import Connection, Dispatch, Subscription
from connections.receivers import LONGEST_URL, NotSent, addresses_of
from connections.rules import can_change_connection
from connections.services.keys import real_now
from foundation.audit.services import record_event
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import once
from foundation.common.states import advance, swap
from foundation.common.texts import require_storable
from organization.models import Person

OVERLAP_DAYS = 7
MOST_SUBSCRIPTIONS = 5


def subscribe(
    *, connection: Connection, url: str, events: Iterable[str], actor: Person, key: UUID
) -> tuple[Subscription, str]:
    """Tell the system of these events from now on. Returns the secret with it, shown this once; the same form sent again gets none.

    Raises NotAllowed, Invalid ({field: sentence}).
    """
    require(can_change_connection, actor, connection)
    wrong: dict[str, str] = {}
    events = [kind for kind in NEEDS if kind in set(events)]
    if not events:
        wrong["events"] = _("Tick at least one event.")
    elif missing := [kind for kind in events if NEEDS[kind] not in connection.scopes]:
        wrong["events"] = _("The system may not read what this event is about: %(event)s.") % {
            "event": EventKind(missing[0]).label
        }
    url = url.strip()
    if problem := _url_problem(url):
        wrong["url"] = problem
    if wrong:
        raise Invalid(wrong)
    secret = _new_secret()

    def act() -> dict:
        Connection.objects.select_for_update(of=("self",), no_key=True).get(pk=connection.pk)
        if connection.subscriptions.filter(ended_at=None).count() >= MOST_SUBSCRIPTIONS:
            raise Invalid(_("Up to %(most)d addresses.") % {"most": MOST_SUBSCRIPTIONS})
        row = Subscription.objects.create(connection=connection, url=url, events=events, secret=secret)
        record_event(actor=actor, action="connections.hook.open", target=connection, hook=row.public_id, events=events)
        return {"hook": row.pk}

    payload = [connection.pk, url, events]
    answer, is_new = once(actor=actor.public_id, action="connections.hook.open", key=key, payload=payload, act=act)
    return Subscription.objects.get(pk=answer["hook"]), secret if is_new else ""


def _url_problem(url: str) -> str:
    """A sentence where nothing can be sent there, else nothing. A name is looked up only where it must lie within."""
    try:
        require_storable(url)
        parts = urlsplit(url)
        has_port_in_range = parts.port is None or parts.port > 0
    except ValueError:
        return _("Enter an address like https://crm.example.com/events.")
    is_odd = parts.username is not None or parts.fragment or len(url) > LONGEST_URL or not url.isascii()
    if parts.scheme not in ("https", "http") or not parts.hostname or is_odd or not has_port_in_range or " " in url:
        return _("Enter an address like https://crm.example.com/events.")
    if parts.scheme == "http" or parts.hostname.replace(".", "").isdigit() or ":" in parts.hostname:
        try:
            addresses_of(parts)
        except NotSent:
            return _(
                "Only https is sent out of the house; within it, only to networks that the installation has named."
            )
    return ""


def _new_secret() -> str:
    return f"whsec_{secrets.token_urlsafe(32)}"


@transaction.atomic
def change_secret(*, subscription: Subscription, actor: Person) -> str:
    """A new secret, shown this once; the one before signs too for `OVERLAP_DAYS`. Raises NotAllowed, Conflict."""
    require(can_change_connection, actor, subscription.connection)
    secret = _new_secret()
    swap(
        subscription,
        expected={"ended_at": None},
        secret=secret,
        earlier_secret=subscription.secret,
        earlier_until=real_now() + timedelta(days=OVERLAP_DAYS),
    )
    record_event(
        actor=actor, action="connections.hook.secret", target=subscription.connection, hook=subscription.public_id
    )
    return secret


@transaction.atomic
def end_subscription(*, subscription: Subscription, actor: Person) -> None:
    """It is told of nothing more, not even of what waits. Raises NotAllowed, Conflict."""
    require(can_change_connection, actor, subscription.connection)
    swap(subscription, expected={"ended_at": None}, ended_at=real_now())
    record_event(
        actor=actor, action="connections.hook.end", target=subscription.connection, hook=subscription.public_id
    )


@transaction.atomic
def send_test(*, subscription: Subscription, actor: Person) -> Dispatch:
    """Queue an event that says nothing but that it is a test. Raises NotAllowed, Conflict where nothing is sent there any more."""
    require(can_change_connection, actor, subscription.connection)
    if subscription.ended_at is not None:
        raise Conflict(_("Nothing is sent to this address any more."))
    body = {"event": EventKind.TEST, "at": real_now().isoformat(), "data": {}}
    row = Dispatch.objects.create(subscription=subscription, event=EventKind.TEST, body=body, due_at=real_now())
    record_event(
        actor=actor, action="connections.hook.test", target=subscription.connection, hook=subscription.public_id
    )
    return row


@transaction.atomic
def send_again(*, dispatch: Dispatch, actor: Person) -> Dispatch:
    """Queue an event anew that was given up. Raises NotAllowed, Conflict."""
    subscription = dispatch.subscription
    require(can_change_connection, actor, subscription.connection)
    if subscription.ended_at is not None:
        raise Conflict(_("Nothing is sent to this address any more."))
    advance(dispatch, DispatchState.WAITING, attempts=0, due_at=real_now(), failure="")
    record_event(
        actor=actor, action="connections.hook.again", target=subscription.connection, hook=subscription.public_id
    )
    return dispatch

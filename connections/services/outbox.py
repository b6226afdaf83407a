"""What was announced, for those who are to be told: into the outbox in the transaction of the act, out of it by the worker, at least once.

A row is claimed for some minutes before it is sent and marked after it was: two workers do not send the same one, and what a dead worker held is
sent by the next, under the same id. A receiver that does not answer is left alone for the rest of the round.
"""

import time
from collections.abc import Mapping
from datetime import timedelta

from connections.enums import NEEDS, ConnectionState, DispatchState, EventKind
from connections.models import BroughtTicket, Dispatch, Subscription
from connections.receivers import NotSent, Secrets, send
from connections.services.keys import real_now, real_today
from foundation.audit.services import record_event
from foundation.common.models import Entity
from foundation.common.waits import wait_after
from foundation.notifications.services import notify
from organization.selectors import administrators

CLAIM = timedelta(minutes=2)
# Given up after 20 hours.
MAX_ATTEMPTS = 13
LONGEST_WAIT = timedelta(hours=4)
ROUND_SECONDS = 100
KEEP_FOR = timedelta(days=90)


def take_down(kind: str, subject: Entity, data: Mapping) -> None:
    """Listens to `foundation.common.announcements`: one row for each address that is to be told of it."""
    if kind not in NEEDS:
        return
    open_ones = Subscription.objects.filter(ended_at=None, connection__state=ConnectionState.IN_FORCE)
    told = [
        row
        for row in open_ones.select_related("connection")
        if kind in row.events and NEEDS[kind] in row.connection.scopes
    ]
    if told:
        now = real_now()
        rows = [(row, found) for row in told if (found := _for(row, kind, subject, data)) is not None]
        Dispatch.objects.bulk_create(
            Dispatch(
                subscription=row, event=kind, body={"event": kind, "at": now.isoformat(), "data": found}, due_at=now
            )
            for row, found in rows
        )


def _for(subscription: Subscription, kind: str, subject: Entity, data: Mapping) -> dict | None:
    """What this system is told of it; None: it is none of its business."""
    sources = subscription.connection.sources
    found = {"id": str(subject.public_id), **data}
    if kind == EventKind.IMPORT_FINISHED:
        return found if sources.filter(name=data["source"]).exists() else None
    brought = BroughtTicket.objects.filter(ticket=subject, source__in=sources.all()).select_related("source").first()
    if brought is not None:
        return {**found, "source": brought.source.name, "source_number": brought.number}
    return None if kind == EventKind.TICKET_STATE else found


def deliver_events(limit: int = 200) -> int:
    """Send what is due. Returns how many were taken."""
    until, silent, sent = time.monotonic() + ROUND_SECONDS, set(), 0
    due = Dispatch.objects.filter(state=DispatchState.WAITING, due_at__lte=real_now()).order_by("due_at", "pk")
    for pk, subscription in list(due.values_list("pk", "subscription_id")[:limit]):
        if time.monotonic() > until:
            break
        if subscription in silent or (row := _claimed(pk)) is None:
            continue
        if _send(row):
            sent += 1
        else:
            silent.add(subscription)
    return sent


def _claimed(pk: int) -> Dispatch | None:
    now = real_now()
    free = Dispatch.objects.filter(pk=pk, state=DispatchState.WAITING, due_at__lte=now)
    if not free.update(due_at=now + CLAIM):
        return None
    return Dispatch.objects.select_related("subscription__connection").get(pk=pk)


def _send(row: Dispatch) -> bool:
    to = row.subscription
    if to.ended_at is not None:
        _note(row, state=DispatchState.FAILED)
        return True
    earlier = to.earlier_secret if to.earlier_until and to.earlier_until > real_now() else ""
    try:
        status = send(
            url=to.url,
            event=row.event,
            event_id=str(row.public_id),
            content={"id": str(row.public_id), **row.body},
            secrets=Secrets(to.secret, earlier),
        )
    except NotSent as error:
        attempts = row.attempts + 1
        is_last = attempts >= MAX_ATTEMPTS or row.event == EventKind.TEST
        state = DispatchState.FAILED if is_last else DispatchState.WAITING
        due = real_now() + wait_after(attempts, LONGEST_WAIT)
        _note(row, state=state, attempts=attempts, due_at=due, failure=error.failure, status=error.status)
        if is_last and row.event != EventKind.TEST:
            _tell(to)
        return False
    _note(
        row,
        state=DispatchState.DELIVERED,
        attempts=row.attempts + 1,
        status=status,
        failure="",
        delivered_at=real_now(),
    )
    return True


def _note(row: Dispatch, **values) -> None:
    Dispatch.objects.filter(pk=row.pk, state=DispatchState.WAITING).update(**values)


def _tell(subscription: Subscription) -> None:
    """Administrators, once a day for each address."""
    connection = subscription.connection
    notify(
        users=[person.user for person in administrators().select_related("user")],
        kind="connections.dispatch.failed",
        dedupe=f"connections.dispatch.failed:{subscription.public_id}:{real_today()}",
        url=connection.get_absolute_url(),
        params={"system": connection.name},
    )
    record_event(actor=None, action="connections.hook.give_up", target=connection, hook=subscription.public_id)


def forget_old_events() -> int:
    """The log of what is over. Returns how many went."""
    over = Dispatch.objects.exclude(state=DispatchState.WAITING).filter(due_at__lt=real_now() - KEEP_FOR)
    return over.delete()[0]

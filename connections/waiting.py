"""What of connected systems waits for an administrator, and what the search finds."""

from datetime import timedelta

from django.utils.translation import gettext as _, ngettext

from connections.enums import ConnectionState
from connections.models import Connection
from connections.rules import can_connect_systems
from connections.selectors import ending_tokens, for_list, visible_to
from foundation.common import clock
from organization.models import Person
from organization.searching import Hit
from organization.worklist import WorkItem

SHOWN = 20


def work_of(person: Person) -> list[WorkItem]:
    """Systems to agree to, keys that end, events that were given up."""
    if not can_connect_systems(person):
        return []
    return [*_asked(person), *_ending(), *_given_up()]


def _asked(person: Person) -> list[WorkItem]:
    rows = Connection.objects.filter(state=ConnectionState.ASKED).exclude(asked_by=person).select_related("asked_by")
    return [
        _item(row, _("Agree to the connection of %(system)s"), "wait", str(row.asked_by), since=row.created_at)
        for row in rows[:SHOWN]
    ]


def _ending() -> list[WorkItem]:
    return [
        _item(token.connection, _("Renew the key of %(system)s"), "wait", str(token), due=token.expires_at)
        for token in ending_tokens()[:SHOWN]
    ]


def _given_up() -> list[WorkItem]:
    rows = for_list(Connection.objects.filter(state=ConnectionState.IN_FORCE)).filter(failed__gt=0)
    return [
        _item(
            row,
            _("%(system)s does not take its events"),
            "late",
            ngettext("%(n)d event was given up", "%(n)d events were given up", row.failed) % {"n": row.failed},
        )
        for row in rows[:SHOWN]
    ]


def _item(row: Connection, title: str, tone: str, detail: str, *, since=None, due=None) -> WorkItem:
    return WorkItem(
        title=title % {"system": row.name},
        url=row.get_absolute_url(),
        group="connections",
        detail=detail,
        state=str(ConnectionState(row.state).label),
        tone=tone,
        since=clock.local(since).date() if since else None,
        due_on=clock.local(due - timedelta(seconds=1)).date() if due else None,
    )


def search_connections(person: Person, words: str) -> list[Hit]:
    rows = visible_to(person).filter(name__icontains=words)[:10]
    return [
        Hit(title=row.name, url=row.get_absolute_url(), kind=_("Connected system"), detail=row.code) for row in rows
    ]

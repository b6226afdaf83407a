"""Setting a system up, agreeing to it, changing what may change, and ending it."""

import ipaddress
import re
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from connections.enums import ConnectionState, Scope
from connections.models import Connection
from connections.rules import (
    can_change_connection,
    can_connect_systems,
    can_decide_connection,
    needs_second_administrator,
)
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import once
from foundation.common.states import advance, swap
from organization.models import Person
from records.models import Source
from tickets.rules import can_receive

MOST_CALLS, MOST_ROWS, MOST_NETWORKS = 600, 100_000, 20
CODE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")


def ask_connection(
    *,
    actor: Person,
    key: UUID,
    code: str,
    name: str,
    contact: Person,
    scopes: Iterable[str],
    sources: Iterable[Source] = (),
    new_source: str = "",
    networks: Sequence[str] = (),
    calls_a_minute: int = 60,
    rows_a_minute: int = 10_000,
) -> Connection:
    """Set a system up. It is in force at once, or waits for a second administrator. Raises NotAllowed, Invalid ({field: sentence})."""
    require(can_connect_systems, actor)
    scopes, sources = [scope for scope in Scope.values if scope in set(scopes)], list(sources)
    code, name, new_source = code.strip(), name.strip(), new_source.strip()
    wrong = _problems(code, name, scopes, bool(sources or new_source), contact)
    limits = _limits(calls_a_minute, rows_a_minute, wrong)
    networks = _networks(networks, wrong)
    if wrong:
        raise Invalid(wrong)

    def act() -> dict:
        if Connection.objects.filter(code=code).exists():
            raise Invalid({"code": _("Another system has this code.")})
        named = [*sources, *([Source.objects.get_or_create(name=new_source)[0]] if new_source else [])]
        waits = needs_second_administrator(actor)
        row = Connection.objects.create(
            code=code, name=name, contact=contact, scopes=scopes, networks=networks, asked_by=actor, **limits,
            state=ConnectionState.ASKED if waits else ConnectionState.IN_FORCE,
        )  # fmt: skip
        row.sources.set(named)
        record_event(
            actor=actor, action="connections.connection.ask" if waits else "connections.connection.open", target=row,
            scopes=scopes, sources=[str(source.public_id) for source in named], contact=contact.public_id,
        )  # fmt: skip
        return {"connection": str(row.public_id)}

    payload = [code, name, contact.public_id, scopes, [source.name for source in sources], new_source, networks, limits]
    answer, _is_new = once(
        actor=actor.public_id, action="connections.connection.ask", key=key, payload=payload, act=act
    )
    return Connection.objects.get(public_id=answer["connection"])


@transaction.atomic
def decide_connection(*, connection: Connection, agreed: bool, actor: Person) -> Connection:
    """The second administrator's word. Raises NotAllowed for whoever asked, Conflict where it is decided."""
    require(can_decide_connection, actor, connection)
    advance(connection, ConnectionState.IN_FORCE if agreed else ConnectionState.REFUSED, decided_by=actor)
    act = "agree" if agreed else "refuse"
    record_event(actor=actor, action=f"connections.connection.{act}", target=connection, scopes=connection.scopes)
    return connection


@transaction.atomic
def change_connection(
    *,
    connection: Connection,
    contact: Person,
    networks: Sequence[str],
    calls_a_minute: int,
    rows_a_minute: int,
    version: int,
    actor: Person,
) -> Connection:
    """Who answers for it, from where it may call and how much. Its rights never change. Raises NotAllowed, Invalid, Conflict."""
    require(can_change_connection, actor, connection)
    wrong: dict[str, str] = {}
    _check_contact(contact, connection.scopes, wrong)
    changes = {
        "contact": contact,
        "networks": _networks(networks, wrong),
        **_limits(calls_a_minute, rows_a_minute, wrong),
    }
    if wrong:
        raise Invalid(wrong)
    if version != connection.version:
        raise Conflict()
    changed = [name for name, value in changes.items() if getattr(connection, name) != value]
    if changed:
        swap(connection, expected={"state": ConnectionState.IN_FORCE}, **changes)
        record_event(actor=actor, action="connections.connection.change", target=connection, fields=changed)
    return connection


@transaction.atomic
def end_connection(*, connection: Connection, actor: Person) -> Connection:
    """Its keys are worth nothing from now on, and it is told of nothing more. Raises NotAllowed, Conflict."""
    require(can_change_connection, actor, connection)
    now = clock.now()
    advance(connection, ConnectionState.ENDED, ended_at=now)
    connection.tokens.filter(revoked_at=None).update(revoked_at=now)
    connection.subscriptions.filter(ended_at=None).update(ended_at=now)
    record_event(actor=actor, action="connections.connection.end", target=connection)
    return connection


def _problems(code: str, name: str, scopes: list[str], has_source: bool, contact: Person) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not CODE.fullmatch(code):
        wrong["code"] = _("Small letters, digits and hyphens, up to 40.")
    if not 0 < len(name) <= 60:
        wrong["name"] = _("Name it, in up to 60 characters.")
    if not scopes:
        wrong["scopes"] = _("Tick at least one thing that it may do.")
    if not has_source and set(scopes) - {Scope.FIGURES_READ}:
        wrong["sources"] = _("Choose the source under which its records or tickets are kept, or name a new one.")
    _check_contact(contact, scopes, wrong)
    return wrong


def _check_contact(contact: Person, scopes: Iterable[str], wrong: dict[str, str]) -> None:
    if Scope.TICKETS_WRITE in scopes and not can_receive(contact):
        wrong["contact"] = _("Tickets are received by somebody who serves customers: staff, liaison, head or lead.")


def _limits(calls: int, rows: int, wrong: dict[str, str]) -> dict[str, int]:
    for name, value, most in (("calls_a_minute", calls, MOST_CALLS), ("rows_a_minute", rows, MOST_ROWS)):
        if not 1 <= value <= most:
            wrong[name] = _("Between 1 and %(most)d.") % {"most": most}
    return {"calls_a_minute": calls, "rows_a_minute": rows}


def _networks(texts: Sequence[str], wrong: dict[str, str]) -> list[str]:
    """Addresses and networks in their usual writing."""
    found = []
    for text in filter(None, (text.strip() for text in texts)):
        try:
            found.append(str(ipaddress.ip_network(text)))
        except ValueError:
            wrong["networks"] = _("%(text)s is neither an address nor a network like 10.1.0.0/16.") % {
                "text": text[:40]
            }
    if len(found) > MOST_NETWORKS:
        wrong["networks"] = _("Up to %(most)d addresses.") % {"most": MOST_NETWORKS}
    return found

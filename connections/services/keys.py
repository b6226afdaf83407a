"""A system's keys: made, renewed with an overlap, revoked, and recognised when it calls. They run by real time, like sign-in."""

import ipaddress
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from connections.enums import ConnectionState
from connections.keys import current_key_id, digest_of, is_key, make_key, prefix_of
from connections.models import Connection, Token
from connections.rules import can_change_connection
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import once
from organization.models import Person

MOST_DAYS = 365
OVERLAP_DAYS = 7
MOST_LIVE = 2
SEEN_EVERY = timedelta(minutes=1)


def real_now() -> datetime:
    return datetime.now(UTC)


def real_today() -> date:
    return real_now().astimezone(clock.organization_zone()).date()


def make_token(*, connection: Connection, last_day: date, actor: Person, key: UUID) -> tuple[Token, str]:
    """A new key and its text, which nobody will see again: the same form sent twice gets none the second time. One that stands already ends after
    `OVERLAP_DAYS`, so that the system can change over.

    Raises NotAllowed, Invalid ({"last_day": sentence}), Conflict where two are live already.
    """
    require(can_change_connection, actor, connection)
    today = real_today()
    if not today <= last_day <= today + timedelta(days=MOST_DAYS):
        raise Invalid({"last_day": _("A key is valid for a year at most, and until today at least.")})
    text = make_key()
    answer, is_new = once(
        actor=actor.public_id,
        action="connections.token.make",
        key=key,
        payload=[connection.public_id, last_day],
        act=lambda: {"token": _make(connection, text, last_day, actor).pk},
    )
    return Token.objects.select_related("connection").get(pk=answer["token"]), text if is_new else ""


def _make(connection: Connection, text: str, last_day: date, actor: Person) -> Token:
    # One at a time for each connection: two administrators would make three keys.
    Connection.objects.select_for_update(of=("self",), no_key=True).get(pk=connection.pk)
    live = list(live_tokens(connection))
    if len(live) >= MOST_LIVE:
        raise Conflict(
            _("Two keys are valid. Revoke one before you make another."), title=_("This is not possible now")
        )
    token = Token.objects.create(
        connection=connection, prefix=prefix_of(text), digest=digest_of(text), key_id=current_key_id(), made_by=actor,
        expires_at=_end_of(last_day),
    )  # fmt: skip
    until = real_now() + timedelta(days=OVERLAP_DAYS)
    for earlier in live:
        if earlier.expires_at > until:
            Token.objects.filter(pk=earlier.pk).update(expires_at=until)
    act = "renew" if live else "make"
    record_event(actor=actor, action=f"connections.token.{act}", target=connection, token=token.prefix, until=last_day)
    return token


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=clock.organization_zone())


@transaction.atomic
def revoke_token(*, token: Token, actor: Person) -> Token:
    """Worth nothing from the next call on. Raises NotAllowed, Conflict."""
    require(can_change_connection, actor, token.connection)
    if not Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=clock.now()):
        raise Conflict(_("This key was revoked already."))
    token.refresh_from_db()
    record_event(actor=actor, action="connections.token.revoke", target=token.connection, token=token.prefix)
    return token


def live_tokens(connection: Connection):
    return connection.tokens.filter(revoked_at=None, expires_at__gt=real_now())


def recognise(text: str, address: str) -> Token | None:
    """The key that this text is, if it is live, its connection in force, and the address one from which it may call. Never says what was wrong."""
    prefix = prefix_of(text)
    found = Token.objects.select_related("connection__contact__unit").filter(prefix=prefix).first() if prefix else None
    is_right = is_key(text, found.digest if found else "", found.key_id if found else current_key_id())
    if found is None or not is_right:
        return None
    if found.revoked_at is not None or found.expires_at <= real_now():
        return None
    if found.connection.state != ConnectionState.IN_FORCE or not _calls_from(found.connection, address):
        return None
    _note_use(found)
    return found


def _calls_from(connection: Connection, address: str) -> bool:
    if not connection.networks:
        return True
    try:
        caller = ipaddress.ip_address(address)
    except ValueError:
        return False
    caller = getattr(caller, "ipv4_mapped", None) or caller
    return any(caller in ipaddress.ip_network(network) for network in connection.networks)


def _note_use(token: Token) -> None:
    """At most once a minute: a row is not written with every call."""
    now = real_now()
    seen = Q(last_used_at=None) | Q(last_used_at__lt=now - SEEN_EVERY)
    if token.last_used_at is None or token.last_used_at < now - SEEN_EVERY:
        Token.objects.filter(seen, pk=token.pk).update(last_used_at=now)

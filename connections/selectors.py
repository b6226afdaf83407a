"""Connections as pages read them."""

from datetime import UTC, datetime, timedelta

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from connections.enums import ConnectionState, DispatchState
from connections.models import Call, Connection, Dispatch, Subscription, Token
from connections.rules import can_see_connections
from organization.models import Person

# So many days before a key ends it is time to make the next one.
WARN_DAYS = 30


def visible_to(person: Person | None) -> QuerySet[Connection]:
    return Connection.objects.all() if can_see_connections(person) else Connection.objects.none()


def for_list(rows: QuerySet[Connection]) -> QuerySet[Connection]:
    """With `ends_at` (of the last live key), `used_at`, and `failed` (how many events were given up)."""
    live = Q(tokens__revoked_at=None, tokens__expires_at__gt=datetime.now(UTC))
    failed = Q(subscriptions__dispatches__state=DispatchState.FAILED, subscriptions__ended_at=None)
    return rows.select_related("contact__unit").annotate(
        ends_at=Max("tokens__expires_at", filter=live),
        used_at=Max("tokens__last_used_at"),
        failed=Count("subscriptions__dispatches", filter=failed, distinct=True),
    )


def for_page(rows: QuerySet[Connection]) -> QuerySet[Connection]:
    return rows.select_related("contact__unit", "asked_by__unit", "decided_by__unit").prefetch_related("sources")


def tokens_of(connection: Connection) -> list[Token]:
    return list(connection.tokens.select_related("made_by__unit")[:20])


def subscriptions_of(connection: Connection) -> list[Subscription]:
    return list(connection.subscriptions.filter(ended_at=None))


def calls_of(connection: Connection) -> QuerySet[Call]:
    return connection.calls.select_related("token")


def dispatches_of(connection: Connection) -> QuerySet[Dispatch]:
    return Dispatch.objects.filter(subscription__connection=connection).select_related("subscription")


def ending_tokens() -> list[Token]:
    """Live keys in their last `WARN_DAYS` of systems that have no other key for longer."""
    now = datetime.now(UTC)
    soon = now + timedelta(days=WARN_DAYS)
    live = Token.objects.filter(revoked_at=None, expires_at__gt=now, connection__state=ConnectionState.IN_FORCE)
    longer = live.filter(connection=OuterRef("connection"), expires_at__gt=OuterRef("expires_at"))
    return list(live.filter(expires_at__lte=soon).exclude(Exists(longer)).select_related("connection"))

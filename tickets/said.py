"""What customers came with, as a source of free texts: subject and text of a ticket. What was withdrawn counts for nothing.

What is done about it is the staff's words and no part of it; how content a customer was with the handling says nothing of the text either.
"""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.common import clock
from organization.models import Person
from records.masking import names_in
from records.texts import SourceText, TextSource, reaches_to, text_sources
from tickets.enums import Channel, TicketState
from tickets.models import About, Ticket
from tickets.selectors import visible_to


def register_texts() -> None:
    text_sources.register("ticket", SOURCE)


def _rows() -> QuerySet[Ticket]:
    return Ticket.objects.exclude(state=TicketState.WITHDRAWN)


def _last(after: int, limit: int) -> int | None:
    return reaches_to(_rows(), after, limit)


def _fields(rows: QuerySet[Ticket]) -> QuerySet[Ticket]:
    return rows.only("unit", "received_at", "channel", "subject", "text", "customer_name")


def _read(after: int, limit: int) -> list[SourceText]:
    return [_text_of(row) for row in _fields(_rows().filter(pk__gt=after)).order_by("pk")[:limit]]


def _load(keys: Iterable[int]) -> dict[int, SourceText]:
    return {row.pk: _text_of(row) for row in _fields(_rows().filter(pk__in=list(keys)))}


def _text_of(row: Ticket) -> SourceText:
    day = clock.local(row.received_at).date()
    return SourceText(row.pk, row.unit_id, day, row.channel, row.said, None, names_in(row.customer_name))


def _links(keys: Iterable[int]) -> dict[int, tuple[str, str]]:
    rows = Ticket.objects.filter(pk__in=list(keys)).only("number", "public_id")
    return {row.pk: (row.number, row.get_absolute_url()) for row in rows}


def _hides_from(person: Person) -> bool:
    """Whoever a ticket is about counts it without reading it."""
    return About.objects.filter(person=person).exists()


SOURCE = TextSource(
    code="ticket",
    label=_("Tickets"),
    channels=tuple(Channel.choices),
    last=_last,
    read=_read,
    load=_load,
    visible_to=visible_to,
    links=_links,
    hides_from=_hides_from,
)

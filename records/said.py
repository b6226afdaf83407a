"""What customers said in service records, as a source of free texts: their own turns, or all of a text in which nobody is named as speaking."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.common import clock
from records.enums import Touchpoint
from records.masking import names_in
from records.models import ServiceRecord
from records.selectors import visible_to
from records.texts import SourceText, TextSource, reaches_to, text_sources
from records.transcripts import AGENT, turns


def register_texts() -> None:
    text_sources.register("record", SOURCE)


def _rows() -> QuerySet[ServiceRecord]:
    """A record without a unit is in nobody's figures."""
    return ServiceRecord.objects.filter(unit__isnull=False).exclude(transcript="")


def _last(after: int, limit: int) -> int | None:
    return reaches_to(_rows(), after, limit)


def _read(after: int, limit: int) -> list[SourceText]:
    return [_text_of(row) for row in _fields(_rows().filter(pk__gt=after).order_by("pk"))[:limit]]


def _load(keys: Iterable[int]) -> dict[int, SourceText]:
    return {row.pk: _text_of(row) for row in _fields(_rows().filter(pk__in=list(keys)))}


def _fields(rows: QuerySet[ServiceRecord]) -> QuerySet[ServiceRecord]:
    return rows.only("unit", "occurred_at", "touchpoint", "transcript", "rating", "customer_name", "agent")


def _text_of(row: ServiceRecord) -> SourceText:
    said = turns(row.transcript)
    own = [turn.text for turn in said if turn.speaker != AGENT]
    names = names_in(row.customer_name, row.agent)
    return SourceText(
        row.pk, row.unit_id, clock.local(row.occurred_at).date(), row.touchpoint, "\n".join(own), row.rating, names
    )


def _links(keys: Iterable[int]) -> dict[int, tuple[str, str]]:
    rows = ServiceRecord.objects.filter(pk__in=list(keys)).select_related("source").only("number", "source__name")
    return {row.pk: (row.key, reverse("records:record_detail", args=[row.pk])) for row in rows}


SOURCE = TextSource(
    code="record",
    label=_("Service records"),
    channels=tuple(Touchpoint.choices),
    last=_last,
    read=_read,
    load=_load,
    visible_to=visible_to,
    links=_links,
)

"""Reading the audit trail: the story of one thing, and the whole for those who watch."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypedDict
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from foundation.audit.details import exact_time, ids_in, told
from foundation.audit.labels import detail_of, label_of, tone_of
from foundation.audit.models import AuditEvent
from foundation.audit.naming import PERSON, ids_named, kind_label, names_of, names_of_any
from foundation.common import clock
from foundation.common.models import Entity


class TimelineEntry(TypedDict):
    """One line of `{% timeline %}`."""

    when: object
    who: str
    what: str
    detail: str
    tone: str


def events_about(*entities: Entity) -> QuerySet[AuditEvent]:
    """The events whose target is one of the entities, newest first."""
    about = Q(pk=None)
    for entity in entities:
        about |= Q(target_kind=entity._meta.label_lower, target=str(entity.public_id))
    return AuditEvent.objects.filter(about).order_by("-number")


def days_done(entities: Iterable[Entity], action: str) -> dict[UUID, date]:
    """{public id: the day, in the organization's zone, on which the act was last done to it}. One query; none where there are no entities."""
    entities = list(entities)
    if not entities:
        return {}
    about = {str(entity.public_id) for entity in entities}
    events = AuditEvent.objects.filter(target_kind=entities[0]._meta.label_lower, target__in=about, action=action)
    rows = events.order_by("number").values_list("target", "at")
    return {UUID(target): clock.local(at).date() for target, at in rows}


def who_did(event: AuditEvent, names: dict[tuple[str, str], str]) -> str:
    """The actor's name; the staff number where the person is not known any more; “System” for what the portal does by itself."""
    if not event.actor:
        return _("System")
    return names.get((PERSON, event.actor)) or event.actor_label or event.actor


def timeline_of(*entities: Entity, limit: int = 100) -> list[TimelineEntry]:
    """Who did what when to the entity (or several, as one story), newest first, for `{% timeline %}`. Two queries.

    The caller has asked whether the reader may see the entity.
    """
    events = list(events_about(*entities)[:limit])
    names = names_of((PERSON, event.actor) for event in events)
    return [
        TimelineEntry(
            when=event.at,
            who=who_did(event, names),
            what=label_of(event.action),
            detail=detail_of(event),
            tone=tone_of(event.action),
        )
        for event in events
    ]


def filtered(events: QuerySet[AuditEvent], wanted: dict) -> QuerySet[AuditEvent]:
    """The events that the filters leave: `who` (name or staff number), `action`, `target` (public id), `since` and `until` (days)."""
    if who := wanted.get("who"):
        events = events.filter(Q(actor_label=who) | Q(actor__in=ids_named(PERSON, who)))
    if action := wanted.get("action"):
        events = events.filter(action=action)
    if target := wanted.get("target"):
        events = events.filter(target=str(target))
    if since := wanted.get("since"):
        events = events.filter(at__gte=clock.at_local(since))
    if until := wanted.get("until"):
        events = events.filter(at__lt=clock.at_local(until + timedelta(days=1)))
    return events


def described(events: list[AuditEvent], *, whole: bool = False) -> list[AuditEvent]:
    """The same events with `who`, `what`, `small_print`, `about`, `about_kind`, `exactly` and `noted` (pairs of words) for pages. One query a
    kind of thing. `whole`: digests unshortened, for files."""
    references = [(PERSON, event.actor) for event in events] + [(event.target_kind, event.target) for event in events]
    names = names_of(references)
    called = {public_id: name for (_kind, public_id), name in names.items()}
    noted = {public_id for event in events for public_id in ids_in(event.details)}
    called |= names_of_any(noted - called.keys())
    for event in events:
        event.who = who_did(event, names)
        event.what, event.small_print = label_of(event.action), detail_of(event)
        event.about = names.get((event.target_kind, event.target), "")
        event.about_kind = kind_label(event.target_kind) if event.target_kind else ""
        event.noted, event.exactly = told(event, called, whole=whole), exact_time(event)
    return events

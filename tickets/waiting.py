"""What of tickets waits for a person, and what the search finds."""

from dataclasses import replace
from datetime import timedelta

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from foundation.common import clock
from foundation.common.states import state_of
from foundation.common.texts import localized
from organization.enums import Role
from organization.models import Person
from organization.rules import units_answered_for
from organization.searching import Hit
from organization.worklist import WorkItem
from tickets.acts import next_act
from tickets.enums import OPEN, ExtensionState, ReviewOutcome, TicketState
from tickets.models import Ticket, TicketReview
from tickets.rules import can_review, can_settle_alarm
from tickets.selectors import alarms_visible_to, complaints_first, for_list, visible_to
from tickets.terms import EVALUATE_AFTER_DAYS

SHOWN = 20


def work_of(person: Person) -> list[WorkItem]:
    """What the person holds, what is offered to a unit they answer for, further days to decide, effects to evaluate."""
    seen = visible_to(person)
    held = complaints_first(for_list(seen.filter(holder=person, state__in=OPEN)).prefetch_related("about"))[:SHOWN]
    items = [_item(ticket, _next_step(person, ticket)) for ticket in held]
    offered = seen.filter(is_offered=True, state__in=OPEN).exclude(holder=person)
    units = units_answered_for(person) or ({person.unit_id} if person.has_role(Role.STAFF) else set())
    if units:
        rows = complaints_first(for_list(offered.filter(unit__in=units)))[:SHOWN]
        items += [_item(ticket, _("Take over ticket %(number)s")) for ticket in rows]
    if person.has_role(Role.MANAGER):
        asked = for_list(seen.filter(extensions__state=ExtensionState.ASKED))[:SHOWN]
        items += [_item(ticket, _("Decide on further days for ticket %(number)s")) for ticket in asked]
    if person.has_role(Role.LEAD, Role.MANAGER):
        items += _reviews(person, seen)
    return items + _effects(person, seen) + _alarms(person)


def _reviews(person: Person, seen) -> list[WorkItem]:
    """Reviews that the person may decide on: what waits is the review, by its own last day, and not the ticket, whose clocks have ended."""
    last_day = TicketReview.objects.filter(ticket=OuterRef("pk"), state=ReviewOutcome.ASKED).values("due_on")
    asked = seen.filter(reviews__state=ReviewOutcome.ASKED).annotate(review_due_on=Subquery(last_day))
    title, today = _("Decide on the review of ticket %(number)s"), clock.today()
    return [
        replace(
            _item(ticket, title),
            state=str(ReviewOutcome.ASKED.label),
            tone="late" if ticket.review_due_on < today else ReviewOutcome.tones()[ReviewOutcome.ASKED],
            due_on=ticket.review_due_on,
        )
        for ticket in for_list(asked)[:SHOWN]
        if can_review(person, ticket)
    ]


def _effects(person: Person, seen) -> list[WorkItem]:
    """Complaints that were closed some time ago, for whoever answers for the unit and had no part in them."""
    units = units_answered_for(person)
    if not units:
        return []
    before = clock.now() - timedelta(days=EVALUATE_AFTER_DAYS)
    closed = seen.filter(unit__in=units, kind="complaint", state=TicketState.CLOSED, closed_at__lt=before)
    rows = for_list(closed.exclude(holder=person).exclude(first_person=person))[:SHOWN]
    return [_item(ticket, _("Evaluate the effect of ticket %(number)s")) for ticket in rows]


def _alarms(person: Person) -> list[WorkItem]:
    """Surges of which nobody has said yet what is done."""
    if not can_settle_alarm(person):
        return []
    standing = alarms_visible_to(person).filter(settled_at=None).select_related("unit")[:SHOWN]
    return [
        WorkItem(
            title=_("More complaints than usual: %(what)s") % {"what": alarm.subject},
            url=alarm.get_absolute_url(),
            group="tickets",
            unit=localized(alarm.unit, "name") if alarm.unit else "",
            state=_("Alarm"),
            tone="late",
            since=alarm.day,
        )
        for alarm in standing
    ]


def _next_step(person: Person, ticket: Ticket) -> str:
    """What the holder does next, in the words of the page."""
    act = next_act(person, ticket)
    if act is None:
        return _("Go on with ticket %(number)s")
    return _("%(act)s: ticket %(number)s") % {"act": act.label, "number": "%(number)s"}


def _item(ticket: Ticket, title: str) -> WorkItem:
    state, due = state_of(ticket), ticket.due
    return WorkItem(
        title=title % {"number": ticket.number},
        url=ticket.get_absolute_url(),
        group="tickets",
        detail=f"{ticket.get_kind_display()} · {ticket.subject}",
        unit=localized(ticket.unit, "name"),
        state=str(state.label),
        tone="late" if ticket.is_late else state.tone,
        due_on=clock.local(due).date() if due else None,
        since=clock.local(ticket.received_at).date(),
    )


def search_tickets(person: Person, words: str) -> list[Hit]:
    """By number only: what customers said is encrypted."""
    rows = visible_to(person).filter(number__icontains=words).select_related("unit").order_by("-pk")[:10]
    return [
        Hit(
            title=ticket.number,
            url=ticket.get_absolute_url(),
            kind=_("ticket"),
            detail=f"{localized(ticket.unit, 'name')} · {state_of(ticket).label}",
        )
        for ticket in rows
    ]

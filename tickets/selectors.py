"""Which tickets a person sees, in what order they wait, and what is known of one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from foundation.common import clock
from foundation.common.crypto import blind_index
from organization.enums import Role
from organization.models import Person
from organization.rules import sees_all_units, units_answered_for
from organization.selectors import answerable_for, holders_of, people_in_force
from records.values import PHONE_INDEX, plain_number
from tickets.enums import NODES, OPEN, UNANSWERED, Kind, StepAct, TicketState, Urgency
from tickets.models import About, Step, SurgeAlarm, Ticket
from tickets.rules import is_at_service_desk, sees_statistics
from tickets.terms import ATTEMPT_DAYS, ATTEMPTS, REPEAT_DAYS


def visible_to(person: Person | None) -> QuerySet[Ticket]:
    """All for those who see all units, and for customer service; heads and liaisons: their units'; others: what they hold or received, and what
    is offered to their unit. Nobody sees a ticket that is about them."""
    if person is None or person.is_outside:
        return Ticket.objects.none()
    rows = Ticket.objects.exclude(Exists(About.objects.filter(ticket=OuterRef("pk"), person=person)))
    if sees_all_units(person) or is_at_service_desk(person):
        return rows
    seen = Q(holder=person) | Q(first_person=person)
    if units := units_answered_for(person):
        seen |= Q(unit__in=units)
    if person.has_role(Role.STAFF):
        seen |= Q(unit=person.unit_id, is_offered=True)
    return rows.filter(seen)


def for_list(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    return tickets.select_related("unit", "holder", "first_person")


def for_page(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    rows = tickets.select_related("unit", "holder__unit", "first_person__unit", "record__source", "repeat_of")
    return rows.prefetch_related("about")


def complaints_first(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """What is open first: what others have forwarded, urgent complaints, complaints, the rest; in each by what is due next."""
    rank = Case(
        When(~Q(state__in=OPEN), then=Value(9)),
        When(Q(kind=Kind.COMPLAINT) & ~Q(forwarded_by=""), then=Value(0)),
        When(kind=Kind.COMPLAINT, urgency=Urgency.URGENT, then=Value(1)),
        When(kind=Kind.COMPLAINT, then=Value(2)),
        When(urgency=Urgency.URGENT, then=Value(3)),
        default=Value(4),
    )
    due = Case(When(contacted_at=None, then=F("contact_due_at")), default=F("handle_due_at"))
    answered = Case(When(state__in=UNANSWERED, then=Value(0)), default=Value(1))
    return tickets.order_by(rank, answered, Coalesce(due, F("received_at")), "-pk")


def late(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Past the firm's own promise, with its clock running."""
    now = clock.now()
    contact, handle = Q(contacted_at=None, contact_due_at__lt=now), Q(contacted_at__isnull=False, handle_due_at__lt=now)
    return tickets.filter(contact | handle, state__in=UNANSWERED, paused_at=None)


def of_customer(phone: str) -> Q:
    """Tickets of whoever has this number, however it is written."""
    phone = plain_number(phone)
    return Q(phone_index=blind_index(phone, purpose=PHONE_INDEX)) if phone else Q(pk=None)


def of_number_and_phone(number: str, phone: str) -> Ticket | None:
    """The ticket with this number whose customer has left this telephone number; None for any other pair."""
    if not plain_number(phone):
        return None
    return Ticket.objects.filter(of_customer(phone), number=number.strip().upper()).first()


def earlier_of(phone: str, before: datetime, *, but: int | None = None) -> Ticket | None:
    """The last ticket of the same customer that may be what this one repeats."""
    if not phone:
        return None
    since = before - timedelta(days=REPEAT_DAYS)
    rows = Ticket.objects.filter(of_customer(phone), received_at__gte=since, received_at__lt=before)
    return rows.exclude(pk=but).exclude(state=TicketState.WITHDRAWN).order_by("-received_at", "-pk").first()


def steps_of(ticket: Ticket) -> list[Step]:
    return list(ticket.steps.select_related("person__unit"))


@dataclass(frozen=True)
class Node:
    """One of the nodes that everybody can see; `at` is when it was passed, None where it was not yet."""

    state: TicketState
    at: datetime | None
    is_now: bool


def nodes_of(ticket: Ticket, steps: list[Step]) -> list[Node]:
    """What is not a complaint has no investigation and no evaluation of its effect."""
    last = {step.act: step.at for step in steps}
    skipped = () if ticket.is_complaint else (TicketState.INVESTIGATED, TicketState.EVALUATED)
    nodes = [node for node in NODES if node not in skipped]
    reached = NODES.index(ticket.state) if ticket.state in NODES else -1
    return [
        Node(
            node,
            # What was answered at once was contacted by the answer.
            (last.get(node.value) or last.get(StepAct.ANSWERED)) if NODES.index(node) <= reached else None,
            node == ticket.state,
        )
        for node in nodes
    ]


def attempts_of(ticket: Ticket) -> list[Step]:
    """Attempts to reach the customer since the answer was given."""
    steps = ticket.steps.filter(act=StepAct.ATTEMPT)
    return list(steps.filter(at__gte=ticket.answered_at) if ticket.answered_at else steps)


def is_given_up(ticket: Ticket) -> bool:
    """Whether the customer was tried often enough, on enough days, for the ticket to go on without a word of theirs."""
    tried = attempts_of(ticket)
    return len(tried) >= ATTEMPTS and len({clock.local(step.at).date() for step in tried}) >= ATTEMPT_DAYS


def people_about(ticket: Ticket) -> list[Person]:
    return [row.person for row in ticket.about.select_related("person__unit").order_by("person__sort_key")]


def may_be_about(ticket: Ticket) -> QuerySet[Person]:
    """Staff of the unit and of those below it: whom a complaint can name."""
    return people_in_force().filter(unit=ticket.unit_id)


def not_about(ticket: Ticket, people: Iterable[Person]) -> list[Person]:
    """Those of them whom it is not about, each once: what is told of a ticket is told to nobody else."""
    out = set(ticket.about.values_list("person", flat=True))
    return [one for pk, one in {one.pk: one for one in people}.items() if pk not in out]


def concerned(ticket: Ticket) -> list[Person]:
    """Who is told when it is late: its holder, and whoever answers for the unit."""
    return not_about(ticket, [ticket.holder, *answerable_for(ticket.unit)])


def superiors(ticket: Ticket) -> list[Person]:
    return not_about(ticket, [*holders_of(Role.LEAD), *holders_of(Role.MANAGER)])


def unit_people(ticket: Ticket) -> list[Person]:
    """Whom something passed to the unit is told: its liaisons and heads, else its front-line staff."""
    own = [*holders_of(Role.LIAISON, ticket.unit), *holders_of(Role.HEAD, ticket.unit)]
    return not_about(ticket, own or answerable_for(ticket.unit) or holders_of(Role.STAFF, ticket.unit))


def alarms_visible_to(person: Person | None) -> QuerySet[SurgeAlarm]:
    """All for those who see all units and for customer service; for heads and liaisons those of their units."""
    if not sees_statistics(person):
        return SurgeAlarm.objects.none()
    if sees_all_units(person) or is_at_service_desk(person):
        return SurgeAlarm.objects.all()
    return SurgeAlarm.objects.filter(unit__in=units_answered_for(person))

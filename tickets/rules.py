"""Who may do what with a ticket. Nobody whom it is about reads or handles it, whatever else they may."""

from organization.enums import Role
from organization.models import Person
from organization.rules import answers_for_unit, sees_all_units
from tickets.enums import OPEN, UNANSWERED, ExtensionState, ReviewOutcome, SurveyState, TicketState
from tickets.models import CaseSurvey, Ticket

# Whoever serves customers receives what they come with.
ANSWERED_ALREADY = (TicketState.ANSWERED, TicketState.CONFIRMED, TicketState.CLOSED, TicketState.EVALUATED)
RECEIVING = (Role.STAFF, Role.LIAISON, Role.HEAD, Role.LEAD)


def is_at_service_desk(person: Person | None) -> bool:
    """Of customer service: they keep the inbox, and pass on what is for others."""
    return (
        person is not None
        and not person.is_outside
        and person.unit.is_customer_service
        and person.has_role(Role.STAFF, Role.LIAISON, Role.HEAD)
    )


def can_receive(person: Person | None) -> bool:
    return person is not None and not person.is_outside and person.has_role(*RECEIVING)


def is_about(person: Person, ticket: Ticket) -> bool:
    return any(row.person_id == person.pk for row in ticket.about.all())


def is_holder(person: Person | None, ticket: Ticket) -> bool:
    return person is not None and ticket.holder_id == person.pk


def is_of_unit(person: Person, ticket: Ticket) -> bool:
    """Works in the unit, or answers for it."""
    return person.unit_id == ticket.unit_id or answers_for_unit(person, ticket.unit)


def _acts(person: Person | None, ticket: Ticket) -> bool:
    """Supervisors watch; HR and administrators have no part in it, and least of all has whom it is about."""
    return can_receive(person) and not person.has_role(Role.SUPERVISOR) and not is_about(person, ticket)


def can_classify(person: Person | None, ticket: Ticket) -> bool:
    """The holder, and customer service, as long as it is open."""
    return ticket.state in OPEN and _acts(person, ticket) and (is_holder(person, ticket) or is_at_service_desk(person))


def can_dispatch(person: Person | None, ticket: Ticket) -> bool:
    """Who holds it, customer service, and whoever answers for the unit that has it."""
    return (
        ticket.state in UNANSWERED
        and _acts(person, ticket)
        and (is_holder(person, ticket) or is_at_service_desk(person) or answers_for_unit(person, ticket.unit))
    )


def can_take_over(person: Person | None, ticket: Ticket) -> bool:
    """Somebody of its unit, whether it is newly offered to them or a colleague has it so far."""
    return (
        ticket.state in OPEN and not is_holder(person, ticket) and _acts(person, ticket) and is_of_unit(person, ticket)
    )


def can_return(person: Person | None, ticket: Ticket) -> bool:
    """The unit to which it was passed says that it is not theirs."""
    return ticket.is_offered and can_take_over(person, ticket)


def can_handle(person: Person | None, ticket: Ticket) -> bool:
    """All that is done for the customer is done by whoever holds it."""
    return ticket.state in OPEN and is_holder(person, ticket) and not is_about(person, ticket)


def can_contact(person: Person | None, ticket: Ticket) -> bool:
    return ticket.state in UNANSWERED and can_handle(person, ticket)


def can_investigate(person: Person | None, ticket: Ticket) -> bool:
    return ticket.state == TicketState.CONTACTED and can_handle(person, ticket)


def can_answer(person: Person | None, ticket: Ticket) -> bool:
    """A complaint is investigated first; anything else may be answered at once."""
    ready = (TicketState.INVESTIGATED,) if ticket.is_complaint else UNANSWERED
    return ticket.state in ready and can_handle(person, ticket)


def can_confirm(person: Person | None, ticket: Ticket) -> bool:
    return ticket.state == TicketState.ANSWERED and can_handle(person, ticket)


def can_close(person: Person | None, ticket: Ticket) -> bool:
    return ticket.state == TicketState.CONFIRMED and can_handle(person, ticket)


def can_evaluate(person: Person | None, ticket: Ticket) -> bool:
    """Whether it helped is judged by whoever answers for the unit or watches over all, never by those who handled it."""
    return (
        ticket.state == TicketState.CLOSED
        and ticket.is_complaint
        and person is not None
        and (person.has_role(Role.LEAD, Role.MANAGER) or answers_for_unit(person, ticket.unit))
        and not is_holder(person, ticket)
        and ticket.first_person_id != person.pk
        and not is_about(person, ticket)
    )


def can_reopen(person: Person | None, ticket: Ticket) -> bool:
    """The customer comes back: whoever receives it, if they see it."""
    return ticket.state in (TicketState.CLOSED, TicketState.EVALUATED) and _acts(person, ticket)


def can_pause(person: Person | None, ticket: Ticket) -> bool:
    return ticket.state in UNANSWERED and not ticket.is_paused and can_handle(person, ticket)


def can_resume(person: Person | None, ticket: Ticket) -> bool:
    return ticket.is_paused and can_handle(person, ticket)


def can_ask_extension(person: Person | None, ticket: Ticket) -> bool:
    """Once, for a complex complaint that has no answer yet."""
    return (
        ticket.is_complaint
        and ticket.complexity == "complex"
        and ticket.state in UNANSWERED
        and can_handle(person, ticket)
        and not ticket.extensions.exclude(state=ExtensionState.REFUSED).exists()
    )


def can_decide_extension(person: Person | None, ticket: Ticket) -> bool:
    """A manager, who neither asked for it nor has a part in the case."""
    return (
        person is not None
        and person.has_role(Role.MANAGER)
        and not is_holder(person, ticket)
        and ticket.first_person_id != person.pk
        and not is_about(person, ticket)
        and ticket.extensions.filter(state=ExtensionState.ASKED).exclude(asked_by=person).exists()
    )


def can_ask_review(person: Person | None, ticket: Ticket) -> bool:
    """Whoever receives what the complainant asks for, once the answer was given; one at a time."""
    return (
        ticket.is_complaint
        and ticket.state in ANSWERED_ALREADY
        and _acts(person, ticket)
        and (is_holder(person, ticket) or is_at_service_desk(person) or answers_for_unit(person, ticket.unit))
        and not ticket.reviews.filter(state=ReviewOutcome.ASKED).exists()
    )


def can_review(person: Person | None, ticket: Ticket) -> bool:
    """A lead or manager who has done nothing in the case and is not of the unit."""
    return (
        person is not None
        and person.has_role(Role.LEAD, Role.MANAGER)
        and not person.has_role(Role.SUPERVISOR)
        and ticket.reviews.filter(state=ReviewOutcome.ASKED).exists()
        and not ticket.steps.filter(person=person).exists()
        and person.unit_id != ticket.unit_id
        and not is_about(person, ticket)
    )


def can_tell(person: Person | None, ticket: Ticket) -> bool:
    """The complainant is told of further days by whoever handles it."""
    granted = ticket.extensions.filter(state=ExtensionState.GRANTED, told_at=None)
    return can_handle(person, ticket) and granted.exists()


def can_withdraw(person: Person | None, ticket: Ticket) -> bool:
    """At the customer's own word."""
    return ticket.state in (*UNANSWERED, TicketState.ANSWERED) and can_handle(person, ticket)


def can_name_people(person: Person | None, ticket: Ticket) -> bool:
    return ticket.is_complaint and (can_classify(person, ticket) or can_dispatch(person, ticket))


def can_hand_survey(person: Person | None, ticket: Ticket) -> bool:
    """Whose customer it is gives them the link, where the portal cannot write to them; they see nothing of the answers."""
    return (
        ticket.state in (TicketState.CLOSED, TicketState.EVALUATED)
        and _acts(person, ticket)
        and (is_holder(person, ticket) or is_at_service_desk(person))
        and CaseSurvey.objects.filter(ticket=ticket).exclude(state=SurveyState.OVER).exists()
    )


def can_reveal(person: Person | None, ticket: Ticket) -> bool:
    """Whose work it is to call the customer."""
    return _acts(person, ticket) and (is_holder(person, ticket) or is_at_service_desk(person))


def sees_statistics(person: Person | None) -> bool:
    return (
        sees_all_units(person)
        or is_at_service_desk(person)
        or (person is not None and person.has_role(Role.HEAD, Role.LIAISON))
    )


def can_settle_alarm(person: Person | None, _alarm=None) -> bool:
    """Leads and managers say what is done about a surge."""
    return person is not None and person.has_role(Role.LEAD, Role.MANAGER)

"""Who is told of what happens to a ticket. A notice names neither the customer nor what they said."""

from collections.abc import Iterable

from foundation.common.texts import both
from foundation.notifications.services import notify
from organization.models import Person
from tickets.models import Ticket


def tell(
    people: Iterable[Person], ticket: Ticket, what: str, *, occasion: object = "", but: Person | None = None
) -> None:
    """One notice each, in the transaction of the act. `but`: whoever did it needs no telling."""
    due = ticket.contact_due_at if ticket.contacted_at is None else ticket.handle_due_at
    notify(
        users=[person.user for person in people if but is None or person.pk != but.pk],
        kind=f"tickets.ticket.{what}",
        dedupe=f"tickets.ticket.{what}:{ticket.public_id}:{occasion or ticket.version}",
        url=ticket.get_absolute_url(),
        params={
            "number": ticket.number,
            "unit": both(ticket.unit, "name"),
            "due": due.isoformat(),
            "legal": ticket.legal_due_on.isoformat() if ticket.legal_due_on else "",
        },
    )

"""Personal data in tickets that is erased in time (R47)."""

from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.common.fields import holds_text
from foundation.retention.classes import DataClass, data_classes
from records.masking import masked, names_in
from tickets.enums import TicketState
from tickets.models import Ticket

CHUNK = 100
CONTACT = ("customer_name", "customer_phone", "customer_email")
OVER = (TicketState.CLOSED, TicketState.EVALUATED, TicketState.WITHDRAWN)


def _contacts(before: datetime) -> QuerySet[Ticket]:
    texts = (Q(holds_text(name)) for name in CONTACT)
    known = reduce(or_, texts, ~Q(phone_index=""))
    return Ticket.objects.filter(known, state__in=OVER, closed_at__lt=before)


def erase_contacts(before: datetime, limit: int) -> int:
    """Name, number, address and the blind index; in the customer's own words they go behind their masks. The case and its course stay."""
    rows = _contacts(before).order_by("pk").only("customer_name", "subject", "text")[:limit]
    erased = list(rows.select_for_update(no_key=True))
    for ticket in erased:
        names = names_in(ticket.customer_name)
        ticket.subject, ticket.text = masked(ticket.subject, names), masked(ticket.text, names)
        ticket.customer_name = ticket.customer_phone = ticket.customer_email = ticket.phone_index = ""
    Ticket.objects.bulk_update(erased, [*CONTACT, "phone_index", "subject", "text"], batch_size=CHUNK)
    return len(erased)


def register_classes() -> None:
    data_classes.register(
        "tickets.contacts",
        DataClass(
            label=_("Names, numbers and addresses of customers in closed tickets"),
            purpose=_("For coming back to the customer and for finding repeated complaints."),
            days=3 * 365,
            least=180,
            due=lambda before: _contacts(before).count(),
            erase=erase_contacts,
        ),
    )

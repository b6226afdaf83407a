"""Personal data in tickets that is erased in time (R47)."""

from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.common.fields import holds_text
from foundation.retention.classes import DataClass, data_classes
from tickets.enums import TicketState
from tickets.models import Ticket

OVER = (TicketState.CLOSED, TicketState.EVALUATED, TicketState.WITHDRAWN)


def _contacts(before: datetime) -> QuerySet[Ticket]:
    texts = (Q(holds_text(name)) for name in ("customer_name", "customer_phone", "customer_email"))
    known = reduce(or_, texts, ~Q(phone_index=""))
    return Ticket.objects.filter(known, state__in=OVER, closed_at__lt=before)


def erase_contacts(before: datetime, limit: int) -> int:
    """Name, number, address and the blind index; the case and its course stay."""
    keys = list(_contacts(before).order_by("pk").values_list("pk", flat=True)[:limit])
    return Ticket.objects.filter(pk__in=keys).update(
        customer_name="", customer_phone="", customer_email="", phone_index=""
    )


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

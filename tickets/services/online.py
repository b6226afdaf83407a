"""What customers write themselves in the online form (R25). No account, no address kept; somebody of customer service has it from that moment on."""

from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _, override

from foundation.audit import context
from foundation.common.errors import Invalid
from foundation.common.receipts import once
from organization.enums import Role
from organization.models import Person
from organization.selectors import people_in_force
from tickets.enums import OPEN, Channel, Kind
from tickets.models import Ticket
from tickets.people import tell
from tickets.services.receiving import Contact, checked_content, take_in

# Who answers for the desk comes first: they pass it on.
DESK = (Role.LIAISON, Role.HEAD, Role.STAFF)
WHO = "online form"


def duty_person() -> Person | None:
    """Of customer service: liaisons before heads before staff, among them whoever holds the fewest open tickets. None where nobody is there."""
    people = people_in_force().filter(unit__is_customer_service=True, user__is_active=True)
    people = people.annotate(held=Count("tickets_held", filter=Q(tickets_held__state__in=OPEN)))
    ordered = list(people.order_by("held", "pk"))
    for role in DESK:
        if found := next((person for person in ordered if person.has_role(role)), None):
            return found
    return None


def receive_online(*, kind: str, text: str, place: str, contact: Contact, key: UUID) -> Ticket:
    """Take in what a customer has written. `place`: where it happened, in their words. The same key takes in once.

    Raises Invalid ({field: sentence}), also where nobody of customer service could see to it.
    """
    person = duty_person()
    if person is None:
        raise Invalid(_("Nobody can receive this at the moment. Please call us."))
    if not text.strip():
        raise Invalid({"text": _("Please tell us what it is about.")})
    place = " ".join(place.split())
    whole = f"{text.strip()}\n\n（发生地点：{place}）" if place else text
    said = checked_content(kind, Channel.ONLINE, _subject(kind), whole, contact, "", "")
    mark = context.address.set("")
    try:
        answer, is_new = once(
            actor=WHO,
            action="tickets.ticket.receive_online",
            key=key,
            payload=said,
            act=lambda: take_in(holder=person, said=said, unit=person.unit, record=None, noted_by=None),
        )
    finally:
        context.address.reset(mark)
    ticket = Ticket.objects.select_related("unit").get(public_id=answer["ticket"])
    if is_new:
        tell([person], ticket, "online")
    return ticket


def _subject(kind: str) -> str:
    """In the words of the firm's inbox, not the customer's: a subject stands in lists and names nobody."""
    with override("zh-hans"):
        label = Kind(kind).label if kind in Kind.values else ""
        return f"{Channel.ONLINE.label}：{label}"

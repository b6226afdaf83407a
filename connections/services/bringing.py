"""Tickets that a system brings: once for each number that they have there."""

from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from connections.models import BroughtTicket, Connection
from foundation.common.errors import Conflict, Invalid
from foundation.common.receipts import once
from foundation.common.texts import Unstorable, require_storable
from organization.models import Unit
from records.models import ServiceRecord, Source
from records.problems import BadValue
from records.values import number as checked_number
from tickets.models import Ticket
from tickets.rules import can_receive
from tickets.services.receiving import Contact, receive_ticket

# Names the numbers of other systems among the keys of forms.
NUMBERS = UUID("6b1f2c0e-0d0a-4c55-9d6b-5a1c8e3f7a10")


def bring_ticket(
    *, connection: Connection, source: Source, number: str, unit_code: str = "", contact: Contact, **said: str
) -> tuple[Ticket, bool]:
    """Take in what the system brings, for its person in charge; whether it was new. The same number with the same contents is the same ticket.

    Raises Invalid ({field: sentence}); Conflict where the number came with other contents, or where nobody can receive it any more.
    """
    number = _number(number)
    if not can_receive(connection.contact):
        raise Conflict(
            _("The person in charge of this connection does not receive tickets any more. Ask the administrator.")
        )
    key = uuid5(NUMBERS, f"{source.public_id}:{number}")
    payload = {"number": number, "unit": unit_code, **said}
    payload |= {f"customer_{name}": value for name, value in vars(contact).items()}
    _require_storable(payload)
    unit = _unit(unit_code)

    def act() -> dict:
        # Its own records and no others: whether a number of another system exists is none of its business.
        records = ServiceRecord.objects.filter(source__in=connection.sources.all())
        ticket = receive_ticket(
            actor=connection.contact, key=key, contact=contact, unit=unit, records=records, system=connection, **said
        )
        BroughtTicket.objects.create(source=source, number=number, ticket=ticket, connection=connection)
        return {"ticket": ticket.pk}

    try:
        answer, is_new = once(
            actor=source.public_id, action="connections.ticket.bring", key=key, payload=payload, act=act
        )
    except Conflict:
        raise Conflict(_("A ticket with this number was brought already, with other contents.")) from None
    return Ticket.objects.select_related("unit").get(pk=answer["ticket"]), is_new


def _require_storable(texts: dict[str, str]) -> None:
    sentence = _("The text contains a character that cannot be stored. Remove it and send it again.")
    wrong = {}
    for name, text in texts.items():
        try:
            require_storable(text)
        except Unstorable:
            wrong[name] = sentence
    if wrong:
        raise Invalid(wrong)


def _number(text: str) -> str:
    try:
        found = checked_number(text)
    except BadValue as error:
        raise Invalid({"number": error.in_column("number").sentence()}) from None
    if not found:
        raise Invalid({"number": _("Give the number that it has in your system.")})
    return found


def _unit(code: str) -> Unit | None:
    if not code:
        return None
    unit = Unit.objects.filter(code=code, valid_to=None).first()
    if unit is None:
        raise Invalid({"unit": _("There is no unit “%(code)s”.") % {"code": code[:20]}})
    return unit

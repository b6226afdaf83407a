"""Taking in what a customer comes with, and saying what it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.utils.translation import gettext as _, pgettext

from foundation.common import clock
from foundation.common.crypto import blind_index
from foundation.common.engine import lock_for_transaction
from foundation.common.errors import Invalid, require
from foundation.common.receipts import once
from foundation.common.states import swap
from organization.models import Person, Unit
from records.models import ServiceRecord
from records.values import PHONE_INDEX, plain_number
from tickets.enums import Channel, Complexity, Forwarder, Kind, StepAct, Topic, Urgency
from tickets.models import Ticket
from tickets.people import tell
from tickets.rules import can_classify, can_receive
from tickets.selectors import earlier_of, for_page, unit_people
from tickets.services.acting import act_once, checked, note_step
from tickets.terms import contact_due, handle_due, legal_due

LONGEST_SUBJECT, LONGEST_NAME, LONGEST_NUMBER = 80, 60, 60


@dataclass(frozen=True)
class Contact:
    """Who the customer is, as far as they said. All may be empty: somebody may complain without a name."""

    name: str = ""
    phone: str = ""
    email: str = ""


def receive_ticket(
    *,
    actor: Person,
    key: UUID,
    kind: str,
    channel: str,
    subject: str,
    text: str,
    contact: Contact,
    unit: Unit | None = None,
    record_number: str = "",
    forwarded_by: str = "",
    forwarded_number: str = "",
    records: QuerySet[ServiceRecord] | None = None,
    system=None,
) -> Ticket:
    """Take a concern in. Whoever does has to see to it until somebody takes it over (首问负责制); both clocks begin.

    `unit`: where it happened; without one, the receiver's own. `records`: among which the record's number is looked for, all by default.
    `system`: another system has brought it, and the actor is who answers for that. The same key takes in once.

    Raises NotAllowed, or Invalid ({field: sentence}).
    """
    require(can_receive, actor)
    said = checked_content(kind, channel, subject, text, contact, forwarded_by, forwarded_number)
    record = _record_of(record_number, ServiceRecord.objects.all() if records is None else records)
    answer, _is_new = once(
        actor=actor.public_id,
        action="tickets.ticket.receive",
        key=key,
        payload={**said, "unit": unit.public_id if unit else None, "record": record.pk if record else None},
        act=lambda: take_in(
            holder=actor,
            said=said,
            unit=unit or actor.unit,
            record=record,
            noted_by=None if system else actor,
            system=system,
        ),
    )
    return for_page(Ticket.objects.all()).get(public_id=answer["ticket"])


def checked_content(kind, channel, subject, text, contact, forwarded_by, forwarded_number) -> dict:
    wrong: dict[str, str] = {}
    if kind not in Kind.values:
        wrong["kind"] = pgettext("ticket", "Choose what it is.")
    if channel not in Channel.values:
        wrong["channel"] = _("Choose by which way it came.")
    if forwarded_by and (forwarded_by not in Forwarder.values or kind != Kind.COMPLAINT):
        wrong["forwarded_by"] = _("Only complaints are forwarded.")
    if forwarded_number and not forwarded_by:
        wrong["forwarded_by"] = _("Say who has forwarded it.")
    found = {"kind": kind, "channel": channel, "forwarded_by": forwarded_by}
    for name, value, required, longest in (
        ("subject", subject, True, LONGEST_SUBJECT),
        ("text", text, True, 4000),
        ("customer_name", contact.name, False, LONGEST_NAME),
        ("customer_phone", contact.phone, False, 20),
        ("customer_email", contact.email, False, 120),
        ("forwarded_number", forwarded_number, False, LONGEST_NUMBER),
    ):
        try:
            found[name] = checked(value, name, required=required, longest=longest)
        except Invalid as refusal:
            wrong[name] = refusal.messages[0]
    if not wrong.get("customer_phone"):
        found["customer_phone"] = plain_number(found["customer_phone"])
        if not _is_number(found["customer_phone"]):
            wrong["customer_phone"] = _("A telephone number has 5 to 20 digits.")
    if found.get("customer_email"):
        # One address: a line more would be a header of the mail that is sent there, and a comma another reader.
        try:
            validate_email(found["customer_email"])
        except ValidationError as refusal:
            wrong["customer_email"] = refusal.messages[0]
    if wrong:
        raise Invalid(wrong)
    return found


def _is_number(text: str) -> bool:
    digits = text.removeprefix("+")
    return not text or (digits.isascii() and digits.isdigit() and 5 <= len(digits) <= 20)


def _record_of(number: str, records: QuerySet[ServiceRecord]) -> ServiceRecord | None:
    number = number.strip()
    if not number:
        return None
    found = list(records.filter(number=number)[:2])
    if len(found) != 1:
        sentence = (
            _("There is no service record with this number.") if not found else _("Several records have this number.")
        )
        raise Invalid({"record_number": sentence})
    return found[0]


def take_in(
    *,
    holder: Person,
    said: Mapping[str, str],
    unit: Unit,
    record: ServiceRecord | None,
    noted_by: Person | None,
    system=None,
) -> dict:
    """The row, its first step and who is told; within the transaction of a receipt. `noted_by` None: it came without a person's hands;
    `system`: another system brought it.

    `said` is what `checked_content` has returned.
    """
    now, phone = clock.now(), said["customer_phone"]
    repeated = earlier_of(phone, now)
    ticket = Ticket(
        **said,
        number=_next_number(),
        phone_index=blind_index(phone, purpose=PHONE_INDEX) if phone else "",
        record=record,
        repeat_of=repeated if repeated is not None and repeated.kind == said["kind"] else None,
        unit=unit,
        first_person=holder,
        holder=holder,
        received_at=now,
        contact_due_at=contact_due(now),
        handle_due_at=handle_due(now),
        legal_due_on=legal_due(now, Complexity.SIMPLE) if said["kind"] == Kind.COMPLAINT else None,
    )
    ticket.save(force_insert=True)
    said_of_it = {"kind": ticket.kind, "channel": ticket.channel, "unit": str(unit.public_id)}
    note_step(ticket, StepAct.RECEIVED, noted_by, system=system, **said_of_it)
    if system is not None:
        tell([holder], ticket, "brought")
    if ticket.is_complaint:
        tell(unit_people(ticket), ticket, "received", but=holder)
    return {"ticket": str(ticket.public_id)}


def _next_number() -> str:
    """T-2026-000123, numbered within the year."""
    lock_for_transaction("ticket-number")
    year = clock.today().year
    # The newest row has the highest number. As texts they would not do: T-2026-1000000 stands before T-2026-999999.
    numbers = Ticket.objects.filter(number__startswith=f"T-{year}-").order_by("-pk").values_list("number", flat=True)
    last = numbers.first()
    return f"T-{year}-{int(last.rpartition('-')[2]) + 1 if last else 1:06}"


def classify_ticket(
    *,
    ticket: Ticket,
    actor: Person,
    key: UUID,
    kind: str,
    topic: str,
    urgency: str,
    complexity: str,
    proposed: Mapping | None = None,
) -> Ticket:
    """Say what it is; a person always does. `proposed` is what the portal had proposed, kept beside it so that its accuracy can be told.

    A complaint that turns out to be none loses the regulator's days, and the other way round. Raises NotAllowed, Invalid, Conflict.
    """
    wrong = {}
    for name, value, choices in (
        ("kind", kind, Kind), ("topic", topic, Topic), ("urgency", urgency, Urgency), ("complexity", complexity, Complexity),
    ):  # fmt: skip
        if value not in choices.values:
            wrong[name] = _("Choose one.")
    if wrong:
        raise Invalid(wrong)

    def act(present: Ticket) -> None:
        if present.forwarded_by and kind != Kind.COMPLAINT:
            raise Invalid({"kind": _("What was forwarded stays a complaint.")})
        legal = None
        if kind == Kind.COMPLAINT:
            legal = legal_due(present.received_at, complexity)
            # Granted days, and those on which the clock stood, are not taken away again.
            if present.legal_due_on is not None and present.complexity == complexity:
                legal = present.legal_due_on
            elif present.legal_due_on is not None:
                legal += present.legal_due_on - legal_due(present.received_at, present.complexity)
        swap(
            present,
            expected={"state": present.state},
            kind=kind,
            topic=topic,
            urgency=urgency,
            complexity=complexity,
            legal_due_on=legal,
        )
        details = {"kind": kind, "topic": topic, "urgency": urgency, "complexity": complexity}
        note_step(present, StepAct.CLASSIFIED, actor, **details, proposed=dict(proposed or {}))

    payload = {"kind": kind, "topic": topic, "urgency": urgency, "complexity": complexity}
    return act_once(ticket=ticket, actor=actor, action="classify", key=key, payload=payload, rule=can_classify, act=act)

"""Looking behind the mask of a customer's name and number."""

from uuid import UUID

from organization.models import Person
from tickets.enums import StepAct
from tickets.models import Ticket
from tickets.rules import can_reveal
from tickets.services.acting import act_once, checked, note_step


def reveal_contact(*, ticket: Ticket, reason: str, actor: Person, key: UUID) -> Ticket:
    """Note who looks and why; the caller may then show it. Raises NotAllowed, or Invalid without a reason."""
    reason = checked(reason, "reason", longest=200)
    return act_once(
        ticket=ticket,
        actor=actor,
        action="reveal",
        key=key,
        payload={"reason": reason},
        rule=can_reveal,
        act=lambda present: note_step(present, StepAct.REVEALED, actor, reason),
    )

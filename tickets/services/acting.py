"""How every act on a ticket is done: its row is locked, the rule asked of what stands now, a step and an audit event written, once for each key."""

from collections.abc import Callable
from uuid import UUID

from django.utils.translation import gettext as _

from foundation.audit.services import record_event
from foundation.common.announcements import announce
from foundation.common.errors import Conflict, require
from foundation.common.receipts import once
from foundation.common.texts import checked_text
from organization.models import Person
from tickets.enums import StepAct
from tickets.models import Step, Ticket
from tickets.rules import is_about
from tickets.selectors import for_page, visible_to

LONGEST = 4000
# Acts that bring a ticket to another node.
MOVES = frozenset(
    {
        StepAct.CONTACTED, StepAct.INVESTIGATED, StepAct.ANSWERED, StepAct.CONFIRMED, StepAct.NOT_CONTENT, StepAct.CLOSED,
        StepAct.EVALUATED, StepAct.REOPENED, StepAct.REVIEWED, StepAct.WITHDRAWN,
    }
)  # fmt: skip


def checked(text: str, name: str = "text", *, required: bool = True, longest: int = LONGEST) -> str:
    """The text as it is kept. Raises Invalid ({name: sentence})."""
    return checked_text(text, name, longest=longest, required=required)


def act_once(
    *,
    ticket: Ticket,
    actor: Person,
    action: str,
    key: UUID,
    payload: dict,
    rule: Callable[[Person, Ticket], bool],
    act: Callable[[Ticket], None],
    typed: str = "",
) -> Ticket:
    """Do it once for this key and return the ticket as it stands then.

    Where the rule does not hold any more, although it did for what the page showed, somebody was quicker: Conflict with what was typed. Raises
    NotAllowed otherwise, and wherever the actor may not see the ticket, whoever calls this.
    """

    def do() -> dict:
        present = locked(ticket)
        if not rule(actor, present) and rule(actor, ticket) and not is_about(actor, present):
            words = [(_("What you wrote"), typed)] if typed else []
            raise Conflict(_("The ticket has moved on in the meantime."), typed=words, url=present.get_absolute_url())
        require(rule, actor, present)
        require(_sees, actor, present)
        act(present)
        return {"ticket": str(present.public_id)}

    once(
        actor=actor.public_id,
        action=f"tickets.ticket.{action}",
        key=key,
        payload={"ticket": ticket.public_id, **payload},
        act=do,
    )
    return for_page(Ticket.objects.all()).get(pk=ticket.pk)


def _sees(person: Person, ticket: Ticket) -> bool:
    return visible_to(person).filter(pk=ticket.pk).exists()


def locked(ticket: Ticket) -> Ticket:
    Ticket.objects.select_for_update(of=("self",), no_key=True).get(pk=ticket.pk)
    return for_page(Ticket.objects.all()).get(pk=ticket.pk)


def note_step(ticket: Ticket, act: str, actor: Person | None, text: str = "", system=None, **details) -> Step:
    """The row of the timeline, and the event of the trail, which never holds the words. `system`: another system did it, and no person."""
    if system is not None:
        details["system"] = system.code
    step = Step.objects.create(ticket=ticket, act=act, person=actor, text=text, details=details)
    if act in MOVES:
        _announce(ticket, act)
    record_event(
        actor=system or actor,
        action=f"tickets.ticket.{act}",
        target=ticket,
        state=ticket.state,
        step=step.public_id,
        **details,
    )
    return step


def _announce(ticket: Ticket, act: str) -> None:
    """Where it stands now, for those who brought it; neither who the customer is nor what they said."""
    said = {"number": ticket.number, "kind": ticket.kind, "state": ticket.state, "unit": ticket.unit.code}
    announce("ticket.state", ticket, said)
    if act == StepAct.CLOSED and ticket.is_complaint:
        announce("complaint.closed", ticket, said)

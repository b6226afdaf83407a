"""What is done for the customer, node by node (R26)."""

from uuid import UUID

from django.utils.translation import gettext as _

from foundation.common import clock
from foundation.common.errors import Invalid
from foundation.common.states import advance
from organization.models import Person
from organization.selectors import answerable_for
from tickets.enums import Cause, ConfirmOutcome, Justified, StepAct, TicketState
from tickets.models import Ticket
from tickets.onward import tell_of_closing
from tickets.people import tell
from tickets.rules import (
    can_answer,
    can_close,
    can_confirm,
    can_contact,
    can_evaluate,
    can_handle,
    can_investigate,
    can_reopen,
    can_withdraw,
)
from tickets.selectors import is_given_up
from tickets.services.acting import act_once, checked, note_step
from tickets.services.clocks import start_clock
from tickets.services.surveying import ask_customer
from tickets.terms import ATTEMPT_DAYS, ATTEMPTS, handle_due


def note_contact(*, ticket: Ticket, reached: bool, text: str, actor: Person, key: UUID) -> Ticket:
    """The customer was called back, or tried. The first time that they are reached ends the clock of the first contact.

    Raises NotAllowed, Invalid ({"text": sentence}), Conflict.
    """
    text = checked(text)

    def act(present: Ticket) -> None:
        if not reached:
            note_step(present, StepAct.ATTEMPT, actor, text)
            return
        if present.state == TicketState.RECEIVED:
            advance(present, TicketState.CONTACTED, contacted_at=clock.now())
        note_step(present, StepAct.CONTACTED, actor, text)

    payload = {"reached": reached, "text": text}
    return act_once(
        ticket=ticket, actor=actor, action="contact", key=key, payload=payload, rule=can_contact, act=act, typed=text
    )


def note_attempt_after_answer(*, ticket: Ticket, text: str, actor: Person, key: UUID) -> Ticket:
    """The customer was to say whether the answer will do, and could not be reached. Raises NotAllowed, Invalid, Conflict."""
    text = checked(text)
    return act_once(
        ticket=ticket,
        actor=actor,
        action="attempt",
        key=key,
        payload={"text": text},
        rule=can_confirm,
        act=lambda present: note_step(present, StepAct.ATTEMPT, actor, text),
        typed=text,
    )


def add_note(*, ticket: Ticket, text: str, is_remedy: bool, actor: Person, key: UUID) -> Ticket:
    """Something to remember, or what was done at once so that the customer does not suffer meanwhile (interim remedy)."""
    text = checked(text)
    kind = StepAct.REMEDY if is_remedy else StepAct.NOTE
    return act_once(
        ticket=ticket,
        actor=actor,
        action="note",
        key=key,
        payload={"text": text, "remedy": is_remedy},
        rule=can_handle,
        act=lambda present: note_step(present, kind, actor, text),
        typed=text,
    )


def investigate(*, ticket: Ticket, text: str, justified: str, cause: str, actor: Person, key: UUID) -> Ticket:
    """What was found, whether the firm has to answer for it, and the root cause. Raises NotAllowed, Invalid ({field: sentence}), Conflict."""
    wrong = {}
    if justified not in Justified.values:
        wrong["justified"] = _("Say whether it is justified.")
    if cause not in Cause.values:
        wrong["cause"] = _("Choose the cause.")
    try:
        text = checked(text)
    except Invalid as refusal:
        wrong["text"] = refusal.messages[0]
    if wrong:
        raise Invalid(wrong)

    def act(present: Ticket) -> None:
        advance(present, TicketState.INVESTIGATED, justified=justified, cause=cause)
        note_step(present, StepAct.INVESTIGATED, actor, text, justified=justified, cause=cause)

    payload = {"text": text, "justified": justified, "cause": cause}
    return act_once(
        ticket=ticket,
        actor=actor,
        action="investigate",
        key=key,
        payload=payload,
        rule=can_investigate,
        act=act,
        typed=text,
    )


def answer_ticket(*, ticket: Ticket, text: str, actor: Person, key: UUID) -> Ticket:
    """What the customer was told, as they were told it. It ends the clocks. Raises NotAllowed, Invalid ({"text": sentence}), Conflict."""
    text = checked(text)

    def act(present: Ticket) -> None:
        if present.is_paused:
            start_clock(present, actor)
        now = clock.now()
        advance(present, TicketState.ANSWERED, answered_at=now, contacted_at=present.contacted_at or now)
        note_step(present, StepAct.ANSWERED, actor, text)

    return act_once(
        ticket=ticket,
        actor=actor,
        action="answer",
        key=key,
        payload={"text": text},
        rule=can_answer,
        act=act,
        typed=text,
    )


def confirm_ticket(
    *, ticket: Ticket, outcome: str, satisfaction: int | None, text: str, actor: Person, key: UUID
) -> Ticket:
    """What the customer says to the answer. Who is not content is answered anew; who cannot be reached only after enough attempts on enough days.

    `satisfaction` 1 to 5, only from somebody who was reached. Raises NotAllowed, Invalid ({field: sentence}), Conflict.
    """
    if outcome not in ConfirmOutcome.values:
        raise Invalid({"outcome": _("Choose what the customer says.")})
    reached = outcome != ConfirmOutcome.NOT_REACHED
    if satisfaction is not None and (not reached or not 1 <= satisfaction <= 5):
        raise Invalid({"satisfaction": _("From 1 to 5, and only if the customer said so.")})
    text = checked(text, required=outcome == ConfirmOutcome.NOT_CONTENT)

    def act(present: Ticket) -> None:
        if not reached and not is_given_up(present):
            raise Invalid(
                {
                    "outcome": _("Try %(times)d times on at least %(days)d days first; each attempt is noted.")
                    % {"times": ATTEMPTS, "days": ATTEMPT_DAYS}
                }
            )
        if outcome == ConfirmOutcome.NOT_CONTENT:
            advance(present, TicketState.INVESTIGATED, **begin_anew(satisfaction))
            note_step(present, StepAct.NOT_CONTENT, actor, text)
            return
        advance(
            present, TicketState.CONFIRMED, confirmed_at=clock.now() if reached else None, satisfaction=satisfaction
        )
        note_step(present, StepAct.CONFIRMED, actor, text, outcome=outcome)

    payload = {"outcome": outcome, "satisfaction": satisfaction, "text": text}
    return act_once(
        ticket=ticket, actor=actor, action="confirm", key=key, payload=payload, rule=can_confirm, act=act, typed=text
    )


def close_ticket(*, ticket: Ticket, text: str, actor: Person, key: UUID) -> Ticket:
    """Everything is done; `text` says what changes so that it does not happen again, and is required of a justified complaint.

    The customer is asked by a questionnaire, where one is set for closed cases.
    """
    text = checked(text, required=False)

    def act(present: Ticket) -> None:
        if present.is_complaint and present.justified in (Justified.YES, Justified.PARTLY) and not text:
            raise Invalid({"text": _("Say what changes, so that it does not happen again.")})
        advance(present, TicketState.CLOSED, closed_at=clock.now())
        ask_customer(present)
        tell_of_closing(present)
        note_step(present, StepAct.CLOSED, actor, text)

    return act_once(
        ticket=ticket, actor=actor, action="close", key=key, payload={"text": text}, rule=can_close, act=act, typed=text
    )


def evaluate_ticket(*, ticket: Ticket, helped: bool, text: str, actor: Person, key: UUID) -> Ticket:
    """Whether what was changed has helped, said by somebody who had no part in it. Raises NotAllowed, Invalid ({"text": sentence}), Conflict."""
    text = checked(text)

    def act(present: Ticket) -> None:
        advance(present, TicketState.EVALUATED, helped=helped)
        step = note_step(present, StepAct.EVALUATED, actor, text, helped=helped)
        tell([present.holder, *answerable_for(present.unit)], present, "evaluated", occasion=step.public_id, but=actor)

    payload = {"helped": helped, "text": text}
    return act_once(
        ticket=ticket, actor=actor, action="evaluate", key=key, payload=payload, rule=can_evaluate, act=act, typed=text
    )


def reopen_ticket(*, ticket: Ticket, text: str, actor: Person, key: UUID) -> Ticket:
    """The customer comes back: the case is investigated anew by whoever held it, within the firm's hours from now."""
    text = checked(text)

    def act(present: Ticket) -> None:
        advance(present, TicketState.INVESTIGATED, **begin_anew(), confirmed_at=None, closed_at=None, helped=None)
        step = note_step(present, StepAct.REOPENED, actor, text)
        tell([present.holder, *answerable_for(present.unit)], present, "reopened", occasion=step.public_id, but=actor)

    return act_once(
        ticket=ticket,
        actor=actor,
        action="reopen",
        key=key,
        payload={"text": text},
        rule=can_reopen,
        act=act,
        typed=text,
    )


def begin_anew(satisfaction: int | None = None) -> dict:
    """The columns of a ticket whose customer waits again, for as long as at first."""
    due = handle_due(clock.now())
    return {"answered_at": None, "handle_due_at": due, "satisfaction": satisfaction, "escalated": 0}


def withdraw_ticket(*, ticket: Ticket, text: str, actor: Person, key: UUID) -> Ticket:
    """The customer takes it back; how they said so is required. Raises NotAllowed, Invalid ({"text": sentence}), Conflict."""
    text = checked(text)

    def act(present: Ticket) -> None:
        if present.is_paused:
            start_clock(present, actor)
        advance(present, TicketState.WITHDRAWN, closed_at=clock.now())
        note_step(present, StepAct.WITHDRAWN, actor, text)

    return act_once(
        ticket=ticket,
        actor=actor,
        action="withdraw",
        key=key,
        payload={"text": text},
        rule=can_withdraw,
        act=act,
        typed=text,
    )

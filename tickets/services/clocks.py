"""Stopping the clock and letting it run again; thirty more days, with approval and the complainant told."""

from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from foundation.common import clock
from foundation.common.errors import Invalid
from foundation.common.states import advance, swap
from organization.enums import Role
from organization.models import Person
from organization.selectors import holders_of
from tickets.enums import STOPS_LEGAL_DAYS, ExtensionState, PauseReason, StepAct
from tickets.models import Extension, Ticket
from tickets.people import tell
from tickets.rules import can_ask_extension, can_decide_extension, can_pause, can_resume, can_tell
from tickets.selectors import not_about
from tickets.services.acting import act_once, checked, note_step
from tickets.terms import EXTENSION_DAYS


def pause_ticket(*, ticket: Ticket, reason: str, text: str, actor: Person, key: UUID) -> Ticket:
    """Stop the firm's clocks. The days that the regulator counts stop only for an appraisal or for mediation.

    Raises NotAllowed, Invalid, Conflict.
    """
    if reason not in PauseReason.values:
        raise Invalid({"reason": _("Choose why the clock stops.")})
    text = checked(text)

    def act(present: Ticket) -> None:
        swap(present, expected={"state": present.state}, paused_at=clock.now(), pause_reason=reason)
        note_step(present, StepAct.PAUSED, actor, text, reason=reason)

    payload = {"reason": reason, "text": text}
    return act_once(
        ticket=ticket, actor=actor, action="pause", key=key, payload=payload, rule=can_pause, act=act, typed=text
    )


def resume_ticket(*, ticket: Ticket, actor: Person, key: UUID) -> Ticket:
    """Let the clocks run again, later by as long as they stood. Raises NotAllowed, Conflict."""
    return act_once(
        ticket=ticket,
        actor=actor,
        action="resume",
        key=key,
        payload={},
        rule=can_resume,
        act=lambda present: start_clock(present, actor),
    )


def start_clock(present: Ticket, actor: Person | None) -> None:
    """In the transaction of the act: what is due moves by the time that the clock stood; the regulator's last day by its whole days."""
    now = clock.now()
    stood = max(now - present.paused_at, timedelta(0))
    changes = {"handle_due_at": present.handle_due_at + stood}
    if present.contacted_at is None:
        changes["contact_due_at"] = present.contact_due_at + stood
    days = (clock.local(now).date() - clock.local(present.paused_at).date()).days
    if present.pause_reason in STOPS_LEGAL_DAYS and present.legal_due_on is not None:
        changes["legal_due_on"] = present.legal_due_on + timedelta(days=days)
    swap(present, expected={"paused_at": present.paused_at}, paused_at=None, pause_reason="", **changes)
    note_step(present, StepAct.RESUMED, actor, minutes=int(stood.total_seconds() // 60))


def ask_extension(*, ticket: Ticket, text: str, actor: Person, key: UUID) -> Ticket:
    """Ask for thirty more days, once. A manager decides. Raises NotAllowed, Invalid ({"text": sentence}), Conflict."""
    text = checked(text)

    def act(present: Ticket) -> None:
        asked = Extension.objects.create(ticket=present, asked_by=actor, reason=text)
        note_step(present, StepAct.EXTENSION_ASKED, actor, text)
        managers = not_about(present, holders_of(Role.MANAGER))
        tell(managers, present, "extension_asked", occasion=asked.public_id, but=actor)

    return act_once(
        ticket=ticket, actor=actor, action="extension_ask", key=key, payload={"text": text}, rule=can_ask_extension, act=act,
        typed=text,
    )  # fmt: skip


def decide_extension(*, ticket: Ticket, granted: bool, text: str, actor: Person, key: UUID) -> Ticket:
    """Grant or refuse the further days. Granted, the last day moves, and the complainant has to be told. Raises NotAllowed, Invalid, Conflict."""
    text = checked(text, required=not granted)

    def act(present: Ticket) -> None:
        asked = present.extensions.get(state=ExtensionState.ASKED)
        state = ExtensionState.GRANTED if granted else ExtensionState.REFUSED
        advance(asked, state, decided_by=actor, decided_at=clock.now())
        if granted:
            later = present.legal_due_on + timedelta(days=EXTENSION_DAYS)
            swap(present, expected={"state": present.state}, legal_due_on=later)
        done = StepAct.EXTENSION_GRANTED if granted else StepAct.EXTENSION_REFUSED
        step = note_step(present, done, actor, text)
        tell([present.holder], present, "extension_decided", occasion=step.public_id, but=actor)

    payload = {"granted": granted, "text": text}
    return act_once(
        ticket=ticket, actor=actor, action="extension_decide", key=key, payload=payload, rule=can_decide_extension, act=act,
        typed=text,
    )  # fmt: skip


def note_told(*, ticket: Ticket, text: str, actor: Person, key: UUID) -> Ticket:
    """How and when the complainant was told of the further days. Raises NotAllowed, Invalid ({"text": sentence}), Conflict."""
    text = checked(text)

    def act(present: Ticket) -> None:
        present.extensions.filter(state=ExtensionState.GRANTED, told_at=None).update(told_at=clock.now())
        note_step(present, StepAct.TOLD, actor, text)

    return act_once(
        ticket=ticket, actor=actor, action="tell", key=key, payload={"text": text}, rule=can_tell, act=act, typed=text
    )

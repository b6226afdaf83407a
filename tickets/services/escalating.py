"""What is late is told upwards: first to whoever holds it and answers for the unit, then to leads and managers. Each once a level, however often the
schedule fires."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from foundation.common import clock
from foundation.common.states import swap
from tickets.enums import UNANSWERED, StepAct
from tickets.models import Ticket
from tickets.people import tell
from tickets.selectors import concerned, superiors
from tickets.services.acting import locked, note_step
from tickets.terms import ESCALATE_AGAIN_HOURS, LEGAL_WARNING_DAYS

HELD, ABOVE = 1, 2


def escalate_everything() -> int:
    """Returns how many tickets were told of."""
    now, done = clock.now(), 0
    contact, handle = Q(contacted_at=None, contact_due_at__lt=now), Q(handle_due_at__lt=now)
    soon = Q(legal_due_on__lte=clock.today() + timedelta(days=LEGAL_WARNING_DAYS))
    waiting = Ticket.objects.filter(contact | handle | soon, state__in=UNANSWERED, paused_at=None, escalated__lt=ABOVE)
    for ticket in waiting.order_by("pk"):
        done += _escalate(ticket)
    return done


@transaction.atomic
def _escalate(ticket: Ticket) -> bool:
    present = locked(ticket)
    level = _level(present)
    if level <= present.escalated:
        return False
    swap(present, expected={"escalated": present.escalated}, escalated=level)
    note_step(present, StepAct.ESCALATED, None, level=level)
    people = concerned(present) if level == HELD else [*concerned(present), *superiors(present)]
    tell(
        people,
        present,
        "late" if level == HELD else "escalated",
        occasion=f"{level}:{present.handle_due_at:%Y%m%d%H%M}",
    )
    return True


def _level(ticket: Ticket) -> int:
    """0: in time. Told further up a day later, or once the regulator's last day is near."""
    if ticket.state not in UNANSWERED or ticket.is_paused:
        return 0
    now = clock.now()
    due = ticket.contact_due_at if ticket.contacted_at is None else ticket.handle_due_at
    near = ticket.legal_due_on is not None and ticket.legal_due_on <= clock.today() + timedelta(days=LEGAL_WARNING_DAYS)
    if near or now >= due + timedelta(hours=ESCALATE_AGAIN_HOURS):
        return ABOVE
    return HELD if now > due else 0

"""“No further questionnaires”: a customer's own act, by the link they were sent. Kept is the blind index of the number, nothing else."""

from django.db import transaction

from feedback.links import LinkRefused, LinkState, look_up
from feedback.models import Invitation, OptOut
from foundation.audit import context
from foundation.audit.services import record_event


def contact_of(token: str) -> tuple[Invitation, str]:
    """The invitation and the blind index of whom it was sent to, also where it was answered or is over: saying no has no end.

    Raises LinkRefused (unknown) also for a link that was handed out, as nobody is known by it.
    """
    invitation = look_up(token).invitation
    index = known_contact(invitation) if invitation is not None else ""
    if not index:
        raise LinkRefused(LinkState.UNKNOWN)
    return invitation, index


def known_contact(invitation: Invitation) -> str:
    """The blind index of whom the link was sent to; empty where nobody is known by it."""
    return invitation.contact_index or (invitation.record.phone_index if invitation.record is not None else "")


def has_opted_out(index: str) -> bool:
    return OptOut.objects.filter(contact_index=index).exists()


@transaction.atomic
def opt_out(*, token: str) -> None:
    """No further questionnaires and no reminders for this customer. Doing it again changes nothing. Raises LinkRefused."""
    _invitation, index = contact_of(token)
    row, is_new = OptOut.objects.get_or_create(contact_index=index)
    if is_new:
        _record(row, "feedback.contact.stop")


@transaction.atomic
def opt_in(*, token: str) -> None:
    """Takes it back. Raises LinkRefused."""
    _invitation, index = contact_of(token)
    row = OptOut.objects.filter(contact_index=index).first()
    if row is not None:
        _record(row, "feedback.contact.resume")
        row.delete()


def _record(row: OptOut, action: str) -> None:
    """The trail says that it happened, neither who nor from where."""
    mark = context.address.set("")
    try:
        record_event(actor=None, action=action, target=row)
    finally:
        context.address.reset(mark)

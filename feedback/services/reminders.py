"""Reminders: the portal reaches no customer, so it writes the list of links that nobody has answered, for the system that does."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from feedback import rules
from feedback.models import Invitation, InvitationBatch, OptOut
from feedback.services.invitations import link_for
from feedback.tokens import digest_of_token, new_token
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, require
from foundation.common.rows import update_row
from organization.models import Person


@dataclass(frozen=True)
class Reminder:
    """`record`: the key by which the sending system finds the customer."""

    record: str
    link: str


def next_reminder_at(batch: InvitationBatch) -> datetime | None:
    """When the next list can be exported; None where it can be now."""
    if batch.reminded_at is None:
        return None
    due = batch.reminded_at + timedelta(days=settings.SURVEY_REMINDER_DAYS)
    return due if due > clock.now() else None


@transaction.atomic
def export_reminders(*, batch: InvitationBatch, actor: Person) -> list[Reminder]:
    """A fresh link for each customer of a drawn batch who has not answered and not opted out; the first link stays good, and one answer counts.

    Raises NotAllowed, Conflict where the last list is too recent, the batch takes no more answers or was not drawn.
    """
    require(rules.can_invite, actor, batch.questionnaire)
    if not batch.is_drawn:
        raise Conflict(_("Links that were handed out cannot be followed up: nobody knows who has them."))
    if not batch.takes_answers:
        raise Conflict(_("These links take no more answers."))
    now = clock.now()
    due = Q(reminded_at=None) | Q(reminded_at__lte=now - timedelta(days=settings.SURVEY_REMINDER_DAYS))
    if not InvitationBatch.objects.filter(due, pk=batch.pk, withdrawn_at=None).update(reminded_at=now):
        raise Conflict(
            _("A list of reminders was exported less than %(days)d days ago.") % {"days": settings.SURVEY_REMINDER_DAYS}
        )
    stopped = OptOut.objects.filter(contact_index=OuterRef("record__phone_index"))
    rows = list(
        batch.invitations.filter(~Exists(stopped), answered_at=None)
        .select_related("record__source")
        .order_by("record__source__name", "record__number")
    )
    found = []
    for row in rows:
        token = new_token()
        # Row by row, where it is still unanswered: somebody may be answering at this moment.
        if update_row(Invitation, row.pk, {"reminder_hash": digest_of_token(token)}, {"answered_at": None}):
            found.append(Reminder(row.record.key, link_for(token)))
    record_event(actor=actor, action="feedback.invitation.remind", target=batch, count=len(found))
    return found

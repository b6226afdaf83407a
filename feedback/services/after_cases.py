"""The questionnaire that is sent by itself when a case is closed (R23). Which one it is, a lead says; whom it asks, the room of the case."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from feedback import rules
from feedback.enums import QuestionnaireState
from feedback.models import Invitation, InvitationBatch, Questionnaire
from feedback.services.invitations import link_for
from feedback.services.opting_out import has_opted_out
from feedback.tokens import digest_of_token, new_token
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.engine import lock_for_transaction
from foundation.common.errors import Conflict, require
from foundation.common.receipts import once
from foundation.common.rows import update_row
from foundation.common.states import swap
from organization.models import Person, Unit

VALID_DAYS = 30


def ask_after_cases(*, questionnaire: Questionnaire, actor: Person, key: UUID, on: bool = True) -> Questionnaire:
    """From now on this questionnaire is sent when a case is closed, instead of the one that was; `on` False: none is any more.

    The same key does it once. Raises NotAllowed, or Conflict where the questionnaire is not open.
    """
    require(rules.can_create_questionnaire, actor)
    once(
        actor=actor.public_id,
        action="feedback.questionnaire.ask_after_cases",
        key=key,
        payload=[str(questionnaire.public_id), on],
        act=lambda: _ask(questionnaire.pk, actor, on),
    )
    return Questionnaire.objects.get(pk=questionnaire.pk)


def _ask(pk: int, actor: Person, on: bool) -> dict:
    lock_for_transaction("feedback-after-cases")
    present = Questionnaire.objects.get(pk=pk)
    if on and not rules.can_invite(actor, present):
        raise Conflict(_("Only an open questionnaire can be sent."))
    if present.asks_after_cases == on:
        return {}
    if on:
        for other in Questionnaire.objects.filter(asks_after_cases=True):
            swap(other, expected={"asks_after_cases": True}, asks_after_cases=False)
            record_event(actor=actor, action="feedback.questionnaire.cases_off", target=other)
    swap(present, expected={"asks_after_cases": present.asks_after_cases}, asks_after_cases=on)
    record_event(actor=actor, action=f"feedback.questionnaire.cases_{'on' if on else 'off'}", target=present)
    return {}


def case_questionnaire() -> Questionnaire | None:
    """The one that is sent, as long as it is open."""
    return Questionnaire.objects.filter(asks_after_cases=True, state=QuestionnaireState.OPEN).first()


@dataclass(frozen=True)
class Asked:
    """The invitation, or why there is none: `unasked` is "none" (no questionnaire is set), "stopped" (the customer wants none) or "lately"."""

    invitation: Invitation | None = None
    unasked: str = ""


@transaction.atomic
def invite_of_case(*, unit: Unit, contact_index: str) -> Asked:
    """An invitation for the customer of a case, whose link nobody has yet (`fresh_link`). In the transaction of whoever closes the case.

    Nobody is asked who wants no questionnaires, nor twice within `SURVEY_REST_DAYS` days. Without an index nothing is known of the customer.
    """
    questionnaire = case_questionnaire()
    if questionnaire is None:
        return Asked(unasked="none")
    if contact_index:
        # Two cases of one customer that are closed at the same moment take turns: the second one finds the invitation of the first.
        lock_for_transaction(f"feedback-contact-{contact_index}")
    if contact_index and has_opted_out(contact_index):
        return Asked(unasked="stopped")
    if contact_index and _asked_lately(contact_index):
        return Asked(unasked="lately")
    batch = _batch_of(questionnaire, unit)
    invitation = Invitation.objects.create(
        batch=batch,
        questionnaire=questionnaire,
        unit=unit,
        contact_index=contact_index,
        token_hash=digest_of_token(new_token()),
        expires_at=batch.expires_at,
    )
    return Asked(invitation)


def _asked_lately(contact_index: str) -> bool:
    since = clock.now() - timedelta(days=settings.SURVEY_REST_DAYS)
    asked = Invitation.objects.filter(created_at__gte=since)
    return (
        asked.filter(contact_index=contact_index).exists() or asked.filter(record__phone_index=contact_index).exists()
    )


def _batch_of(questionnaire: Questionnaire, unit: Unit) -> InvitationBatch:
    """The unit's batch of this month, one link larger. What is withdrawn does not grow again."""
    lock_for_transaction(f"feedback-cases-{questionnaire.pk}-{unit.pk}")
    expires_at = clock.now() + timedelta(days=VALID_DAYS)
    begin = clock.at_local(clock.today().replace(day=1))
    rows = InvitationBatch.objects.filter(
        questionnaire=questionnaire, unit=unit, of_cases=True, withdrawn_at=None, created_at__gte=begin
    )
    batch = rows.first()
    if batch is None:
        return InvitationBatch.objects.create(
            questionnaire=questionnaire, unit=unit, of_cases=True, size=1, expires_at=expires_at
        )
    InvitationBatch.objects.filter(pk=batch.pk).update(size=F("size") + 1, expires_at=expires_at)
    batch.expires_at = expires_at
    return batch


def fresh_link(invitation: Invitation, *, again: bool) -> str | None:
    """A link to give to the customer: the first one, or `again` one beside it, so that the first stays good. None where it takes no answer any more.

    The caller writes down that it was given.
    """
    if invitation.expires_at <= clock.now() or invitation.batch.withdrawn_at or not invitation.questionnaire.is_open:
        return None
    token = new_token()
    column = "reminder_hash" if again else "token_hash"
    # Only where it is still unanswered: somebody may be answering at this moment.
    if not update_row(Invitation, invitation.pk, {column: digest_of_token(token)}, {"answered_at": None}):
        return None
    return link_for(token)

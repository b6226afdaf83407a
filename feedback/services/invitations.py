"""Links for customers. A link is seen once, when it is made: the database keeps only a keyed digest of its token."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from feedback import rules
from feedback.models import Invitation, InvitationBatch, Questionnaire
from feedback.tokens import digest_of_token, new_token
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import once
from organization.models import Person, Unit
from records.models import ServiceRecord

MAX_LINKS = 300
MAX_DAYS = 366
DEFAULT_DAYS = 60
# What fits on a page of A4 so that a phone still reads it.
MAX_ON_POSTER = 12
MAX_POSTERS = 50


@dataclass(frozen=True)
class Invited:
    """A batch and its links. `tokens` are there for the first call only; a repeated call with the same key has none to show.

    `records`: the record's key for each token, where customers were drawn.
    """

    batch: InvitationBatch
    tokens: list[str] = field(default_factory=list)
    records: list[str] = field(default_factory=list)

    @property
    def links(self) -> list[str]:
        return [link_for(token) for token in self.tokens]


def link_for(token: str) -> str:
    """The whole address that a customer opens."""
    return settings.SITE_URL.rstrip("/") + reverse("feedback:survey", kwargs={"token": token})


def invite(
    *,
    questionnaire: Questionnaire,
    unit: Unit,
    count: int,
    actor: Person,
    key: UUID,
    valid_days: int = DEFAULT_DAYS,
    record: ServiceRecord | None = None,
) -> Invited:
    """Make `count` links for a unit, valid for so many days. Raises NotAllowed, or Invalid for a number out of bounds or a unit that has ended."""
    require(rules.can_invite, actor, questionnaire)
    check_bounds(count, valid_days, MAX_LINKS, unit)
    if record is not None and (count != 1 or record.unit_id != unit.pk):
        raise Invalid({"count": _("A service record gets one link, for the unit that served.")})
    tokens: list[str] = []
    answer, is_new = once(
        actor=actor.public_id,
        action="feedback.invitation.make",
        key=key,
        payload=[str(questionnaire.public_id), str(unit.public_id), count, valid_days, record.pk if record else None],
        act=lambda: _invite(questionnaire, unit, count, actor, valid_days, record, tokens),
    )
    batch = InvitationBatch.objects.select_related("unit", "questionnaire").get(public_id=answer["batch"])
    return Invited(batch, tokens if is_new else [])


def check_bounds(count: int, valid_days: int, most: int, unit: Unit) -> None:
    """Raises Invalid by field."""
    if not 1 <= count <= most:
        raise Invalid({"count": _("Between 1 and %(most)d links at a time.") % {"most": most}})
    if not 1 <= valid_days <= MAX_DAYS:
        raise Invalid({"valid_days": _("Between 1 and %(most)d days.") % {"most": MAX_DAYS}})
    if unit.valid_to is not None and unit.valid_to < clock.today():
        raise Invalid({"unit": _("This unit no longer exists.")})


def make_posters(
    *, questionnaire: Questionnaire, units: Sequence[Unit], count: int, valid_days: int, actor: Person, key: UUID
) -> list[Invited]:
    """A batch of `count` links for each unit, to be torn off its poster. Without tokens where the key was used before.

    Raises NotAllowed, Invalid by field.
    """
    require(rules.can_invite, actor, questionnaire)
    if not 1 <= len(units) <= MAX_POSTERS:
        raise Invalid({"units": _("Between 1 and %(most)d units at a time.") % {"most": MAX_POSTERS}})
    for unit in units:
        check_bounds(count, valid_days, MAX_ON_POSTER, unit)
    made: list[Invited] = []

    def act() -> dict:
        made.clear()
        for unit in units:
            tokens: list[str] = []
            answer = _invite(questionnaire, unit, count, actor, valid_days, None, tokens)
            made.append(Invited(InvitationBatch.objects.get(public_id=answer["batch"]), tokens))
        return {"batches": [str(one.batch.public_id) for one in made]}

    codes = [str(unit.public_id) for unit in units]
    payload = [str(questionnaire.public_id), codes, count, valid_days]
    answer, is_new = once(actor=actor.public_id, action="feedback.invitation.poster", key=key, payload=payload, act=act)
    if is_new:
        return made
    return [Invited(batch) for batch in InvitationBatch.objects.filter(public_id__in=answer["batches"])]


def _invite(questionnaire, unit, count, actor, valid_days, record, tokens: list[str]) -> dict:
    tokens[:] = [new_token() for _number in range(count)]
    expires_at = clock.now() + timedelta(days=valid_days)
    batch = InvitationBatch.objects.create(
        questionnaire=questionnaire, unit=unit, made_by=actor, size=count, expires_at=expires_at
    )
    Invitation.objects.bulk_create(
        Invitation(
            batch=batch,
            questionnaire=questionnaire,
            unit=unit,
            record=record,
            token_hash=digest_of_token(token),
            expires_at=expires_at,
        )
        for token in tokens
    )
    record_event(
        actor=actor,
        action="feedback.invitation.make",
        target=batch,
        questionnaire=questionnaire.public_id,
        unit=unit.public_id,
        count=count,
    )
    return {"batch": str(batch.public_id)}


@transaction.atomic
def withdraw_batch(*, batch: InvitationBatch, actor: Person) -> int:
    """Take back the links of a batch that nobody has answered, for example when the print-out was lost. Returns how many."""
    require(rules.can_create_questionnaire, actor)
    now = clock.now()
    if not InvitationBatch.objects.filter(pk=batch.pk, withdrawn_at=None).update(withdrawn_at=now):
        raise Conflict(_("These links were already withdrawn."))
    batch.withdrawn_at = now
    # The end of each link is moved too: whoever answers at this very moment compares and swaps on that row alone.
    taken = batch.invitations.filter(answered_at=None, expires_at__gt=now).update(expires_at=now)
    record_event(actor=actor, action="feedback.invitation.withdraw", target=batch, count=taken)
    return taken

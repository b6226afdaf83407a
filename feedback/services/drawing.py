"""Drawing customers to be asked: from the records of a unit and a span of days, by the same draw as samples (docs/draw-rule.md)."""

from collections import Counter
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from feedback import rules
from feedback.models import Invitation, InvitationBatch, OptOut, Questionnaire
from feedback.services.invitations import DEFAULT_DAYS, Invited, check_bounds
from feedback.tokens import digest_of_token, new_token
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.engine import lock_for_transaction
from foundation.common.errors import Invalid, require
from foundation.common.receipts import once
from organization.models import Person, Unit
from organization.tree import Tree
from records.models import ServiceRecord
from sampling.allocation import allocate
from sampling.services import carry_out_draw, commit_draw, freeze_draw_frame

MAX_DRAWN = 2000
MAX_SPAN = 366
CHUNK = 500


def customers_to_ask(
    questionnaire: Questionnaire, unit: Unit, starts_on: date, ends_on: date
) -> dict[str, tuple[str, int, int]]:
    """{record's key: (touchpoint, its pk, its unit's)} of every customer served on these days (the last one included) who can be asked.

    A customer is there once, by the record that came last; not without a number, not after “no further questionnaires”, and not whom this
    questionnaire has asked already, whatever became of it. One query.
    """
    found = {}
    for pk, source, number, touchpoint, index, of_unit in (
        _records(questionnaire, unit, starts_on, ends_on)
        .order_by("occurred_at", "pk")
        .values_list("pk", "source__name", "number", "touchpoint", "phone_index", "unit")
        .iterator(chunk_size=5000)
    ):
        found[index] = (f"{source}:{number}", touchpoint, pk, of_unit)
    return {key: (touchpoint, pk, of_unit) for key, touchpoint, pk, of_unit in found.values()}


def _records(questionnaire, unit: Unit, starts_on: date, ends_on: date) -> QuerySet[ServiceRecord]:
    asked = Invitation.objects.filter(questionnaire=questionnaire, record__phone_index=OuterRef("phone_index"))
    stopped = OptOut.objects.filter(contact_index=OuterRef("phone_index"))
    return ServiceRecord.objects.filter(
        ~Exists(asked),
        ~Exists(stopped),
        unit__in=Tree.read().below({unit.pk}),
        occurred_at__gte=clock.at_local(starts_on),
        occurred_at__lt=clock.at_local(ends_on + timedelta(days=1)),
    ).exclude(phone_index="")


def draw_invitees(
    *,
    questionnaire: Questionnaire,
    unit: Unit,
    starts_on: date,
    ends_on: date,
    count: int,
    actor: Person,
    key: UUID,
    valid_days: int = DEFAULT_DAYS,
) -> Invited:
    """Draw `count` customers, spread over touchpoints as their records are, and make a link for each.

    The same key returns the first batch, without links. Raises NotAllowed, Invalid by field: also where fewer customers can be asked.
    """
    require(rules.can_invite, actor, questionnaire)
    check_bounds(count, valid_days, MAX_DRAWN, unit)
    if ends_on < starts_on:
        raise Invalid({"ends_on": _("The last day lies before the first one.")})
    if (ends_on - starts_on).days >= MAX_SPAN:
        raise Invalid({"ends_on": _("At most %(most)d days.") % {"most": MAX_SPAN}})
    if ends_on > clock.today():
        raise Invalid({"ends_on": _("This day has not come yet.")})
    made: dict[str, list[str]] = {}
    payload = [str(questionnaire.public_id), str(unit.public_id), starts_on, ends_on, count, valid_days]
    answer, is_new = once(
        actor=actor.public_id,
        action="feedback.invitation.draw",
        key=key,
        payload=payload,
        act=lambda: _draw(questionnaire, unit, starts_on, ends_on, count, actor, valid_days, made),
    )
    batch = InvitationBatch.objects.select_related("unit", "questionnaire").get(public_id=answer["batch"])
    return Invited(batch, made["tokens"], made["records"]) if is_new else Invited(batch)


def _draw(questionnaire, unit, starts_on, ends_on, count, actor, valid_days, made: dict[str, list[str]]) -> dict:
    # Two draws at once would each find a customer whom nobody has asked yet.
    lock_for_transaction(f"feedback-draw-{questionnaire.pk}")
    customers = customers_to_ask(questionnaire, unit, starts_on, ends_on)
    if len(customers) < count:
        raise Invalid(
            {
                "count": _(
                    "Only %(there)d customers of these days can be asked: with a number, not asked before, and not opted out."
                )
                % {"there": len(customers)}
            }
        )
    sizes = allocate(Counter(touchpoint for touchpoint, _pk, _unit in customers.values()), count)
    draw = commit_draw(title=f"{questionnaire.code} {unit.code} {starts_on}–{ends_on}", actor=actor)
    pairs = ((touchpoint, key) for key, (touchpoint, _pk, _unit) in customers.items())
    freeze_draw_frame(draw=draw, pairs=pairs, sizes=sizes, reserves={}, actor=actor)
    items = carry_out_draw(draw=draw, actor=actor)
    expires_at = clock.now() + timedelta(days=valid_days)
    batch = InvitationBatch.objects.create(
        questionnaire=questionnaire,
        unit=unit,
        made_by=actor,
        size=len(items),
        expires_at=expires_at,
        draw=draw,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    keys = [item.key for item in items]
    tokens = [new_token() for _key in keys]
    Invitation.objects.bulk_create(
        (
            Invitation(
                batch=batch,
                questionnaire=questionnaire,
                unit_id=customers[key][2],
                record_id=customers[key][1],
                token_hash=digest_of_token(token),
                expires_at=expires_at,
            )
            for key, token in zip(keys, tokens, strict=True)
        ),
        batch_size=CHUNK,
    )
    record_event(
        actor=actor,
        action="feedback.invitation.draw",
        target=batch,
        questionnaire=questionnaire.public_id,
        unit=unit.public_id,
        count=len(keys),
        draw=draw.public_id,
    )
    made.update(tokens=tokens, records=keys)
    return {"batch": str(batch.public_id)}

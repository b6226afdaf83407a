"""Clarification 沟通核实: a lead asks, both sides answer in one thread, then the lead names who rules."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from appeals.enums import AppealState, RulingState, Side
from appeals.models import Appeal, AppealMessage, Ruler
from appeals.people import answerable_for, tell
from appeals.rules import (
    MOST_RULERS,
    can_clarify_appeal,
    can_refer_appeal,
    can_speak,
    may_lead_clarification,
    objections_to_ruling,
    sides_of,
)
from appeals.selectors import for_page, sides_heard, terms_now
from appeals.services.submission import counted, held
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed, require
from foundation.common.receipts import once
from foundation.common.states import advance, swap
from foundation.common.texts import checked_text, labelled
from organization.models import Person

LONGEST_MESSAGE = 4000


def _checked(text: str, name: str = "text") -> str:
    return checked_text(text, name, longest=LONGEST_MESSAGE)


def open_clarification(*, appeal: Appeal, text: str, actor: Person, key: UUID) -> Appeal:
    """Take the appeal up and put the question to both sides, who have the terms' working days to answer.

    Raises NotAllowed, Invalid ({"text": sentence}), Conflict where somebody has taken it up already.
    """
    text = _checked(text)
    once(
        actor=actor.public_id,
        action="appeals.appeal.clarify",
        key=key,
        payload={"appeal": appeal.public_id, "text": text},
        act=lambda: _open(appeal, text, actor),
    )
    return for_page(Appeal.objects.all()).get(pk=appeal.pk)


def _open(appeal: Appeal, text: str, actor: Person) -> dict:
    _cycle, present = held(appeal)
    if present.state != AppealState.SUBMITTED and may_lead_clarification(actor, present):
        raise Conflict(_("Somebody has taken this appeal up already."))
    require(can_clarify_appeal, actor, present)
    advance(present, AppealState.CLARIFYING, lead=actor, **counted(terms_now().answer_days))
    message = AppealMessage.objects.create(appeal=present, side=Side.LEAD, author=actor, text=text)
    tell([*answerable_for(present.unit), *present.sheet.holders], present, "clarifying", but=actor)
    record_event(
        actor=actor,
        action="appeals.appeal.clarify",
        target=present,
        before=AppealState.SUBMITTED.value,
        after=present.state,
        due=present.due_on,
        message=message.public_id,
    )
    return {"appeal": str(present.public_id)}


def say(*, appeal: Appeal, side: str, text: str, actor: Person, key: UUID) -> AppealMessage:
    """Add to the thread, for one's own side; a lead also what a side has said elsewhere. Everybody concerned is told.

    Raises NotAllowed for another's side, Invalid ({"text": sentence}), Conflict where the clarification is over.
    """
    text = _checked(text)
    answer, _is_new = once(
        actor=actor.public_id,
        action="appeals.appeal.say",
        key=key,
        payload={"appeal": appeal.public_id, "side": side, "text": text},
        act=lambda: _say(appeal, side, text, actor),
    )
    return AppealMessage.objects.get(public_id=answer["message"])


def _say(appeal: Appeal, side: str, text: str, actor: Person) -> dict:
    _cycle, present = held(appeal)
    if present.state != AppealState.CLARIFYING:
        raise Conflict(_("The clarification is over."), typed=[(_("What you wrote"), text)])
    require(can_speak, actor, present)
    if side not in sides_of(actor, present):
        raise NotAllowed(_("Speak for your own side."))
    message = AppealMessage.objects.create(appeal=present, side=side, author=actor, text=text)
    concerned = [*answerable_for(present.unit), *present.sheet.holders, present.lead]
    tell(concerned, present, "said", occasion=message.public_id, but=actor)
    record_event(actor=actor, action="appeals.appeal.say", target=present, side=side, message=message.public_id)
    return {"message": str(message.public_id)}


def refer_appeal(*, appeal: Appeal, rulers: Sequence[Person], actor: Person, key: UUID) -> Appeal:
    """Name who rules, once both sides have answered or their days are over; or, before they have ruled, name others in their place.

    Raises NotAllowed, Invalid ({"rulers": sentences}: too few, too many, or each one who is too close with the reason), Conflict.
    """
    once(
        actor=actor.public_id,
        action="appeals.appeal.refer",
        key=key,
        payload={"appeal": appeal.public_id, "rulers": sorted(str(person.public_id) for person in rulers)},
        act=lambda: _refer(appeal, list(rulers), actor),
    )
    return for_page(Appeal.objects.all()).get(pk=appeal.pk)


def _refer(appeal: Appeal, rulers: list[Person], actor: Person) -> dict:
    _cycle, present = held(appeal)
    if present.state not in (AppealState.CLARIFYING, AppealState.RULING):
        raise Conflict(_("This appeal is “%(state)s” now.") % {"state": AppealState(present.state).label})
    require(can_refer_appeal, actor, present)
    _require_heard(present)
    _require_able(present, rulers)
    before, now = present.state, clock.now()
    present.rulers.filter(removed_at=None).update(removed_at=now)
    present.rulings.filter(state=RulingState.PROPOSED).update(state=RulingState.DROPPED)
    step = counted(terms_now().ruling_days)
    if before == AppealState.CLARIFYING:
        advance(present, AppealState.RULING, **step)
    else:
        swap(present, expected={"state": before}, **step)
    Ruler.objects.bulk_create(Ruler(appeal=present, person=person, named_by=actor) for person in rulers)
    tell(rulers, present, "referred")
    record_event(
        actor=actor,
        action="appeals.appeal.refer",
        target=present,
        before=before,
        after=present.state,
        rulers=[str(person.public_id) for person in rulers],
        due=present.due_on,
    )
    return {"appeal": str(present.public_id)}


def is_heard(appeal: Appeal) -> bool:
    """Both sides have answered, or their days to answer are over."""
    return appeal.is_late or {Side.UNIT, Side.ASSESSOR} <= sides_heard(appeal)


def _require_heard(appeal: Appeal) -> None:
    if appeal.state == AppealState.CLARIFYING and not is_heard(appeal):
        raise Invalid(_("Both sides answer first, or their days to answer pass."))


def _require_able(appeal: Appeal, rulers: list[Person]) -> None:
    if not 1 <= len({person.pk for person in rulers}) <= MOST_RULERS or len({p.pk for p in rulers}) != len(rulers):
        raise Invalid({"rulers": _("Name one to %(most)d people.") % {"most": MOST_RULERS}})
    if objections := objections_to_ruling(rulers, appeal):
        raise Invalid(
            {"rulers": [labelled(person, objections[person.pk]) for person in rulers if person.pk in objections]}
        )

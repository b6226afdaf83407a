"""Whose it is: passed to a unit, taken over there, passed back; and whom it is about, who has no part in it."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from foundation.common.errors import Invalid
from foundation.common.states import swap
from organization.models import Person, Unit
from tickets.enums import StepAct
from tickets.models import About, Ticket
from tickets.people import tell
from tickets.rules import can_dispatch, can_name_people, can_return, can_take_over
from tickets.selectors import unit_people
from tickets.services.acting import act_once, checked, note_step

MOST_ABOUT = 10


def dispatch_ticket(*, ticket: Ticket, unit: Unit, text: str, actor: Person, key: UUID) -> Ticket:
    """Pass it to a unit. Whoever holds it goes on holding it until somebody there has taken it over. Raises NotAllowed, Invalid, Conflict."""
    text = checked(text, required=False, longest=1000)
    if unit.is_retired:
        raise Invalid({"unit": _("This unit does not exist any more.")})

    def act(present: Ticket) -> None:
        if present.unit_id == unit.pk and (present.is_offered or present.holder.unit_id == unit.pk):
            raise Invalid({"unit": _("The unit has it already.")})
        before = present.unit
        swap(present, expected={"state": present.state}, unit=unit, is_offered=True)
        details = {"unit": str(unit.public_id), "from_unit": str(before.public_id)}
        step = note_step(present, StepAct.DISPATCHED, actor, text, **details)
        tell(unit_people(present), present, "dispatched", occasion=step.public_id, but=actor)

    payload = {"unit": unit.public_id, "text": text}
    return act_once(
        ticket=ticket, actor=actor, action="dispatch", key=key, payload=payload, rule=can_dispatch, act=act, typed=text
    )


def take_over(*, ticket: Ticket, actor: Person, key: UUID) -> Ticket:
    """From now on the actor sees to it; whoever had it so far is told and is free of it. Raises NotAllowed, or Conflict for the second of two."""

    def act(present: Ticket) -> None:
        before = present.holder
        swap(present, expected={"state": present.state, "holder": before}, holder=actor, is_offered=False)
        step = note_step(present, StepAct.TAKEN_OVER, actor, before=str(before.public_id))
        tell([before], present, "taken_over", occasion=step.public_id, but=actor)

    return act_once(ticket=ticket, actor=actor, action="take_over", key=key, payload={}, rule=can_take_over, act=act)


def return_ticket(*, ticket: Ticket, text: str, actor: Person, key: UUID) -> Ticket:
    """The unit says why it is not theirs; it goes back to the unit of whoever holds it. Raises NotAllowed, Invalid ({"text": sentence}), Conflict."""
    text = checked(text, longest=1000)

    def act(present: Ticket) -> None:
        details = {"from_unit": str(present.unit.public_id), "unit": str(present.holder.unit.public_id)}
        swap(present, expected={"state": present.state, "is_offered": True}, unit=present.holder.unit, is_offered=False)
        step = note_step(present, StepAct.RETURNED, actor, text, **details)
        tell([present.holder], present, "returned", occasion=step.public_id, but=actor)

    return act_once(
        ticket=ticket,
        actor=actor,
        action="return",
        key=key,
        payload={"text": text},
        rule=can_return,
        act=act,
        typed=text,
    )


def name_people(*, ticket: Ticket, people: Sequence[Person], actor: Person, key: UUID) -> Ticket:
    """Say whom a complaint is about, all of them anew. Who is named neither sees nor handles it from then on; if they hold it, it is offered to
    their unit. Raises NotAllowed, Invalid, Conflict."""
    people = sorted({one.pk: one for one in people}.values(), key=lambda one: one.pk)
    if len(people) > MOST_ABOUT:
        raise Invalid({"people": _("Name up to %(most)d people.") % {"most": MOST_ABOUT}})
    if actor.pk in {one.pk for one in people}:
        raise Invalid({"people": _("If it is about yourself, let somebody else of your unit take it over first.")})

    def act(present: Ticket) -> None:
        held = present.holder_id in {one.pk for one in people}
        present.about.exclude(person__in=people).delete()
        About.objects.bulk_create([About(ticket=present, person=one) for one in people], ignore_conflicts=True)
        if held:
            # Whoever names them has it until somebody takes it over.
            swap(present, expected={"state": present.state}, holder=actor, is_offered=True)
        step = note_step(present, StepAct.ABOUT, actor, people=[str(one.public_id) for one in people])
        if held:
            tell(unit_people(present), present, "dispatched", occasion=step.public_id, but=actor)

    payload = {"people": [str(one.public_id) for one in people]}
    return act_once(ticket=ticket, actor=actor, action="about", key=key, payload=payload, rule=can_name_people, act=act)

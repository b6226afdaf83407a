"""Calling the group that decides at a gate (R48), and what its kinds of decisions are called."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.enums import BY_GROUP, CycleState
from assessments.models import Cycle, GateDecision
from assessments.rules.cycles import can_call_group
from assessments.selectors.figures import digest_of_figures
from assessments.selectors.gates import entered_by
from assessments.services.passing import locked
from decisions.models import Decision
from decisions.services import open_decision
from foundation.audit.services import record_event
from foundation.common.errors import Conflict, require
from foundation.common.receipts import once
from organization.models import Person

# The kinds of decisions that this room enters in `decisions.subjects`.
KINDS = {CycleState.REVIEW: "assessments.review", CycleState.APPROVAL: "assessments.approval"}
QUESTIONS = {
    CycleState.REVIEW: (
        "{name}：初评结果经复评是否成立？",
        "{name}: do the results of the initial assessment stand after review?",
    ),
    CycleState.APPROVAL: ("{name}：是否审核通过评估结果？", "{name}: are the results approved?"),
}


def call_group(
    *, cycle: Cycle, gate: str, members: Sequence[Person], due_on: date, actor: Person, key: UUID
) -> Decision:
    """Put the question of the gate to a group. The figures as they are now are what it decides about.

    The same key gets the first decision. Raises NotAllowed, Invalid ({"members" or "due_on": sentences}), Conflict where the cycle is not at
    this gate, or a group is voting or has accepted already.
    """
    require(can_call_group, actor, cycle)
    answer, _is_new = once(
        actor=actor.public_id,
        action="assessments.cycle.call_group",
        key=key,
        payload={
            "cycle": cycle.public_id,
            "gate": gate,
            "members": sorted(str(person.public_id) for person in members),
            "due_on": due_on,
        },
        act=lambda: _call(cycle.pk, gate, members, due_on, actor),
    )
    return Decision.objects.get(public_id=answer["decision"])


def _call(pk: int, gate: str, members: Sequence[Person], due_on: date, actor: Person) -> dict:
    cycle = locked(pk)
    entered = entered_by(cycle)
    if cycle.state != gate or gate not in BY_GROUP or entered is None:
        raise Conflict(
            _("This cycle is at “%(state)s” now; no group decides this there.")
            % {"state": CycleState(cycle.state).label}
        )
    zh, en = QUESTIONS[CycleState(gate)]
    decision = open_decision(
        kind=KINDS[CycleState(gate)],
        subject=cycle.public_id,
        question={"zh": zh.format(name=cycle.name_zh), "en": en.format(name=cycle.name_en)},
        basis=digest_of_figures(cycle),
        members=members,
        due_on=due_on,
        actor=actor,
    )
    GateDecision.objects.create(cycle=cycle, gate=gate, entered=entered, decision=decision)
    record_event(
        actor=actor, action="assessments.cycle.call_group", target=cycle, gate=gate, decision=decision.public_id
    )
    return {"decision": str(decision.public_id)}

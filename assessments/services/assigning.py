"""Bringing items and assessors together by chance, and freezing what shaped it, so that anybody can do it again (R13)."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Max
from django.utils.translation import gettext as _

from assessments.assignment import NobodyLeft, assign_frozen, seed_of
from assessments.enums import AssignmentCause, Exclusion
from assessments.methods import WAYS
from assessments.models import Assignment, Cycle, Plan, ScoreSheet
from assessments.rules.teams import objections_to
from assessments.selectors.availability import find_short_of_time
from assessments.selectors.exclusions import Piece, find_exclusions
from assessments.selectors.late_absences import late_absences_of
from assessments.selectors.teams import eligible_assessors
from assessments.services.visitors import keep_to_named, with_visitors
from foundation.audit.services import record_event
from foundation.common.engine import lock_for_transaction
from foundation.common.errors import Invalid
from organization.models import Person, Unit
from sampling.models import Draw

# What keeps somebody from an item for once, not from judging it.
WAIVED = (Exclusion.AWAY, Exclusion.BUSY)
# What is given anew passes by who has little time, and gives way in this order where nobody else is left.
ANEW = (AssignmentCause.REASSIGN, AssignmentCause.RECUSE)
WAIVED_ANEW = ((Exclusion.TIGHT,), (Exclusion.SOON,))
# Where none of those who are named for it can go, a mystery visit goes to somebody else whom the unit does not know; an account that is not
# valid on the day comes before that, because it can be prolonged.
AT_LAST = ((Exclusion.EXPIRED,), (Exclusion.NOT_NAMED, Exclusion.NOT_TEAM))
STEPS = {
    AssignmentCause.DRAW: (WAIVED, *AT_LAST),
    **dict.fromkeys(ANEW, (*WAIVED_ANEW, AT_LAST[-1])),
}
Given = dict[str, list[Person]]


def lock_assignments() -> None:
    """One at a time until the transaction ends: whoever brings people and items together, and whoever steps back. Take it before anything is
    read and before anything is noted in the trail: otherwise two who step back at the same moment hand their sheets to each other, because
    neither sees what the other has declared. Only `lock_numbers` comes before it.
    """
    lock_for_transaction("assignments")


def wanted_for(piece: Piece) -> int:
    """How many assess it."""
    return WAYS[piece.method].assessors


def assign_pieces(
    *,
    draw: Draw,
    cause: AssignmentCause,
    pieces: Sequence[Piece],
    team: Iterable[Person],
    stand_ins: Iterable[Person] = (),
    loads: Mapping[str, int] | None = None,
    stays: Mapping[str, Sequence[Person]] | None = None,
    actor: Person | None = None,
) -> tuple[Assignment, Given]:
    """Give each piece to people by the draw's chance, keep the whole as an `Assignment`, and say who got what.

    Raises Invalid where nobody may take a piece, naming why not. The caller is in a transaction and holds `lock_assignments`.
    """
    lock_assignments()
    last = Assignment.objects.filter(draw=draw).aggregate(last=Max("number"))["last"]
    number = 0 if last is None and cause == AssignmentCause.DRAW else (last or 0) + 1
    people = {str(person.public_id): person for person in (*team, *stand_ins)}
    people |= {str(person.public_id): person for kept in (stays or {}).values() for person in kept}
    inputs = _freeze(pieces, list(team), list(stand_ins), loads or {}, stays or {})
    if cause in ANEW:
        _pass_by(inputs, pieces, [*team, *stand_ins])
    yields = WAIVED if cause == AssignmentCause.DRAW else [why for step in WAIVED_ANEW for why in step]
    keep_to_named(inputs, pieces, draw, yields)
    seed = seed_of(bytes.fromhex(draw.seed), number)
    try:
        result = _assign_at_last(inputs, seed, STEPS.get(cause, ()))
    except NobodyLeft as problem:
        raise Invalid(_("Nobody of those who may assess can take the item %(key)s.") % {"key": problem.item}) from None
    assignment = Assignment(draw=draw, number=number, cause=cause, inputs=inputs, result=result)
    assignment.digest = digest_of(assignment)
    assignment.save(force_insert=True)
    record_event(
        actor=actor,
        action="assessments.assignment.draw",
        target=assignment,
        after=assignment.digest,
        draw=draw.public_id,
        position=number,
    )
    return assignment, {key: [people[one] for one in given] for key, given in result.items()}


def _assign_at_last(inputs: dict, seed: bytes, steps: Sequence[tuple[Exclusion, ...]]) -> dict[str, list[str]]:
    """As `assign_frozen`; for an item for which nobody is left the reasons of `steps` give way, one step after the other, which `inputs` then
    tell as `waived`. A draw that has begun cannot be taken back, so it goes to somebody who is away or elsewhere on its half-day, and the board
    shows such sheets; what is given anew goes to somebody with little time. Raises NobodyLeft where that does not help.
    """
    while True:
        try:
            return assign_frozen(inputs, seed)
        except NobodyLeft as problem:
            excluded = inputs["excluded"].get(problem.item, {})
            waived = next(
                filter(None, ({person: why for person, why in excluded.items() if why in step} for step in steps)), {}
            )
            if not waived:
                raise
            inputs["waived"].setdefault(problem.item, {}).update(waived)
            inputs["excluded"][problem.item] = {person: why for person, why in excluded.items() if person not in waived}


def _pass_by(inputs: dict, pieces: Sequence[Piece], people: Sequence[Person]) -> None:
    """Adds to the frozen exclusions who has little time for an item they may take."""
    keys = {person.pk: str(person.public_id) for person in people}
    for item, reasons in find_short_of_time(people, pieces).items():
        if reasons:
            more = {keys[pk]: str(why) for pk, why in reasons.items()}
            inputs["excluded"][item] = more | inputs["excluded"].get(item, {})


def _freeze(
    pieces: Sequence[Piece],
    team: list[Person],
    stand_ins: list[Person],
    loads: Mapping[str, int],
    stays: Mapping[str, Sequence[Person]],
) -> dict:
    """What `assign_frozen` takes. Everything that could shape the outcome is in it, and nothing that could not."""
    everybody = {person.pk: person for person in (*team, *stand_ins)}
    keys = {pk: str(person.public_id) for pk, person in everybody.items()}
    present = {person.pk for person in team}
    excluded = find_exclusions(everybody.values(), pieces)
    return {
        "items": [[piece.key, wanted_for(piece)] for piece in pieces],
        "team": sorted(_pair(person) for person in team),
        "stand_ins": sorted(_pair(person) for person in stand_ins if person.pk not in present),
        "excluded": {
            item: {keys[pk]: str(why) for pk, why in reasons.items()} for item, reasons in excluded.items() if reasons
        },
        "waived": {},
        "loads": {key: loads[key] for key in sorted(keys.values()) if loads.get(key)},
        "stays": {item: [_pair(person) for person in people] for item, people in stays.items()},
        **_slots(pieces),
    }


def _slots(pieces: Sequence[Piece]) -> dict:
    """{"slots": {item: half-day}} of those items that share their half-day with another one; nothing where none do."""
    at = {piece.key: f"{piece.half_day[0].isoformat()}-{piece.half_day[1]}" for piece in pieces if piece.half_day}
    shared = {slot for slot, times in Counter(at.values()).items() if times > 1}
    slots = {item: slot for item, slot in at.items() if slot in shared}
    return {"slots": slots} if slots else {}


def _pair(person: Person) -> list:
    return [str(person.public_id), person.unit_id]


def digest_of(assignment: Assignment) -> str:
    """SHA-256 over draw, number, cause, inputs and result as canonical JSON."""
    content = {
        "draw": str(assignment.draw.public_id),
        "number": assignment.number,
        "cause": str(assignment.cause),
        "inputs": assignment.inputs,
        "result": assignment.result,
    }
    return hashlib.sha256(
        json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    ).hexdigest()


def proof_of(draw: Draw) -> dict:
    """What anybody needs to do the assignments of a draw again by docs/decisions/023: {"seed", "assignments": [{number, cause, …}]}.

    `absences_after_freeze`: those of its people that came in, or were taken back, between the freezing of the frame and the draw, and by whom.
    """
    rows = list(draw.assignments.order_by("number"))
    people = {one for row in rows for group in ("team", "stand_ins") for one, _unit in row.inputs[group]}
    return {
        "draw": str(draw.public_id),
        "seed": draw.seed,
        "assignments": [
            {
                "number": row.number,
                "cause": row.cause,
                "inputs": row.inputs,
                "result": row.result,
                "digest": row.digest,
            }
            for row in rows
        ],
        "absences_after_freeze": [
            {
                "person": str(one.absence.person.public_id),
                "first": f"{one.absence.first_day.isoformat()} {one.absence.first_half}",
                "last": f"{one.absence.last_day.isoformat()} {one.absence.last_half}",
                "act": "withdrawn" if one.is_withdrawal else "entered",
                "at": one.at.isoformat(),
                "by": one.by and str(one.by.public_id),
            }
            for one in late_absences_of(draw, people)
        ],
    }


def team_now(plan: Plan) -> list[Person]:
    """Those of the team who may still assess: whoever has left or moved to the unit since gets nothing."""
    team = [member.person for member in plan.team.select_related("person__unit", "person__user")]
    objections = objections_to(team, plan.unit, plan.cycle)
    return [person for person in team if person.pk not in objections]


def pool_for(plan: Plan | None, unit: Unit, cycle: Cycle) -> tuple[list[Person], list[Person]]:
    """(team, stand-ins): for a plan its team with its mystery visitors, and the other assessors behind them; for a spot check all assessors."""
    everybody = eligible_assessors(unit, cycle)
    if plan is None:
        return everybody, []
    team = with_visitors(team_now(plan), plan)
    known = {person.pk for person in team}
    return team, [person for person in everybody if person.pk not in known]


def open_loads(cycle: Cycle, people: Iterable[Person]) -> dict[str, int]:
    """{public id as text: open sheets in the cycle}, alone or as one of two. One query."""
    names = {person.pk: str(person.public_id) for person in people}
    loads: dict[str, int] = {}
    rows = ScoreSheet.objects.filter(cycle=cycle).exclude(state=ScoreSheet.States.SUBMITTED)
    for pair in rows.order_by().values_list("assessor", "co_assessor"):
        for pk in pair:
            if pk in names:
                loads[names[pk]] = loads.get(names[pk], 0) + 1
    return loads

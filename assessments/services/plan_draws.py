"""Drawing a plan: the lead commits the secret and freezes the frame, lead and supervisor add chance, and items meet assessors (R12, R13)."""

import logging

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.enums import CycleState, PlanState
from assessments.models import Plan, ScoreSheet
from assessments.rules.plans import can_finish_plan_draw, can_start_plan_draw
from assessments.rules.teams import SMALLEST_TEAM, problems_of_team
from assessments.selectors.frames import CALLBACK
from assessments.selectors.teams import eligible_assessors
from assessments.services.assigning import lock_assignments, team_now
from assessments.services.plan_frames import frame_of_plan
from assessments.services.sheet_making import Occasion, lock_numbers, make_sheets, tell_assessors
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.states import advance
from foundation.common.texts import both
from foundation.notifications.services import notify
from organization.enums import Role
from organization.models import Person
from organization.selectors import holders_of
from records.holds import lock_holds
from sampling.models import Draw
from sampling.ordering import new_secret
from sampling.selectors import ready_draws
from sampling.services import add_nonce, carry_out_draw, commit_draw, freeze_draw_frame

log = logging.getLogger(__name__)
NONCES = 2  # lead and supervisor
SHORTEST_RESERVE = 3
# Of three customers about one is reached and ready to answer.
CUSTOMERS_IN_RESERVE = 2


def reserve_for(size: int, stratum: str = "") -> int:
    """Half as many as the sample again, at least three; of customers who are called twice as many."""
    if stratum == CALLBACK:
        return size * CUSTOMERS_IN_RESERVE
    return max(SHORTEST_RESERVE, -(-size // 2)) if size else 0


@transaction.atomic
def start_plan_draw(*, plan: Plan, actor: Person, nonce: str | None = None) -> Draw:
    """Commit a secret, freeze what can be drawn from, and add the lead's own chance (`nonce`; without one the portal makes it).

    The frame (`plan_frames`) holds the unit's served records of the quarter, a stratum per touchpoint, the customers who can be called, and
    working half-days. Where there are fewer records or customers than wanted, all are drawn.
    Raises NotAllowed, Conflict where the plan is not approved, Invalid where its time has not come, the team does not hold any more or
    there is nothing to draw from.
    """
    plan = Plan.objects.select_for_update(of=("self",), no_key=True).select_related("cycle", "unit").get(pk=plan.pk)
    require(can_start_plan_draw, actor, plan)
    _require_drawable(plan)
    lock_holds()
    pairs, sizes = frame_of_plan(plan)
    draw = commit_draw(title=f"{plan.cycle.code} {plan.unit.code}", actor=actor, nonces_wanted=NONCES)
    reserves = {stratum: reserve_for(size, stratum) for stratum, size in sizes.items()}
    freeze_draw_frame(draw=draw, pairs=pairs, sizes=sizes, reserves=reserves, actor=actor)
    advance(plan, PlanState.DRAWING, draw=draw)
    notify(
        users=[person.user for person in holders_of(Role.SUPERVISOR)],
        kind="assessments.draw.nonce_wanted",
        url=draw.get_absolute_url(),
        params={"cycle": plan.cycle.code, "unit": both(plan.unit, "name")},
        dedupe=f"assessments.draw.nonce_wanted:{draw.public_id}",
    )
    record_event(
        actor=actor,
        action="assessments.plan.start_draw",
        target=plan,
        before=PlanState.APPROVED,
        after=PlanState.DRAWING,
        draw=draw.public_id,
    )
    add_nonce(draw=draw, person=actor, value=nonce or new_secret().hex()[:24])
    return draw


def _require_drawable(plan: Plan) -> None:
    if plan.state != PlanState.APPROVED:
        raise Conflict(_("This plan is “%(state)s” now and cannot be drawn.") % {"state": PlanState(plan.state).label})
    if plan.cycle.state != CycleState.COLLECTING:
        raise Conflict(_("Samples are drawn only while the cycle is being collected for."))
    if plan.starts_on and plan.starts_on > clock.today():
        raise Invalid(_("The plan begins later; it can be drawn from that day on."))
    team = [member.person for member in plan.team.select_related("person__unit")]
    if problems := problems_of_team(team, plan.unit, plan.cycle):
        raise Invalid([*problems, _("A manager can return the plan, so that the team can be changed.")])


@transaction.atomic
def finish_plan_draw(*, plan: Plan, actor: Person | None = None) -> list[ScoreSheet]:
    """Carry out the draw once both nonces are there, make the sheets, and give them to the team by chance and in balance.

    `actor` None: the system, with the last nonce. Raises NotAllowed, Conflict where a nonce is missing or it is drawn already, Invalid where
    nobody of the team may take an item.
    """
    lock_numbers(plan.cycle)
    lock_assignments()
    plan = (
        Plan.objects.select_for_update(of=("self",), no_key=True)
        .select_related("cycle__standard_version", "unit", "draw")
        .get(pk=plan.pk)
    )
    if actor is not None:
        require(can_finish_plan_draw, actor, plan)
    if plan.state != PlanState.DRAWING:
        raise Conflict(_("This plan is “%(state)s” now and cannot be drawn.") % {"state": PlanState(plan.state).label})
    items = carry_out_draw(draw=plan.draw, actor=actor)
    sheets = make_sheets(
        occasion=Occasion(cycle=plan.cycle, unit_id=plan.unit_id, plan=plan),
        items=items,
        people=_team_or_all(plan),
        due_on=plan.due_on,
    )
    advance(plan, PlanState.SCORING)
    tell_assessors(sheets, unit=plan.unit, due_on=plan.due_on, about=str(plan.public_id))
    record_event(
        actor=actor,
        action="assessments.plan.finish_draw",
        target=plan,
        before=PlanState.DRAWING,
        after=PlanState.SCORING,
        sheets=len(sheets),
        first=sheets[0].number,
        last=sheets[-1].number,
    )
    return sheets


def _team_or_all(plan: Plan) -> list[Person]:
    """The team as it may still assess. Where fewer than two are left the other assessors stand in, because a draw that has begun cannot be
    taken back."""
    left = team_now(plan)
    if len(left) >= SMALLEST_TEAM:
        return left
    known = {person.pk for person in left}
    return left + [person for person in eligible_assessors(plan.unit, plan.cycle) if person.pk not in known]


def finish_ready_draws() -> int:
    """Finish what has all its nonces and was left (a process that died in between). Run by beat; returns how many."""
    done = 0
    for plan in Plan.objects.filter(state=PlanState.DRAWING, draw__in=ready_draws()).select_related("cycle"):
        try:
            finish_plan_draw(plan=plan)
            done += 1
        except (Invalid, Conflict) as problem:
            log.warning("plan %s was not drawn: %s", plan.public_id, problem)
    return done

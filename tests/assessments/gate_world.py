"""A quarter at its later gates, moved there by the services, and a group that may decide about it."""

from datetime import date, timedelta
from uuid import uuid4

from appeals.models import AppealWindow
from assessments.enums import CycleState, PlanState, SheetState
from assessments.models import Cycle, Plan, ScoreSheet
from assessments.services.groups import call_group
from assessments.services.measures import refresh_measures
from assessments.services.passing import go_back, pass_gate
from decisions.models import Decision
from decisions.services import cast_vote
from foundation.common import clock
from organization.enums import Role
from organization.models import Person
from tests.assessments.planning import drawn, plan_of
from tests.cast import make_person

VOTES_UNTIL = date(2026, 11, 26)


def deciders(cast) -> list[Person]:
    """Zhou Hang, He Ting and Ma Jun, who heads retail banking: they have scored nothing, and their units are not assessed."""
    known = Person.objects.filter(staff_number="00801").first()
    return [cast.zhou, cast.he, known or make_person("majun", "00801", "马骏", "Ma Jun", cast.retail, Role.HEAD)]


def at_end_of_collecting(cast, cycle: Cycle) -> Cycle:
    """Both plans are drawn."""
    for unit in (cast.east, cast.west):
        drawn(cast, plan_of(cycle, unit))
    return fresh(cycle)


def fresh(cycle: Cycle) -> Cycle:
    return Cycle.objects.get(pk=cycle.pk)


def passed(cast, cycle: Cycle, key=None) -> Cycle:
    """Past the gate where it is. In feedback nobody has appealed, and nobody can any more: that is the matter of tests/appeals."""
    moved = pass_gate(cycle=cycle, gate=fresh(cycle).state, actor=cast.li, key=key or uuid4())
    close_window(moved)
    return moved


def close_window(cycle: Cycle) -> None:
    """Yesterday was the last day on which the units could appeal."""
    AppealWindow.objects.filter(cycle=cycle).update(
        due_on=clock.today() - timedelta(days=1), counted_from=None, counted_days=None
    )


def seal_all(cycle: Cycle) -> None:
    """As far as the gate can see."""
    ScoreSheet.objects.filter(cycle=cycle).update(state=SheetState.SUBMITTED)
    Plan.objects.filter(cycle=cycle).update(state=PlanState.DONE)
    refresh_measures(cycle=cycle)


def in_review(cast, cycle: Cycle) -> Cycle:
    passed(cast, at_end_of_collecting(cast, cycle))
    seal_all(cycle)
    return passed(cast, cycle)


def asked(cast, cycle: Cycle, **more) -> Decision:
    """The group of its present gate is called."""
    given = {
        "cycle": cycle,
        "gate": fresh(cycle).state,
        "members": deciders(cast),
        "due_on": VOTES_UNTIL,
        "actor": cast.li,
        "key": uuid4(),
    }
    return call_group(**given | more)


def voted(cast, decision: Decision, *choices: str) -> Decision:
    """By the deciders in their order; who votes against says why."""
    for person, choice in zip(deciders(cast), choices, strict=False):
        reason = "样本不足" if choice in ("against", "recuse") else ""
        cast_vote(decision=decision, actor=person, choice=choice, reason=reason, key=uuid4())
    return Decision.objects.get(pk=decision.pk)


def accepted(cast, cycle: Cycle) -> Cycle:
    """Past a gate at which a group decides."""
    voted(cast, asked(cast, cycle), "for", "for", "for")
    return passed(cast, cycle)


def in_approval(cast, cycle: Cycle) -> Cycle:
    return accepted(cast, in_review(cast, cycle))


def in_feedback(cast, cycle: Cycle) -> Cycle:
    return accepted(cast, in_approval(cast, cycle))


def taken_back(cast, cycle: Cycle, to: str = CycleState.INITIAL, **more) -> Cycle:
    given = {
        "cycle": cycle,
        "gate": fresh(cycle).state,
        "to": to,
        "reason": "评分有误",
        "actor": cast.li,
        "key": uuid4(),
    }
    return go_back(**given | more)

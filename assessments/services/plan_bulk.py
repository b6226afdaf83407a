"""Sending and approving several plans in one act: all or none."""

from collections.abc import Callable, Sequence

from django.db import transaction

from assessments.models import Plan
from assessments.rules.plans import can_approve_plan, can_submit_plan
from assessments.services.plans import approve_plan, submit_plan
from foundation.common.errors import Invalid, require
from organization.models import Person

# What a page shows of a plan: itself and the version it was seen in.
Seen = Sequence[tuple[Plan, int]]


@transaction.atomic
def approve_plans(*, plans: Seen, actor: Person, note: str = "") -> int:
    """Approve each of them with the same note. Refused whole if one is not the actor's to approve. Returns how many.

    Raises NotAllowed, Conflict where one is not what was seen, Invalid with a sentence for each that does not hold any more, by unit.
    """
    _require_all(can_approve_plan, actor, plans)
    return _each(plans, lambda plan, version: approve_plan(plan=plan, actor=actor, note=note, version=version))


@transaction.atomic
def submit_plans(*, plans: Seen, actor: Person) -> int:
    """Send each of them for approval. Raises as `approve_plans`."""
    _require_all(can_submit_plan, actor, plans)
    return _each(plans, lambda plan, version: submit_plan(plan=plan, actor=actor, version=version))


def _require_all(rule: Callable, actor: Person, plans: Seen) -> None:
    require(lambda person, *them: all(rule(person, one) for one in them), actor, *(plan for plan, _version in plans))


def _each(plans: Seen, act: Callable[[Plan, int], object]) -> int:
    wrong: list[str] = []
    for plan, version in plans:
        try:
            act(plan, version)
        except Invalid as error:
            wrong += [f"{plan.unit}: {sentence}" for sentence in error.messages]
    if wrong:
        raise Invalid(wrong)
    return len(plans)

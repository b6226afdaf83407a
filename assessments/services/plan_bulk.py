"""Copying, sending, approving and returning several plans in one act: all or none."""

from collections.abc import Callable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import Plan
from assessments.rules.plans import can_approve_plan, can_complete_plan, can_return_plan, can_submit_plan
from assessments.services.plan_copies import copy_plan
from assessments.services.plan_returns import reason_for_return, return_plan
from assessments.services.plans import approve_plan, submit_plan
from foundation.common.errors import Conflict, Invalid, require
from organization.models import Person

# What a page shows of a plan: itself and the version it was seen in.
Seen = Sequence[tuple[Plan, int]]


@transaction.atomic
def copy_plans(*, plans: Seen, actor: Person) -> int:
    """Fill each of the drafts with its unit's last plan. Returns how many.

    Raises NotAllowed, Conflict where one is not what was seen, Invalid with a sentence for each that cannot be copied, by unit.
    """
    _require_all(can_complete_plan, actor, plans)
    return _each(plans, lambda plan, version: copy_plan(plan=plan, actor=actor, version=version))


@transaction.atomic
def submit_plans(*, plans: Seen, actor: Person) -> int:
    """Send each of them for approval. Raises as `copy_plans`."""
    _require_all(can_submit_plan, actor, plans)
    return _each(plans, lambda plan, version: submit_plan(plan=plan, actor=actor, version=version))


@transaction.atomic
def approve_plans(*, plans: Seen, actor: Person, note: str = "") -> int:
    """Approve each of them with the same note. Refused whole if one is not the actor's to approve. Raises as `copy_plans`."""
    _require_all(can_approve_plan, actor, plans)
    return _each(plans, lambda plan, version: approve_plan(plan=plan, actor=actor, note=note, version=version))


@transaction.atomic
def return_plans(*, plans: Seen, actor: Person, reason: str) -> int:
    """Send each of them back to its lead with the same reason. Raises as `copy_plans`, and Invalid without a reason."""
    _require_all(can_return_plan, actor, plans)
    reason_for_return(reason)
    return _each(plans, lambda plan, version: return_plan(plan=plan, actor=actor, reason=reason, version=version))


def _require_all(rule: Callable, actor: Person, plans: Seen) -> None:
    require(lambda person, *them: all(rule(person, one) for one in them), actor, *(plan for plan, _version in plans))


def _each(plans: Seen, act: Callable[[Plan, int], object]) -> int:
    # All rows before the first event: who writes one plan holds its row and then waits for the trail, and whoever
    # held the trail and then waited for that row would wait for ever.
    rows = Plan.objects.select_for_update(of=("self",), no_key=True).filter(
        pk__in=[plan.pk for plan, _version in plans]
    )
    list(rows.order_by("pk").values_list("pk", flat=True))
    wrong: list[str] = []
    for plan, version in plans:
        try:
            act(plan, version)
        except Invalid as error:
            wrong += [f"{plan.unit}: {sentence}" for sentence in error.messages]
        except Conflict:
            raise Conflict(
                _("The plan for %(unit)s is not what you saw any more. Look at it again.") % {"unit": plan.unit}
            ) from None
    if wrong:
        raise Invalid(wrong)
    return len(plans)

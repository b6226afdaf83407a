"""What every act on a plan asks first, and whom it tells."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from assessments.enums import CycleState, PlanState
from assessments.models import Cycle, Plan
from foundation.common.errors import Conflict
from foundation.common.texts import both
from foundation.notifications.services import notify
from organization.models import Person

LONGEST_REASON = 300


def require_open(plan: Plan) -> None:
    """Nothing is planned in a quarter that was taken back."""
    if Cycle.objects.filter(pk=plan.cycle_id, state=CycleState.WITHDRAWN).exists():
        raise Conflict(
            _("%(cycle)s was taken back. Its plans go on when it is opened again.") % {"cycle": plan.cycle.code}
        )


def require_state(plan: Plan, *states: str) -> None:
    if plan.state not in states:
        label = PlanState(plan.state).label
        raise Conflict(
            _("This plan is “%(state)s” now. Load the page again to see the present state.") % {"state": label}
        )


def require_seen(plan: Plan, version: int | None) -> None:
    if version is not None and plan.version != version:
        raise Conflict(_("The plan for %(unit)s is not what you saw any more. Look at it again.") % {"unit": plan.unit})


def tell(plan: Plan, people: Iterable[Person | None], kind: str) -> None:
    notify(
        users=[person.user for person in people if person is not None],
        kind=kind,
        url=plan.get_absolute_url(),
        params={"cycle": plan.cycle.code, "unit": both(plan.unit, "name")},
        dedupe=f"{told_of(plan, kind)}{plan.version}",
    )


def told_of(plan: Plan, kind: str) -> str:
    """How the natural keys of all notices of this kind about the plan begin."""
    return f"{kind}:{plan.public_id}:"

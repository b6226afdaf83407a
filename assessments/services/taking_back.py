"""Taking back a quarter that was opened too early, as long as nothing was done in it (R9)."""

from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from assessments.enums import CycleState
from assessments.models import Cycle
from assessments.rules.cycles import can_take_back_cycle
from assessments.selectors.openings import why_not_taken_back
from assessments.services.passing import LONGEST_REASON, locked_to_move, move
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import once
from organization.models import Person


def take_back_cycle(*, cycle: Cycle, actor: Person, reason: str, key: UUID) -> Cycle:
    """The quarter counts as not opened until its day comes or a lead opens it again. What was filled in stays for then, and so does its lot: nobody
    can draw another one by opening and taking back.

    The same key takes back once. Raises NotAllowed, Invalid without a reason, Conflict with the sentences that say why it is too late.
    """
    require(can_take_back_cycle, actor, cycle)
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise Invalid({"reason": _("Say in up to %(limit)d characters why.") % {"limit": LONGEST_REASON}})
    once(
        actor=actor.public_id,
        action="assessments.cycle.take_back",
        key=key,
        payload={"cycle": cycle.public_id, "reason": reason},
        act=lambda: _take_back(cycle.pk, reason, actor),
    )
    cycle.refresh_from_db()
    return cycle


def _take_back(pk: int, reason: str, actor: Person) -> dict:
    cycle = locked_to_move(pk)
    # All rows before the first event, and another version for each: who sends a plan meanwhile has seen what is not any more.
    cycle.plans.order_by("pk").update(version=F("version") + 1)
    if wrong := why_not_taken_back(cycle):
        raise Conflict(" ".join(wrong))
    move(cycle, CycleState.WITHDRAWN, actor=actor, action="assessments.cycle.take_back", reason=reason)
    return {"state": cycle.state}

"""Moving a cycle from gate to gate, forward and back (R48). The cycle's row is locked first, so corrections and publications see one state."""

import logging
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _, override

from assessments import gates
from assessments.enums import APPROVED_RESULTS, BY_GROUP, CycleState
from assessments.models import Cycle, GateDecision, GatePassage
from assessments.rules.cycles import can_go_back, can_pass_gate
from assessments.selectors.figures import digest_of_figures
from assessments.selectors.gates import figures_have_moved
from assessments.services.measures import digest_of_readings, refresh_measures
from decisions.enums import DecisionState
from decisions.services import withdraw_decision
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import once
from foundation.common.states import advance
from foundation.notifications.services import notify
from organization.enums import Role
from organization.models import Person
from organization.selectors import holders_of

log = logging.getLogger(__name__)
LONGEST_REASON = 300
# Passed by what happens elsewhere: the day comes, an edition goes out.
BY_ITSELF = (CycleState.WITHDRAWN, CycleState.PREPARING, CycleState.FEEDBACK, CycleState.PUBLISHED)


def pass_gate(*, cycle: Cycle, gate: str, actor: Person, key: UUID) -> Cycle:
    """Pass the gate that the page showed. With the initial assessment the measured figures are computed a last time and held by a digest.

    The same key passes once. Raises NotAllowed, Invalid with a sentence for each thing that still blocks, Conflict where the cycle is not
    at this gate (any more) or the gate is not passed by hand.
    """
    require(can_pass_gate, actor, cycle)
    once(
        actor=actor.public_id,
        action="assessments.cycle.pass_gate",
        key=key,
        payload={"cycle": cycle.public_id, "gate": gate},
        act=lambda: _pass(cycle.pk, gate, actor),
    )
    cycle.refresh_from_db()
    return cycle


def locked(pk: int) -> Cycle:
    rows = Cycle.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("standard_version__standard").get(pk=pk)


def locked_to_move(pk: int) -> Cycle:
    """With the rows that rooms above change when it moves (`gates.row_locks`); before anything is written down."""
    cycle = locked(pk)
    for lock_rows in gates.row_locks:
        lock_rows(cycle)
    return cycle


def _require_at(cycle: Cycle, gate: str) -> None:
    if cycle.state != gate:
        raise Conflict(
            _("This cycle is at “%(state)s” now. Load the page again to see the present state.")
            % {"state": CycleState(cycle.state).label}
        )


def _pass(pk: int, gate: str, actor: Person) -> dict:
    cycle = locked_to_move(pk)
    _require_at(cycle, gate)
    if gate in BY_ITSELF:
        raise Conflict(_("Nobody passes this gate by hand."))
    if found := gates.what_blocks(cycle, actor):
        raise Invalid([str(blocker) for blocker in found])
    readings = None
    if gate == CycleState.INITIAL:
        refresh_measures(cycle=cycle)
        readings = digest_of_readings(cycle)
    move(cycle, CycleState(gate).next, actor=actor, action="assessments.cycle.pass_gate", readings=readings)
    return {"state": cycle.state}


def move(cycle: Cycle, to: str, *, actor: Person | None, action: str, reason: str = "", **details) -> GatePassage:
    """Advance a locked cycle, keep the passage, tell those concerned and write it down."""
    before = cycle.state
    advance(cycle, to)
    passage = GatePassage.objects.create(
        cycle=cycle,
        before=before,
        after=to,
        person=actor,
        reason=reason,
        figures=digest_of_figures(cycle),
        passed_at=clock.now(),
    )
    for follow in gates.followers:
        follow(cycle, passage)
    _tell(cycle, passage)
    record_event(
        actor=actor,
        action=action,
        target=cycle,
        before=before,
        after=to,
        passage=passage.public_id,
        figures=passage.figures,
        **details,
    )
    return passage


def _tell(cycle: Cycle, passage: GatePassage) -> None:
    """Leads and managers, but for whoever did it. Of a publication everybody is told by the room that publishes, of an opening by who opens."""
    if passage.after == CycleState.PUBLISHED or passage.before == CycleState.WITHDRAWN:
        return
    people = [*holders_of(Role.LEAD), *holders_of(Role.MANAGER)]
    if passage.after == CycleState.WITHDRAWN:
        kind = "taken_back"
    elif passage.is_back:
        kind = "went_back"
    else:
        kind = "finalised" if passage.after == CycleState.FEEDBACK else "passed"
    notify(
        users=[person.user for person in people if person.pk != passage.person_id],
        kind=f"assessments.cycle.{kind}",
        url=cycle.get_absolute_url(),
        params={
            "cycle": cycle.code,
            "gate": {"zh": _label(passage.after, "zh-hans"), "en": _label(passage.after, "en")},
        },
        dedupe=f"assessments.cycle.{kind}:{passage.public_id}",
    )


def _label(state: str, language: str) -> str:
    with override(language):
        return str(CycleState(state).label)


def go_back(*, cycle: Cycle, gate: str, to: str, reason: str, actor: Person, key: UUID) -> Cycle:
    """Take a cycle back from the gate that the page showed to an earlier one, with a reason. What a group is voting on there is withdrawn.

    Raises NotAllowed, Invalid ({"to" or "reason": sentence}, or a sentence for each thing that has been built on the results), Conflict
    where the cycle is not at this gate.
    """
    require(can_go_back, actor, cycle)
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise Invalid({"reason": _("Say in up to %(limit)d characters why.") % {"limit": LONGEST_REASON}})
    once(
        actor=actor.public_id,
        action="assessments.cycle.go_back",
        key=key,
        payload={"cycle": cycle.public_id, "gate": gate, "to": to, "reason": reason},
        act=lambda: _go_back(cycle.pk, gate, to, reason, actor),
    )
    cycle.refresh_from_db()
    return cycle


def _go_back(pk: int, gate: str, to: str, reason: str, actor: Person) -> dict:
    cycle = locked_to_move(pk)
    _require_at(cycle, gate)
    if to not in CycleState(gate).earlier:
        raise Invalid({"to": _("Choose a gate that was passed.")})
    if found := gates.what_holds(cycle):
        raise Invalid([str(hold) for hold in found])
    voting = GateDecision.objects.filter(cycle=cycle, gate__in=BY_GROUP, decision__state=DecisionState.OPEN)
    for row in voting.select_related("decision"):
        withdraw_decision(decision=row.decision, actor=actor, reason=reason, forced=True)
    move(cycle, to, actor=actor, action="assessments.cycle.go_back", reason=reason)
    return {"state": cycle.state}


def begin_due_cycles() -> int:
    """Begin every cycle whose first day has come. Run by beat; run twice or late it changes nothing more. Returns how many began."""
    due = Cycle.objects.filter(state=CycleState.PREPARING, start__lte=clock.today()).order_by("start", "pk")
    return sum(begin_cycle(key) for key in list(due.values_list("pk", flat=True)))


def begin_cycle(key: int) -> bool:
    """False where somebody was quicker."""
    try:
        with transaction.atomic():
            cycle = locked(key)
            if cycle.state != CycleState.PREPARING or cycle.start > clock.today():
                return False
            move(cycle, CycleState.COLLECTING, actor=None, action="assessments.cycle.begin")
            return True
    except Conflict as problem:
        log.warning("cycle %s did not begin: %s", key, problem)
        return False


def publish_cycle(*, cycle: Cycle) -> None:
    """The first edition has gone out; called by the room that publishes, in its transaction and with the cycle locked."""
    if cycle.state == CycleState.FEEDBACK:
        move(cycle, CycleState.PUBLISHED, actor=None, action="assessments.cycle.publish")


def require_approved(cycle: Cycle) -> None:
    """Raises Conflict where the results are not approved (any more), were changed by a correction since, or where something is open that may still
    change them (`gates.what_bars`): nothing is published that no group has approved. An amendment by a ruling leaves the approval in force."""
    if cycle.state not in APPROVED_RESULTS:
        raise Conflict(
            _("The results of %(cycle)s are not approved: the cycle is at “%(state)s”.")
            % {"cycle": cycle.code, "state": CycleState(cycle.state).label}
        )
    if cycle.state == CycleState.FEEDBACK and figures_have_moved(cycle):
        raise Conflict(
            _(
                "The figures of %(cycle)s have moved since they were approved. A lead takes the cycle back to the approval first."
            )
            % {"cycle": cycle.code}
        )
    if found := gates.what_bars(cycle):
        raise Conflict(" ".join(str(blocker) for blocker in found))

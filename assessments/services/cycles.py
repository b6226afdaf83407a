"""Opening a quarter with its drafted plans and its spot checks, by beat or by hand."""

import logging
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.calls_planned import USUAL_ATTEMPTS
from assessments.enums import CycleState, CycleType, PlanState
from assessments.models import Cycle, Plan, PlannedMethod
from assessments.quarters import next_quarter, quarter_code, quarter_start
from assessments.rules.cycles import can_open_cycle
from assessments.schedule import AHEAD, WORKDAYS_AFTER_END, counted_date
from assessments.selectors.cycles import quarters_opened, units_of_quarter
from assessments.services.passing import locked, move
from assessments.services.spot_plans import plan_spot_checks, reach_further_units
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.engine import lock_for_transaction
from foundation.common.errors import Invalid, require
from foundation.common.states import swap
from foundation.notifications.services import notify
from organization.enums import Role
from organization.models import Person, Unit
from organization.selectors import holders_of
from standards.models import StandardVersion
from standards.selectors import version_in_force

log = logging.getLogger(__name__)
# What a drafted plan proposes where there is none of the quarter before.
USUAL_RECORDS, USUAL_VISITS = 20, 1


@transaction.atomic
def open_cycle(*, start: date, actor: Person | None) -> Cycle:
    """Open the quarter that begins at `start`: the cycle, a drafted plan for each assessed unit, and its spot checks.

    A quarter that is open already is returned as it is: two schedulers make one cycle. One that was taken back is opened again: by the standard
    in force now, with the plans that somebody had filled in, and under the lot that was committed the first time. Raises NotAllowed, Invalid
    where `start` begins no quarter or no standard is in force.
    """
    if actor is not None:
        require(can_open_cycle, actor)
    if start != quarter_start(start):
        raise Invalid(_("A cycle begins on the first day of a quarter."))
    lock_for_transaction("cycles")
    code = quarter_code(start)
    present = Cycle.objects.filter(code=code).first()
    if present is not None and present.state != CycleState.WITHDRAWN:
        return present
    version = version_in_force()
    if version is None:
        raise Invalid(_("No standard is in force; without one no cycle can be opened."))
    if present is not None:
        return _open_again(present, version, actor)
    cycle = Cycle.objects.create(
        code=code, start=start, end=next_quarter(start), standard_version=version, state=first_state(start)
    )
    plans = draft_plans(cycle, units_of_quarter(version, start))
    plan_spot_checks(cycle=cycle)
    note_opening(cycle, actor, plans)
    return cycle


def _open_again(cycle: Cycle, version: StandardVersion, actor: Person | None) -> Cycle:
    cycle = locked(cycle.pk)
    swap(cycle, expected={"state": CycleState.WITHDRAWN}, standard_version=version)
    cycle.plans.filter(state=PlanState.DRAFT, author=None).delete()
    filled_in = set(cycle.plans.values_list("unit", flat=True))
    draft_plans(cycle, [unit for unit in units_of_quarter(version, cycle.start) if unit.pk not in filled_in])
    reach_further_units(cycle)
    plans = cycle.plans.count()
    tell_of_opening(cycle, plans)
    move(
        cycle,
        first_state(cycle.start),
        actor=actor,
        action="assessments.cycle.reopen",
        plans=plans,
        standard=version.public_id,
    )
    return cycle


def first_state(start: date) -> CycleState:
    """A cycle that is opened ahead waits for its first day."""
    return CycleState.COLLECTING if start <= clock.today() else CycleState.PREPARING


def tell_of_opening(cycle: Cycle, plans: int) -> None:
    notify(
        users=[person.user for person in holders_of(Role.LEAD)],
        kind="assessments.cycle.opened",
        url=cycle.get_absolute_url(),
        params={"cycle": cycle.code, "plans": plans},
        dedupe=f"assessments.cycle.opened:{cycle.public_id}:{cycle.version}",
    )


def note_opening(cycle: Cycle, actor: Person | None, plans: list[Plan], beside: Sequence[str] = ()) -> None:
    """Tell the leads and write it down. `beside`: codes of the special assessments that have the same units in the same time."""
    tell_of_opening(cycle, len(plans))
    record_event(
        actor=actor,
        action="assessments.cycle.open",
        target=cycle,
        after=cycle.state,
        plans=len(plans),
        standard=cycle.standard_version.public_id,
        beside=list(beside) or None,
    )


def draft_plans(cycle: Cycle, units: Iterable[Unit]) -> list[Plan]:
    """One for each unit, with what was wanted in its last quarter."""
    earlier = (
        Plan.objects.filter(
            cycle__type=CycleType.QUARTER, cycle__start__lt=cycle.start, state__in=(PlanState.SCORING, PlanState.DONE)
        )
        .prefetch_related("planned_methods")
        .order_by("cycle__start")
    )
    last = {plan.unit_id: plan for plan in earlier}
    last_day = cycle.end - timedelta(days=1)
    # A special assessment may look back; its assessors begin today.
    starts_on = max(cycle.start, clock.today()) if cycle.type == CycleType.SPECIAL else cycle.start
    due_on = counted_date(cycle.end, CycleState.INITIAL)
    rows = []
    for unit in units:
        before = last.get(unit.pk)
        rows.append(
            Plan(
                cycle=cycle,
                unit=unit,
                records_wanted=before.records_wanted if before else USUAL_RECORDS,
                visits_wanted=before.visits_wanted if before else USUAL_VISITS,
                callbacks_wanted=before.callbacks_wanted if before else 0,
                call_attempts=before.call_attempts if before else USUAL_ATTEMPTS,
                call_script=before.call_script if before else "",
                contents=before.contents if before else "",
                starts_on=starts_on,
                due_on=due_on,
                counted_from=last_day,
                counted_days=WORKDAYS_AFTER_END[CycleState.INITIAL],
            )
        )
    plans = Plan.objects.bulk_create(rows)
    # Guides too: what was asked for the last time is asked for again, until a lead says otherwise.
    PlannedMethod.objects.bulk_create(
        PlannedMethod(plan=plan, method=row.method, wanted=row.wanted, guide=row.guide)
        for plan in plans
        if plan.unit_id in last
        for row in last[plan.unit_id].planned_methods.all()
    )
    return plans


def due_quarters(today: date, known: set[date]) -> list[date]:
    """First days of the quarters that should be open and are not: this one, the next one from two weeks ahead on, and the one before, where the
    portal stood still, as long as its results could still be read in time. Nothing before the first quarter that was ever opened: a clock that
    was set back opens no past. Pure but for working days.
    """
    this = quarter_start(today)
    before = quarter_start(this - timedelta(days=1))
    wanted = {this, quarter_start(today + AHEAD)}
    if known and min(known) < before and today <= counted_date(this, CycleState.FEEDBACK):
        wanted.add(before)
    return sorted(start for start in wanted if start not in known and (not known or start > min(known)))


def open_due_cycles() -> list[Cycle]:
    """Open the quarters that are due. Run by beat, late or by two schedulers: each is opened once. Returns the new ones."""
    known = set(quarters_opened().values_list("start", flat=True))
    missing = due_quarters(clock.today(), known)
    if missing and version_in_force() is None:
        log.info("no standard is in force, no cycle was opened")
        return []
    return [open_cycle(start=start, actor=None) for start in missing]

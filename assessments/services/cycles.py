"""Opening a cycle with its drafted plans, and passing its gate."""

import logging
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from assessments import gates
from assessments.enums import CycleState, PlanState
from assessments.models import Cycle, Plan
from assessments.quarters import next_quarter, quarter_code, quarter_start
from assessments.rules.cycles import can_finalise_cycle, can_open_cycle
from assessments.services.measures import digest_of_readings, refresh_measures
from assessments.services.spot_plans import plan_spot_checks
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.engine import lock_for_transaction
from foundation.common.errors import Invalid, require
from foundation.common.states import advance
from foundation.notifications.services import notify
from foundation.workdays.calendar import add_workdays
from organization.enums import Role
from organization.models import Person, Unit
from organization.selectors import holders_of
from standards.selectors import version_in_force

log = logging.getLogger(__name__)
AHEAD = timedelta(days=14)
WORKDAYS_AFTER_END = 10
# What a drafted plan proposes where there is none of the quarter before.
USUAL_RECORDS, USUAL_VISITS = 20, 1


@transaction.atomic
def open_cycle(*, start: date, actor: Person | None) -> Cycle:
    """Open the quarter that begins at `start`: the cycle, a drafted plan for each assessed unit, and its spot checks.

    A quarter that is open already is returned as it is: two schedulers make one cycle. Raises NotAllowed, Invalid where `start` begins no
    quarter or no standard is in force.
    """
    if actor is not None:
        require(can_open_cycle, actor)
    if start != quarter_start(start):
        raise Invalid(_("A cycle begins on the first day of a quarter."))
    lock_for_transaction("cycles")
    code = quarter_code(start)
    present = Cycle.objects.filter(code=code).first()
    if present is not None:
        return present
    version = version_in_force()
    if version is None:
        raise Invalid(_("No standard is in force; without one no cycle can be opened."))
    cycle = Cycle.objects.create(code=code, start=start, end=next_quarter(start), standard_version=version)
    plans = _draft_plans(cycle)
    plan_spot_checks(cycle=cycle)
    notify(
        users=[person.user for person in holders_of(Role.LEAD)],
        kind="assessments.cycle.opened",
        url=cycle.get_absolute_url(),
        params={"cycle": code, "plans": len(plans)},
        dedupe=f"assessments.cycle.opened:{cycle.public_id}",
    )
    record_event(
        actor=actor,
        action="assessments.cycle.open",
        target=cycle,
        after=CycleState.COLLECTING,
        plans=len(plans),
        standard=version.public_id,
    )
    return cycle


def _draft_plans(cycle: Cycle) -> list[Plan]:
    """One for each assessed unit that exists in the quarter, with what was wanted the last time."""
    units = Unit.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=cycle.start), is_assessed=True, valid_from__lt=cycle.end
    )
    earlier = Plan.objects.filter(cycle__start__lt=cycle.start, state__in=(PlanState.SCORING, PlanState.DONE)).order_by(
        "cycle__start"
    )
    last = {plan.unit_id: plan for plan in earlier}
    last_day = cycle.end - timedelta(days=1)
    due_on = add_workdays(last_day, WORKDAYS_AFTER_END)
    rows = []
    for unit in units:
        before = last.get(unit.pk)
        rows.append(
            Plan(
                cycle=cycle,
                unit=unit,
                records_wanted=before.records_wanted if before else USUAL_RECORDS,
                visits_wanted=before.visits_wanted if before else USUAL_VISITS,
                contents=before.contents if before else "",
                starts_on=cycle.start,
                due_on=due_on,
                counted_from=last_day,
                counted_days=WORKDAYS_AFTER_END,
            )
        )
    return Plan.objects.bulk_create(rows)


def open_due_cycles() -> list[Cycle]:
    """Open the quarter of today, and the next one two weeks ahead. Run by beat; run twice it changes nothing more. Returns the new ones."""
    today = clock.today()
    starts = sorted({quarter_start(today), quarter_start(today + AHEAD)})
    known = set(Cycle.objects.filter(code__in=map(quarter_code, starts)).values_list("code", flat=True))
    missing = [start for start in starts if quarter_code(start) not in known]
    if missing and version_in_force() is None:
        log.info("no standard is in force, no cycle was opened")
        return []
    return [open_cycle(start=start, actor=None) for start in missing]


@transaction.atomic
def finalise_cycle(*, cycle: Cycle, actor: Person) -> Cycle:
    """Pass the gate from scoring to feedback. The measured figures are computed a last time and held by a digest in the audit trail.

    Raises NotAllowed, Invalid with a sentence for each thing that still blocks, Conflict where the cycle has passed already.
    """
    require(can_finalise_cycle, actor, cycle)
    cycle = (
        Cycle.objects.select_for_update(of=("self",), no_key=True).select_related("standard_version").get(pk=cycle.pk)
    )
    if cycle.state == CycleState.COLLECTING:
        blockers = gates.what_blocks(cycle)
        if blockers:
            raise Invalid(blockers)
        refresh_measures(cycle=cycle)
    advance(cycle, CycleState.FEEDBACK)
    notify(
        users=[person.user for person in holders_of(Role.MANAGER)],
        kind="assessments.cycle.finalised",
        url=cycle.get_absolute_url(),
        params={"cycle": cycle.code},
        dedupe=f"assessments.cycle.finalised:{cycle.public_id}:{cycle.version}",
    )
    record_event(
        actor=actor,
        action="assessments.cycle.finalise",
        target=cycle,
        before=CycleState.COLLECTING,
        after=CycleState.FEEDBACK,
        readings=digest_of_readings(cycle),
    )
    return cycle

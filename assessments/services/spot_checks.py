"""Random looks between the assessments (R11): drawing each check when its moment has come. `spot_plans` says which unit and when."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Max

from assessments.enums import NOT_BEGUN, UNDER_WAY, SpotCheckState
from assessments.models import Cycle, ScoreSheet, SpotCheck
from assessments.selectors.frames import frame_of_cycle, record_pairs
from assessments.selectors.teams import eligible_assessors
from assessments.services.assigning import lock_assignments
from assessments.services.sheet_making import ONE_STRATUM, Occasion, lock_numbers, make_sheets, tell_assessors
from assessments.services.spot_plans import next_moment, plan_spot_check, plan_spot_checks
from assessments.spot_lots import CLOSES, OPENS
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid
from foundation.common.states import advance
from foundation.workdays.calendar import add_workdays, is_workday
from records.holds import lock_holds
from sampling.services import carry_out_draw, freeze_draw_frame

log = logging.getLogger(__name__)
__all__ = ["draw_due_spot_checks", "draw_spot_check", "plan_spot_check", "plan_spot_checks"]
WORKDAYS_TO_SCORE = 3
RESERVES = 3


def is_working_time(moment: datetime) -> bool:
    """On a working day, made-up ones too, from the opening until an hour after the last minute that a lot may give: beat takes a while."""
    here = clock.local(moment)
    return is_workday(here.date()) and OPENS <= here.hour <= CLOSES


def draw_due_spot_checks() -> int:
    """Draw every check whose moment has come. Run by beat, late or by two schedulers: each check is drawn once. Returns how many were.

    A check whose moment came while nothing ran, or that had none left to come, is drawn in the next working time and never on a rest day.
    """
    if not is_working_time(clock.now()):
        return 0
    due = SpotCheck.objects.filter(state=SpotCheckState.PLANNED, due_at__lte=clock.now()).order_by("due_at", "pk")
    drawn = 0
    for key in list(due.values_list("pk", flat=True)):
        try:
            drawn += draw_spot_check(key)
        except (Invalid, Conflict) as problem:
            log.warning("spot check %s was not drawn: %s", key, problem)
    return drawn


@transaction.atomic
def draw_spot_check(key: int) -> bool:
    """One check: a record of the unit since the quarter began, of what the standard is for, and an assessor, both by chance. False where it
    was not this call that drew.

    Without nonces, because nobody is asked beforehand; the draw can be checked like any other. Where there is nothing to look at the
    check is skipped and another one is planned, as long as working time is left. In a quarter that has not begun, one that was taken back and
    waits for a standard for example, it waits until the quarter is open, or over. Raises Invalid where nobody may assess the unit.
    """
    cycle = Cycle.objects.select_related("standard_version").get(spot_checks=key)
    lock_numbers(cycle)
    lock_assignments()
    lock_holds()
    check = SpotCheck.objects.select_related("unit", "draw").get(pk=key)
    if check.state != SpotCheckState.PLANNED or (cycle.state in NOT_BEGUN and clock.today() < cycle.end):
        return False
    if check.is_moved:
        record_event(actor=None, action="assessments.spot_check.move", target=check)
    records = frame_of_cycle(check.unit, cycle).filter(occurred_at__lte=clock.now())
    if cycle.state not in UNDER_WAY or not records.exists():
        _skip(check, cycle, why="records" if cycle.state in UNDER_WAY else "cycle")
        return False
    people = eligible_assessors(check.unit, cycle)
    draw = check.draw
    _freeze_one(draw, records)
    items = carry_out_draw(draw=draw, actor=None)
    draw.refresh_from_db()
    today = clock.today()
    due_on = add_workdays(today, WORKDAYS_TO_SCORE)
    sheets = make_sheets(
        occasion=Occasion(cycle=cycle, unit_id=check.unit_id, spot_check=check),
        items=_one_only(items),
        people=people,
        due_on=due_on,
        counted=(today, WORKDAYS_TO_SCORE),
        loads=_loads(cycle),
    )
    tell_assessors(sheets, unit=check.unit, due_on=due_on, about=str(check.public_id))
    advance(check, SpotCheckState.DRAWN)
    record_event(
        actor=None,
        action="assessments.spot_check.draw",
        target=check,
        before=SpotCheckState.PLANNED,
        after=SpotCheckState.DRAWN,
        draw=draw.public_id,
        sheets=[sheet.number for sheet in sheets],
    )
    return True


def _freeze_one(draw, records) -> None:
    """One stratum: the check looks at one record, whatever way the customer came."""
    pairs = ((ONE_STRATUM, key) for _touchpoint, key in record_pairs(records))
    freeze_draw_frame(draw=draw, pairs=pairs, sizes={ONE_STRATUM: 1}, reserves={ONE_STRATUM: RESERVES}, actor=None)


def _one_only(items: Iterable) -> list:
    return [item for item in items if not item.is_reserve]


def _skip(check: SpotCheck, cycle: Cycle, *, why: str) -> None:
    advance(check, SpotCheckState.SKIPPED)
    again = None
    # Not before tomorrow: the records that are missing now come in with a later import.
    tomorrow = clock.at_local(clock.today() + timedelta(days=1))
    if cycle.state in UNDER_WAY and (found := next_moment(cycle, tomorrow)):
        last = cycle.spot_checks.aggregate(last=Max("ordinal"))["last"]
        again = plan_spot_check(cycle, last + 1, check.unit_id, found[0], ground=check.ground, moment=found[1])
    record_event(
        actor=None,
        action="assessments.spot_check.skip",
        target=check,
        before=SpotCheckState.PLANNED,
        after=SpotCheckState.SKIPPED,
        skipped_for=why,
        again=again.public_id if again else None,
    )


def _loads(cycle: Cycle) -> dict[str, int]:
    """How many spot checks of the cycle each assessor has had."""
    rows = (
        ScoreSheet.objects.filter(cycle=cycle, plan=None)
        .order_by()
        .values_list("assessor__public_id")
        .annotate(n=Count("pk"))
    )
    return {str(public_id): count for public_id, count in rows}

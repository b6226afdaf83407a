"""Random looks between the assessments (R11): unpredictable in time and target, and every unit at least once a quarter."""

import logging
import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Max

from assessments.enums import UNDER_WAY, SpotCheckState
from assessments.models import Cycle, ScoreSheet, SpotCheck
from assessments.selectors.frames import record_pairs, records_in_frame
from assessments.selectors.teams import eligible_assessors
from assessments.services.sheet_making import Occasion, lock_numbers, make_sheets, tell_assessors
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid
from foundation.common.states import advance
from foundation.workdays.calendar import add_workdays, is_workday
from sampling.services import carry_out_draw, commit_draw, freeze_draw_frame

log = logging.getLogger(__name__)
OPENS, CLOSES = 9, 17  # working hours in which a check may fall
EXTRA_SHARE = 4  # one further check for every four units, so that having been looked at protects nobody
WORKDAYS_TO_SCORE = 3
RESERVES = 3
# The operating system's randomness: there is no seed that somebody could know and tell the times from.
chance = secrets.SystemRandom()


def plan_spot_checks(*, cycle: Cycle) -> list[SpotCheck]:
    """Give each assessed unit of the cycle one check, and some units another one, at random working minutes of what is left of the quarter.

    Nobody sees the times before they have come. The secret of each draw is committed now, before there is anything to draw from, so that
    nobody can draw again until it suits. A cycle that has checks is left as it is.
    """
    if cycle.spot_checks.exists():
        return []
    units = list(cycle.plans.order_by("pk").values_list("unit_id", flat=True))
    if not units:
        return []
    targets = [*units, *(chance.choice(units) for _more in range(-(-len(units) // EXTRA_SHARE)))]
    days = _working_days(max(cycle.start, clock.today()), cycle.end)
    chance.shuffle(targets)
    return [
        plan_spot_check(cycle, ordinal, unit, _random_moment(days)) for ordinal, unit in enumerate(targets, start=1)
    ]


def plan_spot_check(cycle: Cycle, ordinal: int, unit_id: int, due_at: datetime) -> SpotCheck:
    """One check with its committed draw, whose title tells neither when nor where."""
    draw = commit_draw(title=f"{cycle.code}-S{ordinal:02d}", actor=None)
    return SpotCheck.objects.create(cycle=cycle, ordinal=ordinal, unit_id=unit_id, due_at=due_at, draw=draw)


def _working_days(first: date, before: date) -> list[date]:
    days = (first + timedelta(days=n) for n in range((before - first).days))
    return [day for day in days if is_workday(day)]


def _random_moment(days: list[date]) -> datetime:
    """A random working minute that has not passed; now where no working time is left."""
    now = clock.now()
    minutes = (CLOSES - OPENS) * 60
    for _attempt in range(100):
        if not days:
            break
        moment = clock.at_local(chance.choice(days), OPENS) + timedelta(minutes=chance.randrange(minutes))
        if moment > now:
            return moment
    return now


def draw_due_spot_checks() -> int:
    """Draw every check whose moment has come. Run by beat, late or by two schedulers: each check is drawn once. Returns how many were."""
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
    """One check: a record of the unit since the quarter began, and an assessor, both by chance. False where it was not this call that drew.

    Without nonces, because nobody is asked beforehand; the draw can be checked like any other. Where there is nothing to look at the
    check is skipped and another one is planned, as long as working time is left. Raises Invalid where nobody may assess the unit.
    """
    cycle = Cycle.objects.select_related("standard_version").get(spot_checks=key)
    lock_numbers(cycle)
    check = SpotCheck.objects.select_related("unit", "draw").get(pk=key)
    if check.state != SpotCheckState.PLANNED:
        return False
    records = records_in_frame(check.unit, cycle.start, min(cycle.end, clock.today() + timedelta(days=1))).filter(
        occurred_at__lte=clock.now()
    )
    if cycle.state not in UNDER_WAY or not records.exists():
        _skip(check, cycle)
        return False
    people = eligible_assessors(check.unit, cycle)
    draw = check.draw
    _freeze_one(draw, records)
    items = carry_out_draw(draw=draw, actor=None)
    draw.refresh_from_db()
    due_on = add_workdays(clock.today(), WORKDAYS_TO_SCORE)
    sheets = make_sheets(
        occasion=Occasion(cycle=cycle, unit_id=check.unit_id, spot_check=check),
        items=_one_only(items),
        people=people,
        due_on=due_on,
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
    pairs = (("record", key) for _touchpoint, key in record_pairs(records))
    freeze_draw_frame(draw=draw, pairs=pairs, sizes={"record": 1}, reserves={"record": RESERVES}, actor=None)


def _one_only(items: Iterable) -> list:
    return [item for item in items if not item.is_reserve]


def _skip(check: SpotCheck, cycle: Cycle) -> None:
    advance(check, SpotCheckState.SKIPPED)
    again = None
    days = _working_days(clock.today() + timedelta(days=1), cycle.end)
    if cycle.state in UNDER_WAY and days:
        last = cycle.spot_checks.aggregate(last=Max("ordinal"))["last"]
        again = plan_spot_check(cycle, last + 1, check.unit_id, _random_moment(days))
    record_event(
        actor=None,
        action="assessments.spot_check.skip",
        target=check,
        before=SpotCheckState.PLANNED,
        after=SpotCheckState.SKIPPED,
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

"""Planning a quarter's spot checks by lot, moving those whose moment falls out, and showing the lot once all is over (R11).

The lot (`spot_lots`) is committed and frozen when the cycle opens and kept secret until the quarter is over: what it gives is written to the
checks, and nobody is shown any of it before a check's moment has come. After the quarter the lot is revealed like any other draw.
"""

import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from assessments.enums import NOT_BEGUN, UNDER_WAY, SpotCheckGround, SpotCheckState
from assessments.models import Cycle, SpotCheck, SpotCheckLot
from assessments.selectors.risks import Risk, risks_of
from assessments.services.sheet_making import lock_numbers
from assessments.spot_lots import frame_pairs, further_checks, lay_out, sizes_of, working_moments
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict
from foundation.common.states import swap
from foundation.workdays.calendar import is_workday
from organization.models import Unit
from sampling.enums import DrawState
from sampling.models import Draw
from sampling.personal import personal_kind
from sampling.services import carry_out_draw, commit_draw, freeze_draw_frame, recompute

# Stands in only where the lot has no moment left. The operating system's randomness: there is no seed that somebody could know.
chance = secrets.SystemRandom()


@transaction.atomic
def plan_spot_checks(*, cycle: Cycle) -> list[SpotCheck]:
    """Draw by lot which unit is looked at when in what is left of the quarter: each as often as promised, the riskier ones oftener.

    The secret of the lot, and that of each check's own draw, is committed now, before there is anything to draw from, so that nobody can draw
    again until it suits. A cycle that has checks is left as it is.
    """
    if cycle.spot_checks.exists():
        return []
    units = list(Unit.objects.filter(plans__cycle=cycle).order_by("code"))
    if not units:
        return []
    draw = commit_draw(title=f"{cycle.code}-S", actor=None)
    risks = risks_of(units, cycle, clock.today())
    lot = SpotCheckLot.objects.create(
        cycle=cycle,
        draw=draw,
        promised=settings.SPOT_CHECKS_PROMISED,
        further=further_checks(len(units)),
        risks=_named(units, risks),
    )
    slots, moments = lay_out(_frozen_and_drawn(lot))
    keys = {row["key"]: row["unit"] for row in lot.risks}
    ids = {str(unit.public_id): unit.pk for unit in units}
    checks = []
    for ordinal, slot in enumerate(slots, start=1):
        checks.append(
            plan_spot_check(
                cycle,
                ordinal,
                ids[keys[slot.unit]],
                moments[slot.moment - 1] if slot.moment else clock.now(),
                ground=SpotCheckGround.PROMISED if slot.is_promised else SpotCheckGround.RISK,
                moment=slot.moment,
            )
        )
    record_event(
        actor=None,
        action="assessments.spot_check_lot.plan",
        target=lot,
        draw=draw.public_id,
        count=len(checks),
        promised=lot.promised,
        further=lot.further,
    )
    return checks


def reach_further_units(cycle: Cycle) -> list[SpotCheck]:
    """A cycle that is opened again keeps its lot. Units that have come since are reached as often as promised, too, at the lot's next moments."""
    lot = SpotCheckLot.objects.filter(cycle=cycle).first()
    if lot is None:
        return plan_spot_checks(cycle=cycle)
    reached = cycle.spot_checks.order_by().values("unit")
    further = Unit.objects.filter(plans__cycle=cycle).exclude(pk__in=reached).order_by("code")
    checks, last = [], cycle.spot_checks.aggregate(last=Max("ordinal"))["last"] or 0
    for unit in [one for one in further for _each in range(lot.promised)]:
        found = next_moment(cycle, clock.now())
        if found is None:
            break
        checks.append(plan_spot_check(cycle, last + len(checks) + 1, unit.pk, found[0], moment=found[1]))
    return checks


def plan_spot_check(
    cycle: Cycle,
    ordinal: int,
    unit_id: int,
    due_at: datetime,
    *,
    ground: str = SpotCheckGround.PROMISED,
    moment: int | None = None,
) -> SpotCheck:
    """One check with its committed draw, whose title tells neither when nor where."""
    draw = commit_draw(title=f"{cycle.code}-S{ordinal:02d}", actor=None)
    return SpotCheck.objects.create(
        cycle=cycle, ordinal=ordinal, unit_id=unit_id, due_at=due_at, draw=draw, ground=ground, moment=moment
    )


def _named(units: list[Unit], risks: Mapping[int, Risk]) -> list[dict]:
    """What is kept of each unit: its key in the frame, public id, names as they are today, and its risk. In the order of their codes."""
    return [
        {
            "key": _key(unit, number),
            "unit": str(unit.public_id),
            "name_zh": unit.name_zh,
            "name_en": unit.name_en,
            **risks[unit.pk].to_json(),
        }
        for number, unit in enumerate(units, start=1)
    ]


def _key(unit: Unit, number: int) -> str:
    """The unit's code; a number of its own where the code cannot stand in a frame that outsiders may see."""
    usable = unit.code.isprintable() and " " not in unit.code and personal_kind(unit.code) is None
    return unit.code if usable else f"U{number}"


def _frozen_and_drawn(lot: SpotCheckLot) -> list:
    lots = lot.lots
    moments = working_moments(_working_days(lot.cycle), clock.now())
    sizes, reserves = sizes_of(lots, lot.promised, lot.further, len(moments))
    freeze_draw_frame(
        draw=lot.draw, pairs=frame_pairs(lots, lot.promised, moments), sizes=sizes, reserves=reserves, actor=None
    )
    return recompute(lot.draw)[1]


def _working_days(cycle: Cycle) -> list[date]:
    first = max(cycle.start, clock.today())
    days = (first + timedelta(days=n) for n in range((cycle.end - first).days))
    return [day for day in days if is_workday(day)]


@lru_cache(maxsize=8)
def _moments_of(draw_pk: int, frame_digest: str) -> tuple[datetime, ...]:
    """The order of a lot's moments. It follows from what is frozen, so a process works it out once."""
    draw = Draw.objects.select_related("frame").prefetch_related("nonces").get(pk=draw_pk)
    return tuple(lay_out(recompute(draw)[1])[1])


def next_moment(cycle: Cycle, after: datetime) -> tuple[datetime, int | None] | None:
    """(moment, its place): the first in the order that no check has had and that is still to come on a working day; None after the quarter.

    Where the lot has none left, a working minute of the system's randomness, whose place is None.
    """
    lot = SpotCheckLot.objects.select_related("draw").filter(cycle=cycle).first()
    if lot is not None:
        used = cycle.spot_checks.aggregate(last=Max("moment"))["last"] or 0
        moments = _moments_of(lot.draw_id, lot.draw.frame_digest)
        for place, moment in enumerate(moments[used:], start=used + 1):
            if moment > after and is_workday(clock.local(moment).date()):
                return moment, place
    left = working_moments(_working_days(cycle), after)
    return (chance.choice(left), None) if left else None


def move_spot_checks() -> int:
    """Give the checks that are planned for what is now a rest day another moment. Returns how many moved; run again it moves none.

    The trail keeps silent about it until the new moment has come: whoever enters days off could read there on which days checks were planned.
    """
    planned = SpotCheck.objects.filter(state=SpotCheckState.PLANNED, due_at__gt=clock.now()).select_related("cycle")
    return sum(_move(check) for check in planned if not is_workday(clock.local(check.due_at).date()))


def _move(check: SpotCheck) -> int:
    try:
        with transaction.atomic():
            # One at a time: two checks must not take the same moment.
            lock_numbers(check.cycle)
            found = next_moment(check.cycle, clock.now())
            if found is None:
                return 0
            swap(check, expected={"state": SpotCheckState.PLANNED}, due_at=found[0], moment=found[1], is_moved=True)
    except Conflict:
        return 0  # drawn or moved in the meantime
    return 1


def reveal_spot_check_lots() -> int:
    """Show the lots of quarters that are over and have no check left to come. Run by beat; returns how many were revealed."""
    over = SpotCheckLot.objects.filter(draw__state=DrawState.FROZEN).select_related("cycle", "draw")
    done = 0
    for lot in over:
        if not can_be_revealed(lot):
            continue
        try:
            carry_out_draw(draw=lot.draw, actor=None)
            done += 1
        except Conflict:  # another scheduler was quicker
            continue
    return done


def can_be_revealed(lot: SpotCheckLot) -> bool:
    """Nothing of it is still to come: the quarter is over or its scoring closed, and no check is planned."""
    over = lot.cycle.end <= clock.today() or lot.cycle.state not in (*NOT_BEGUN, *UNDER_WAY)
    return over and not lot.cycle.spot_checks.filter(state=SpotCheckState.PLANNED).exists()

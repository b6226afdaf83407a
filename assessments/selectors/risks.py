"""How risky a unit looks when a quarter's spot checks are planned, in lots: 1 for everybody, and up to 3 for each of three reasons (R11)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Max

from assessments.enums import SpotCheckState
from assessments.models import Cycle, ScoreTotal, SpotCheck
from assessments.models.total import TotalLevel
from foundation.common import clock
from foundation.common.numbers import from_units
from organization.models import Unit
from records.measures import MeasureFigure, compute, measures

# A quarter of complaints is looked at. The first of these measures that some room computes is used.
COMPLAINT_DAYS = 92
COMPLAINT_MEASURES = ("feedback.complaints", "records.complaints")
BASE, MOST = 1, 3
# Complaints among a unit's records against those of all units: above the mean, above one and a half times, above twice.
COMPLAINT_STEPS = (Decimal(1), Decimal("1.5"), Decimal(2))
# Points below the target in the last quarter that was scored: any, 5 and more, 10 and more.
RESULT_STEPS = (Decimal(0), Decimal(5), Decimal(10))
# Days since the last check: more than 45, 90, 180.
DAY_STEPS = (45, 90, 180)
# Nothing is known: neither good nor bad.
UNKNOWN = 1


@dataclass(frozen=True)
class Risk:
    """Lots of a unit and what they are made of; the figures are what they were counted from, None where nothing is known.

    `complaint_share`: of the unit's records; `gap`: points below the target, negative above it; `days`: since the last spot check.
    """

    complaints: int
    result: int
    time: int
    complaint_share: str | None = None
    gap: str | None = None
    days: int | None = None

    @property
    def lots(self) -> int:
        return BASE + self.complaints + self.result + self.time

    def to_json(self) -> dict:
        return {"lots": self.lots, **asdict(self)}


def risks_of(units: Sequence[Unit], cycle: Cycle, today: date) -> dict[int, Risk]:
    """{key of the unit: its risk}, from what is known on the day. A fixed number of statements."""
    keys = [unit.pk for unit in units]
    shares, overall = _complaints(keys, today)
    gaps, last = _gaps(keys, cycle), _last_checks(keys)
    found = {}
    for key in keys:
        share, gap = shares[key].value, gaps.get(key)
        days = (today - last[key]).days if key in last else None
        found[key] = Risk(
            complaints=complaint_points(share, overall),
            result=UNKNOWN if gap is None else sum(gap > 0 and gap >= step for step in RESULT_STEPS),
            time=MOST if days is None else sum(days > step for step in DAY_STEPS),
            complaint_share=None if share is None else f"{share:.4f}",
            gap=None if gap is None else f"{gap:.1f}",
            days=days,
        )
    return found


def complaint_points(share: Decimal | None, overall: Decimal | None) -> int:
    """How far the unit's share of complaints lies above that of all units together."""
    if share is None or overall is None:
        return UNKNOWN
    return sum(share > overall * step for step in COMPLAINT_STEPS)


def _complaints(keys: list[int], today: date) -> tuple[dict[int, MeasureFigure], Decimal | None]:
    """Complaints among the records of each unit, and of all of them together."""
    code = next((code for code in COMPLAINT_MEASURES if code in measures), None)
    if code is None:
        return dict.fromkeys(keys, MeasureFigure()), None
    figures = compute(code, keys, today - timedelta(days=COMPLAINT_DAYS), today + timedelta(days=1))
    return figures, sum(figures.values(), MeasureFigure()).value


def _gaps(keys: list[int], cycle: Cycle) -> dict[int, Decimal]:
    """Points by which the mean of the unit's sheets lay below the target, in the last quarter before in which it had any."""
    rows = ScoreTotal.objects.filter(
        cycle__start__lt=cycle.start, unit__in=keys, level=TotalLevel.SHEET, n__gt=0
    ).order_by("cycle__start")
    return {
        row.unit_id: row.cycle.standard_version.target - from_units(row.total) / row.n
        for row in rows.select_related("cycle__standard_version")
        if row.cycle.standard_version.target is not None
    }


def _last_checks(keys: list[int]) -> dict[int, date]:
    rows = SpotCheck.objects.filter(unit__in=keys, state=SpotCheckState.DRAWN, due_at__lte=clock.now()).order_by()
    return {key: clock.local(at).date() for key, at in rows.values_list("unit").annotate(at=Max("due_at"))}

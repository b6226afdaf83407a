"""A year of cycles: four quarters, the special assessments, their gates, and the standing dates between."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from assessments.enums import CycleState, CycleType, SpotCheckState
from assessments.models import Cycle
from assessments.quarters import next_quarter, quarter_code, quarter_names
from assessments.schedule import AHEAD, PLANNED_GATES, planned_dates
from assessments.selectors.cycles import quarters_opened
from assessments.selectors.gates import Gate, gates_of
from foundation.common import clock
from foundation.common.registries import Registry
from foundation.common.texts import current_suffix, localized
from foundation.workdays.calendar import on_or_before


@dataclass(frozen=True)
class Entry:
    """A cycle, or a quarter that is not open yet (`cycle` is None). Numbers of spot checks are None for who may not know them."""

    code: str
    name: str
    start: date
    last_day: date
    opens_on: date
    cycle: Cycle | None
    gates: list[Gate]
    spot_checks: int | None = None
    spot_checks_drawn: int | None = None

    @property
    def is_present(self) -> bool:
        return self.start <= clock.today() <= self.last_day

    @property
    def is_special(self) -> bool:
        return self.cycle is not None and self.cycle.type == CycleType.SPECIAL


@dataclass(frozen=True)
class StandingDate:
    """Something that is due on a day each year, month or quarter. `url`: where it happens; empty where nothing is to be done in the portal."""

    day: date
    label: str
    url: str = ""


# Years after which no gate of a cycle is looked for any more.
LOOKED_BACK = 3

# Each gets a year and answers with its standing dates; rooms above enter theirs.
standing_dates: Registry[Callable[[int], list[StandingDate]]] = Registry("standing dates of the year")


def entries_of(year: int, *, with_checks: bool) -> tuple[list[Entry], list[Entry]]:
    """(the four quarters, the special assessments that touch the year). Four queries at most."""
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    rows = Cycle.objects.filter(
        Q(type=CycleType.QUARTER, start__gte=first, start__lt=after)
        | Q(type=CycleType.SPECIAL, start__lt=after, end__gt=first)
    )
    cycles = list(
        rows.exclude(state=CycleState.WITHDRAWN).select_related("standard_version__standard").order_by("start", "pk")
    )
    gates = gates_of(cycles)
    checks = _checks(cycles) if with_checks else {}
    known = {cycle.code: cycle for cycle in cycles}
    quarters = []
    for month in (1, 4, 7, 10):
        start = date(year, month, 1)
        cycle = known.get(quarter_code(start))
        quarters.append(_entry(cycle, gates, checks) if cycle else _unopened(start))
    return quarters, [_entry(one, gates, checks) for one in cycles if one.type == CycleType.SPECIAL]


def carried_into(year: int) -> list[Entry]:
    """Cycles that had ended before the year and of which gates lie in it; its last quarter also where it is not open yet. Three queries."""
    first = date(year, 1, 1)
    rows = Cycle.objects.filter(end__lte=first, end__gt=date(year - LOOKED_BACK, 1, 1))
    cycles = list(rows.exclude(state=CycleState.WITHDRAWN).order_by("start", "pk"))
    gates = gates_of(cycles)
    entries = [_entry(one, gates, {}) for one in cycles]
    last_quarter = date(year - 1, 10, 1)
    if quarter_code(last_quarter) not in {one.code for one in entries}:
        entries.append(_unopened(last_quarter))
    return [one for one in entries if any((gate.passed_on or gate.planned_on).year == year for gate in one.gates)]


def _entry(cycle: Cycle, gates: dict[int, list[Gate]], checks: dict[int, tuple[int, int]]) -> Entry:
    planned, drawn = checks.get(cycle.pk, (None, None))
    return Entry(
        code=cycle.code,
        name=localized(cycle, "name"),
        start=cycle.start,
        last_day=cycle.last_day,
        opens_on=cycle.start - AHEAD,
        cycle=cycle,
        gates=gates[cycle.pk],
        spot_checks=planned,
        spot_checks_drawn=drawn,
    )


def _unopened(start: date) -> Entry:
    planned = planned_dates(next_quarter(start), {})
    return Entry(
        code=quarter_code(start),
        name=quarter_names(start)[0 if current_suffix() == "zh" else 1],
        start=start,
        last_day=next_quarter(start) - timedelta(days=1),
        opens_on=start - AHEAD,
        cycle=None,
        gates=[Gate(gate, planned[gate], False, None, False) for gate in PLANNED_GATES],
    )


def _checks(cycles: list[Cycle]) -> dict[int, tuple[int, int]]:
    """{key of the cycle: (checks in all, drawn so far)}: how many, never when."""
    rows = Cycle.objects.filter(pk__in=[cycle.pk for cycle in cycles]).order_by()
    counted = rows.annotate(
        n=Count("spot_checks"), drawn=Count("spot_checks", filter=Q(spot_checks__state=SpotCheckState.DRAWN))
    )
    return {key: (n, drawn) for key, n, drawn in counted.values_list("pk", "n", "drawn")}


def standing_dates_of(year: int) -> list[StandingDate]:
    return sorted((one for dates in standing_dates for one in dates(year)), key=lambda one: one.day)


def openings(year: int) -> list[StandingDate]:
    """The day on which a quarter was opened, by the portal or by hand, and of those to come the day on which the portal does it by itself.

    The first quarter of the next year may be opened in this one."""
    starts = [date(year, month, 1) for month in (1, 4, 7, 10)] + [date(year + 1, 1, 1)]
    opened = {cycle.start: cycle for cycle in quarters_opened().filter(start__in=starts)}
    done = [(clock.local(cycle.created_at).date(), cycle) for cycle in opened.values()]
    ahead = [start for start in starts if start not in opened and start - AHEAD >= clock.today()]
    was, will = _("%(cycle)s was opened with its drafted plans"), _("%(cycle)s is opened with its drafted plans")
    return [
        *(
            StandingDate(day, was % {"cycle": one.code}, one.get_absolute_url())
            for day, one in done
            if day.year == year
        ),
        *(
            StandingDate(start - AHEAD, will % {"cycle": quarter_code(start)})
            for start in ahead
            if (start - AHEAD).year == year
        ),
    ]


def monthly_reports(year: int) -> list[StandingDate]:
    """By the last day of the month; where that is a rest day before it, never after (R14, R32)."""
    lasts = [date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1) for month in range(1, 13)]
    return [StandingDate(on_or_before(last), _("Monthly report is due")) for last in lasts]

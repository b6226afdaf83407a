"""The year's calendar of cycles."""

from collections import defaultdict
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessments.rules import cycles as rules
from assessments.rules.spot_checks import sees_spot_checks
from assessments.selectors.calendar import Entry, StandingDate, carried_into, entries_of, standing_dates_of
from assessments.year_strip import strip_of
from foundation.common import clock
from foundation.common.dates import day_text
from foundation.common.days import FIRST, LAST
from foundation.common.errors import require
from foundation.workdays.calendar import is_provisional
from foundation.workdays.selectors import Period, made_up_days, periods_of


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    require(rules.sees_calendar, request.person)
    today = clock.today()
    year = _year(request.GET.get("year", ""), today.year)
    periods, worked = periods_of(year), made_up_days(year)
    quarters, specials = entries_of(year, with_checks=sees_spot_checks(request.person))
    context = {
        "year": year,
        "before": year - 1 if year > FIRST.year + 1 else None,
        "after": year + 1 if year < LAST.year - 1 else None,
        "today": today,
        "is_this_year": year == today.year,
        "quarters": quarters,
        "specials": specials,
        "strip": strip_of(
            year,
            quarters,
            today,
            [(one.first, one.last, _span(one)) for one in periods],
            [(day, _("%(day)s, worked for %(name)s") % {"day": day_text(day), "name": name}) for day, name in worked],
            [*specials, *carried_into(year)],
        ),
        **_standing(standing_dates_of(year)),
        "periods": periods,
        "own_worked": _worked_besides(periods, worked),
        "provisional": is_provisional(year),
        "sees_cycles": rules.sees_cycles(request.person),
        "may_open": rules.can_open_cycle(request.person),
        "heading": _heading(year, [*quarters, *specials]),
    }
    return render(request, "assessments/calendar.html", context)


def _year(text: str, default: int) -> int:
    """A year out of bounds, or none at all, means the present one."""
    return int(text) if text.isascii() and text.isdigit() and FIRST.year < int(text) < LAST.year else default


def _span(period: Period) -> str:
    days = [period.first] if period.first == period.last else [period.first, period.last]
    return f"{period.name} · {'–'.join(day_text(day) for day in days)}"


def _worked_besides(periods: list[Period], worked: list[tuple[date, str]]) -> list[tuple[date, str]]:
    """Weekend days that are worked for no holiday: the organization's own."""
    told = {day for period in periods for day in period.made_up}
    return [(day, name) for day, name in worked if day not in told]


def _standing(dates: list[StandingDate]) -> dict:
    """What has a place in the portal, day by day; what recurs and has none, once with all its days."""
    recurring: dict[str, list[date]] = defaultdict(list)
    for one in dates:
        recurring[one.label].append(one.day)
    return {
        "dates": [one for one in dates if len(recurring[one.label]) == 1],
        "recurring": [(label, days) for label, days in recurring.items() if len(days) > 1],
    }


def _heading(year: int, entries: list[Entry]) -> str:
    """What is late is the finding."""
    late = [one.name for one in entries if one.cycle and any(gate.is_current and gate.is_late for gate in one.gates)]
    if late:
        return _("%(year)d: behind plan: %(cycles)s") % {"year": year, "cycles": _(", ").join(late)}
    return _("%(year)d: the year's cycles and their gates") % {"year": year}

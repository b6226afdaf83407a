"""The year's calendar of cycles."""

from collections import defaultdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessments.rules import cycles as rules
from assessments.rules.spot_checks import sees_spot_checks
from assessments.selectors.calendar import Entry, StandingDate, entries_of, standing_dates_of
from assessments.year_strip import strip_of
from foundation.common import clock
from foundation.common.days import FIRST, LAST
from foundation.common.errors import require


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    require(rules.sees_calendar, request.person)
    today = clock.today()
    year = _year(request.GET.get("year", ""), today.year)
    quarters, specials = entries_of(year, with_checks=sees_spot_checks(request.person))
    context = {
        "year": year,
        "before": year - 1 if year > FIRST.year + 1 else None,
        "after": year + 1 if year < LAST.year - 1 else None,
        "today": today,
        "is_this_year": year == today.year,
        "quarters": quarters,
        "specials": specials,
        "strip": strip_of(year, quarters, today),
        "months": _by_month(standing_dates_of(year)),
        "sees_cycles": rules.sees_cycles(request.person),
        "may_open": rules.can_open_cycle(request.person),
        "heading": _heading(year, [*quarters, *specials]),
    }
    return render(request, "assessments/calendar.html", context)


def _year(text: str, default: int) -> int:
    """A year out of bounds, or none at all, means the present one."""
    return int(text) if text.isascii() and text.isdigit() and FIRST.year < int(text) < LAST.year else default


def _by_month(dates: list[StandingDate]) -> list[tuple[int, list[StandingDate]]]:
    months: dict[int, list[StandingDate]] = defaultdict(list)
    for one in dates:
        months[one.day.month].append(one)
    return sorted(months.items())


def _heading(year: int, entries: list[Entry]) -> str:
    """What is late is the finding."""
    late = [one.name for one in entries if one.cycle and any(gate.is_current and gate.is_late for gate in one.gates)]
    if late:
        return _("%(year)d: behind plan: %(cycles)s") % {"year": year, "cycles": _(", ").join(late)}
    return _("%(year)d: the year's cycles and their gates") % {"year": year}

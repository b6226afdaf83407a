"""The measures of service: all of them for a unit and a quarter; one of them unit by unit (R3, R22, R26)."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from analysis.control import words as control_words
from analysis.control.weeks import weeks_of
from analysis.measured.export import measure_headers, measure_rows, unit_headers, unit_rows
from analysis.measured.lines import Scope, line_of, lines_of, unit_lines
from analysis.measured.periods import Quarter, quarters
from analysis.rules import can_read_measures
from analysis.selectors import measured_units
from foundation.audit.services import record_event
from foundation.common.errors import require
from foundation.common.exports import workbook_response
from foundation.common.pages import paginate
from organization.models import Unit
from records.measures import Measure, measures

SORTS = ("-value", "value", "-n", "n", "unit", "-unit")


@dataclass(frozen=True)
class Seen:
    """What the request may look at; everything else is not there (404)."""

    scope: Scope
    quarter: Quarter
    units: list[Unit]

    @property
    def below(self) -> list[Unit]:
        """The units right below the scope; where there are none, the scope itself."""
        above = {unit.pk for unit in self.scope.units}
        return [unit for unit in self.units if unit.parent_id in above] or list(self.scope.units)


def _seen(request: HttpRequest) -> Seen:
    require(can_read_measures, request.person)
    units = list(measured_units(request.person))
    quarter = _chosen(quarters(), request.GET.get("quarter", ""))
    asked = request.GET.get("unit", "")
    unit = next((one for one in units if one.code == asked), None)
    if quarter is None or (asked and unit is None):
        raise Http404
    known = {one.pk for one in units}
    tops = tuple(one for one in units if one.parent_id not in known)
    return Seen(Scope(unit, tops), quarter, units)


def _chosen(offered: list[Quarter], code: str) -> Quarter | None:
    return next((one for one in offered if one.code == code), None) if code else offered[0]


def _measure(code: str) -> Measure:
    if (measure := measures.get(code)) is None:
        raise Http404
    return measure


def _context(seen: Seen) -> dict:
    chosen = {"unit": seen.scope.code, "quarter": seen.quarter.code}
    return {"scope": seen.scope, "quarter": seen.quarter, "quarters": quarters(), "units": seen.units, "chosen": chosen}


@require_GET
def measure_list(request: HttpRequest) -> HttpResponse:
    seen = _seen(request)
    lines = lines_of(seen.scope, seen.quarter)
    context = _context(seen) | {"lines": lines, "is_empty": not any(line.n for line in lines)}
    return render(request, "analysis/measure_list.html", context)


@require_GET
def measure_list_export(request: HttpRequest) -> HttpResponseBase:
    seen = _seen(request)
    name = _("Measures of service")
    record_event(
        actor=request.person, action="analysis.measures.export", unit=seen.scope.code, quarter=seen.quarter.code
    )
    return workbook_response(
        name=f"{name} {seen.quarter.code} {seen.scope.code}".strip(),
        sheet=name,
        headers=measure_headers(),
        rows=measure_rows(lines_of(seen.scope, seen.quarter)),
    )


def _sort(request: HttpRequest) -> str:
    asked = request.GET.get("sort", "")
    return asked if asked in SORTS else SORTS[0]


@require_GET
def measure_detail(request: HttpRequest, code: str) -> HttpResponse:
    measure, seen = _measure(code), _seen(request)
    sort = _sort(request)
    rows = unit_lines(measure, seen.below, seen.quarter, sort)
    context = _context(seen) | {
        "measure": measure,
        "line": line_of(measure, seen.scope, seen.quarter),
        "page": paginate(request, rows),
        "sort": sort,
        **_weeks(measure, seen),
    }
    return render(request, "analysis/measure_detail.html", context)


def _weeks(measure: Measure, seen: Seen) -> dict:
    weeks = weeks_of(measure, seen.scope, seen.quarter.end)
    if weeks is None or weeks.is_empty:
        return {"weeks": None}
    return {
        "weeks": control_words.chart_of(weeks),
        "signals": control_words.told(weeks),
        "basis": control_words.basis(weeks),
    }


@require_GET
def measure_detail_export(request: HttpRequest, code: str) -> HttpResponseBase:
    measure, seen = _measure(code), _seen(request)
    rows = unit_lines(measure, seen.below, seen.quarter, _sort(request))
    record_event(
        actor=request.person,
        action="analysis.measure.export",
        measure=measure.code,
        unit=seen.scope.code,
        quarter=seen.quarter.code,
    )
    return workbook_response(
        name=f"{measure.label} {seen.quarter.code}",
        sheet=str(measure.label),
        headers=unit_headers(measure),
        rows=unit_rows(rows),
    )

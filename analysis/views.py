"""A unit's result in a cycle: the figures, what they are made of, and how they moved."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from analysis.links import targets_url, unit_url
from analysis.results import CycleResult, UnitResult, results_of
from analysis.rules import SHOWN_TO_UNIT, can_read_own_results, can_see_quarter
from analysis.selectors import chosen_cycle, visible_cycles, visible_units
from analysis.sentences import about_change, about_unit
from analysis.tables import export_headers, export_rows, result_rows, source_rows
from analysis.targets.filters import UNITS
from analysis.targets.lines import Sheet, is_of_units
from analysis.trends import chart_of, cycles_until, trend_of
from assessments.enums import CycleState
from assessments.models import Cycle
from assessments.rules.events import sees_events
from assessments.selectors.events import confirmed_events
from foundation.audit.services import record_event
from foundation.common.errors import require
from foundation.common.exports import workbook_response
from organization.enums import Role
from organization.models import Unit
from organization.tree import descendants

CYCLES_OFFERED = 12
OWN_CYCLES = 4
TARGETS_SHOWN = 24


@dataclass(frozen=True)
class Seen:
    """What the request may look at: everything else is not there (404)."""

    cycle: Cycle
    cycles: list[Cycle]
    unit: Unit
    result: CycleResult
    row: UnitResult


def _seen(request: HttpRequest, public_id) -> Seen:
    cycles = visible_cycles(request.person)
    cycle = chosen_cycle(cycles, request.GET.get("cycle", ""))
    unit = visible_units(request.person, cycle).filter(public_id=public_id).first() if cycle else None
    if unit is None:
        raise Http404
    result = results_of(cycle)
    row = result.row_of(unit)
    if row is None:
        raise Http404
    return Seen(cycle, list(cycles[:CYCLES_OFFERED]), unit, result, row)


@require_GET
def own_results(request: HttpRequest) -> HttpResponse:
    """The last cycles of the units that the person answers for; each row opens the unit's page."""
    person = request.person
    require(can_read_own_results, person)
    own = descendants(person.units_as(Role.HEAD, Role.LIAISON))
    mine = Cycle.objects.filter(state__in=SHOWN_TO_UNIT, plans__unit__in=own).values("pk")
    results = [results_of(cycle) for cycle in visible_cycles(person).filter(pk__in=mine)[:OWN_CYCLES]]
    rows = [(result, row) for result in results for row in result.rows if row.unit.pk in own]
    context = {
        "rows": [(result.cycle, row, unit_url(row.unit, result.cycle)) for result, row in rows],
        "heading": about_unit(*rows[0]) if len({row.unit.pk for _result, row in rows}) == 1 else "",
        **_own_targets(rows),
    }
    return render(request, "analysis/own_results.html", context)


def _own_targets(rows: list[tuple[CycleResult, UnitResult]]) -> dict:
    """The figures of the latest cycle beside the targets of its standard: all of one unit, or a line a unit and target."""
    if not rows:
        return {"targets": []}
    result = rows[0][0]
    units = [row.unit for own, row in rows if own is result]
    sheet = Sheet(result, sees_all=False)
    aims = [aim for aim in sheet.figures if is_of_units(aim)]
    lines = [line for unit in units for line in sheet.of_unit(unit, aims) if not line.is_to_enter]
    return {
        "targets": lines[:TARGETS_SHOWN],
        "targets_more": len(lines) > TARGETS_SHOWN,
        "targets_cycle": result.cycle,
        "targets_url": targets_url(result.cycle, subject=units[0].code if len(units) == 1 else UNITS),
        "targets_by_unit": len(units) > 1,
    }


@require_GET
def unit_detail(request: HttpRequest, public_id) -> HttpResponse:
    seen = _seen(request, public_id)
    sees_all = can_see_quarter(request.person)
    rows = result_rows(seen.result, seen.row, seen.unit, sees_all=sees_all)
    trend = trend_of(cycles_until(seen.cycle), seen.unit)
    sheet = Sheet(seen.result, sees_all=sees_all)
    figures = sheet.of_unit(seen.unit, [aim for aim in sheet.figures if is_of_units(aim)])
    context = {
        "unit": seen.unit,
        "cycle": seen.cycle,
        "cycles": seen.cycles,
        "result": seen.result,
        "row": seen.row,
        "heading": about_unit(seen.result, seen.row),
        "change": about_change(seen.result, seen.row.whole),
        "rows": rows,
        "cards": [row for row in rows if row.level != "indicator"],
        "sources": source_rows(seen.result, seen.row, sees_all=sees_all),
        "events": confirmed_events(seen.cycle, seen.unit) if seen.row.whole.events else [],
        "sees_events": sees_events(request.person),
        "trend": chart_of(trend, _("Whole score"), target=seen.result.scheme.target),
        "targets": [line for line in figures if not line.is_to_enter],
        "targets_url": targets_url(seen.cycle, subject=seen.unit.code),
        "is_provisional": seen.cycle.state != CycleState.PUBLISHED,
        "sees_all": sees_all,
    }
    return render(request, "analysis/unit_detail.html", context)


@require_GET
def unit_export(request: HttpRequest, public_id) -> HttpResponse:
    """The page's table as a workbook."""
    seen = _seen(request, public_id)
    record_event(actor=request.person, action="analysis.unit.export", target=seen.unit, cycle=seen.cycle.code)
    return workbook_response(
        name=f"{seen.cycle.code}-{seen.unit.code}",
        sheet=f"{seen.cycle.code} {seen.unit.code}",
        headers=export_headers(),
        rows=export_rows(result_rows(seen.result, seen.row, seen.unit)),
    )

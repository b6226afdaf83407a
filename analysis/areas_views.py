"""Results along the tree of units: what an area scores, and the areas directly below it (R29)."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from analysis.areas.rollup import Area, area_of, areas_of
from analysis.areas.tables import area_headers, area_rows
from analysis.areas.words import about_area
from analysis.links import area_url, unit_url
from analysis.loading import load_rows
from analysis.peers import grouped
from analysis.results import CycleResult, results_of
from analysis.rules import can_read_targets, can_see_quarter
from analysis.scheme import schemes_of
from analysis.selectors import chosen_cycle, measured_units, visible_cycles
from analysis.trends import chart_of, cycles_until, levels_for, points_of
from assessments.enums import CycleState
from assessments.models import Cycle
from foundation.audit.services import record_event
from foundation.common.errors import require
from foundation.common.exports import workbook_response
from foundation.common.pages import paginate
from organization.models import Unit
from organization.tree import Tree

CYCLES_OFFERED = 12


@dataclass(frozen=True)
class Seen:
    """What the request may look at; everything else is not there (404). `above`: the units over it that the reader may open, topmost first."""

    cycle: Cycle
    cycles: list[Cycle]
    result: CycleResult
    area: Area
    below: list[Area]
    above: list[Unit]


def _seen(request: HttpRequest, public_id: UUID | None) -> Seen | None:
    """None where there is no cycle yet, or no unit."""
    require(can_read_targets, request.person)
    cycles = visible_cycles(request.person)
    cycle = chosen_cycle(cycles, request.GET.get("cycle", ""))
    if cycle is None:
        if public_id or request.GET.get("cycle"):
            raise Http404
        return None
    units = {unit.pk: unit for unit in measured_units(request.person)}
    tree = Tree.read()
    unit = _unit(units, public_id)
    if unit is None:
        return None
    result = results_of(cycle)
    area = area_of(result, tree, unit)
    below = areas_of(result, tree, [units[key] for key in tree.children.get(unit.pk, ()) if key in units])
    return Seen(cycle, list(cycles[:CYCLES_OFFERED]), result, area, below, _above(units, tree, unit))


def _unit(units: dict[int, Unit], public_id: UUID | None) -> Unit | None:
    """The one that is asked for; without one the topmost that the reader sees."""
    if public_id is None:
        return next((unit for unit in units.values() if unit.parent_id not in units), None)
    for unit in units.values():
        if unit.public_id == public_id:
            return unit
    raise Http404


def _above(units: dict[int, Unit], tree: Tree, unit: Unit) -> list[Unit]:
    line, key = [], unit.parent_id
    while key in units:
        line.append(units[key])
        key = tree.parents.get(key)
    return line[::-1]


@require_GET
def area_detail(request: HttpRequest, public_id: UUID | None = None) -> HttpResponse:
    seen = _seen(request, public_id)
    if seen is None:
        return render(request, "analysis/area_empty.html")
    context = {
        "cycle": seen.cycle,
        "cycles": seen.cycles,
        "area": seen.area,
        "heading": about_area(seen.area, seen.below),
        "above": [(unit, area_url(unit, seen.cycle)) for unit in seen.above],
        "cards": _cards(seen),
        "page": paginate(request, _rows(seen)),
        "own_url": unit_url(seen.area.unit, seen.cycle) if seen.area.own else "",
        "trend": _trend(seen) if seen.area.assessed else None,
        "is_provisional": seen.cycle.state != CycleState.PUBLISHED,
        "sees_all": can_see_quarter(request.person),
    }
    return render(request, "analysis/area_detail.html", context)


def _rows(seen: Seen) -> list[tuple[Area, str, str]]:
    labels = grouped(area.unit for area in seen.below)
    return [(area, _opened(area, seen.cycle), labels[area.unit.pk]) for area in seen.below]


def _opened(area: Area, cycle: Cycle) -> str:
    """The unit's own page where nothing else is in the area."""
    return unit_url(area.unit, cycle) if area.is_single else area_url(area.unit, cycle)


def _cards(seen: Seen) -> list[tuple[str, object]]:
    scores, scheme = seen.area.scores, seen.result.scheme
    named = [(str(one), scores.dimensions[one.code]) for one in scheme.dimensions if one.code in scores.dimensions]
    return [(_("Whole score"), scores.whole), *named]


def _trend(seen: Seen) -> dict:
    """The units that are assessed now, in each of the quarters."""
    cycles = cycles_until(seen.cycle)
    loaded = load_rows(cycles, levels={cycle.pk: levels_for("") for cycle in cycles})
    schemes = schemes_of(cycle.standard_version for cycle in cycles)
    points = points_of(cycles, loaded, schemes, units=seen.area.assessed)
    return chart_of(points, _("Whole score"), target=seen.result.scheme.target)


@require_GET
def area_export(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The page's table as a workbook."""
    seen = _seen(request, public_id)
    unit = seen.area.unit
    record_event(actor=request.person, action="analysis.area.export", target=unit, cycle=seen.cycle.code)
    return workbook_response(
        name=f"{seen.cycle.code}-{unit.code}",
        sheet=f"{seen.cycle.code} {unit.code}",
        headers=area_headers(seen.result),
        rows=area_rows(seen.result, [seen.area, *seen.below]),
    )

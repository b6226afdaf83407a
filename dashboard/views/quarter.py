"""The quarter at a glance, for those whose work is the whole."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from analysis.rules import can_see_quarter
from dashboard.quarter import parts
from dashboard.quarter.choice import cycles_and_chosen
from dashboard.quarter.export import overview_workbook
from dashboard.quarter.overview import read_overview
from foundation.common.errors import require
from publication.selectors import visible_to as publications_visible_to


@require_GET
def quarter(request: HttpRequest) -> HttpResponse:
    require(can_see_quarter, request.person)
    cycles, cycle = cycles_and_chosen(request.person, request.GET.get("cycle", ""))
    if cycle is None:
        return render(request, "dashboard/quarter_empty.html")
    view = read_overview(request.person, cycles, cycle, request.GET)
    rankings = parts.rankings(view)
    context = {
        "cycle": cycle,
        "cycles": cycles,
        "choice": view.choice,
        "result": view.result,
        "heading": parts.heading(view),
        "cards": parts.cards(view),
        "rankings": rankings,
        "reach": parts.ranking_reach(rankings),
        "target": view.choice.dimension.target if view.choice.dimension else view.result.scheme.target,
        "heat": parts.heat_map(view),
        "lost": parts.points_lost(view),
        "trend": parts.trend(view),
        "rectification": parts.rectification(view),
        "without_data": parts.without_data(view),
        "sheets": sum(row.sheets for row in view.choice.rows),
        "planned": sum(row.planned for row in view.choice.rows),
        "publication": publications_visible_to(request.person).filter(cycle=cycle).order_by("-edition").first(),
    }
    return render(request, "dashboard/quarter.html", context)


@require_GET
def quarter_export(request: HttpRequest) -> HttpResponse:
    """The present view as a workbook."""
    require(can_see_quarter, request.person)
    cycles, cycle = cycles_and_chosen(request.person, request.GET.get("cycle", ""))
    if cycle is None:
        return render(request, "dashboard/quarter_empty.html", status=404)
    return overview_workbook(read_overview(request.person, cycles, cycle, request.GET))

"""The quarter at a glance, for those whose work is the whole."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from analysis.rules import can_see_quarter
from dashboard.quarter.choice import read_offer
from dashboard.quarter.export import overview_workbook
from dashboard.quarter.overview import make_overview, read_line
from dashboard.quarter.page import page_of
from dashboard.quarter.tasks import draw_rectification, read_rectification
from foundation.common.errors import require
from publication.selectors import visible_to as publications_visible_to


@require_GET
def quarter(request: HttpRequest) -> HttpResponse:
    require(can_see_quarter, request.person)
    offer = read_offer(request.person, request.GET.get("cycle", ""))
    cycle = offer.chosen
    if cycle is None:
        return render(request, "dashboard/quarter_empty.html")
    line = read_line(offer.marks, cycle, request.GET.get("dimension", ""))
    page = page_of(line, offer.marks, request.GET)
    publications = publications_visible_to(request.person).filter(cycle=cycle.pk).select_related(None)
    context = {
        "cycle": cycle,
        "page": page,
        "measured_at": line.measured_at,
        "rectification": draw_rectification(read_rectification(request.person, cycle, page.units)),
        "publication": publications.order_by("-edition").values("public_id", "state").first(),
    }
    if present := offer.present:  # what the top bar would ask the database for once more
        context |= {"current_cycle": present, "current_cycle_url": present.get_absolute_url()}
    return render(request, "dashboard/quarter.html", context)


@require_GET
def quarter_export(request: HttpRequest) -> HttpResponse:
    """The present view as a workbook."""
    require(can_see_quarter, request.person)
    offer = read_offer(request.person, request.GET.get("cycle", ""))
    if offer.chosen is None:
        return render(request, "dashboard/quarter_empty.html", status=404)
    line = read_line(offer.marks, offer.chosen, request.GET.get("dimension", ""))
    return overview_workbook(make_overview(line, request.GET))

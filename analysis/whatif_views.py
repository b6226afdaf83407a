"""Try other weights on a past quarter before a version is approved (R5)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from analysis.rules import SHOWN_TO_UNIT, can_see_quarter
from analysis.selectors import visible_cycles
from analysis.whatif.page import WhatIf, export_headers, export_rows, headline, script_state, what_if
from foundation.common.exports import workbook_response
from standards.models import StandardVersion
from standards.rules import sees_drafts
from standards.selectors import visible_to
from standards.studies.groups import weighed_dimensions

CYCLES_OFFERED = 12


def _seen(request: HttpRequest, public_id) -> tuple[StandardVersion, WhatIf | None, list]:
    """For those who see all units and drafts alike; a quarter that does not exist, or is still being scored, is not there (404). No page where
    nothing of the version carries a weight: deductions, for example."""
    if not (can_see_quarter(request.person) and sees_drafts(request.person)):
        raise Http404
    version = get_object_or_404(visible_to(request.person), public_id=public_id)
    cycles = visible_cycles(request.person).filter(state__in=SHOWN_TO_UNIT)
    code = request.GET.get("cycle", "")
    cycle = cycles.filter(code=code).first() if code else cycles.first()
    if cycle is None:
        if code:
            raise Http404
        return version, None, []
    if not weighed_dimensions(version):
        return version, None, []
    return version, what_if(version, cycle, request.GET), list(cycles[:CYCLES_OFFERED])


@require_GET
def what_if_page(request: HttpRequest, public_id) -> HttpResponse:
    version, page, cycles = _seen(request, public_id)
    context = {
        "version": version,
        "page": page,
        "cycles": cycles,
        "has_weights": page is not None or bool(weighed_dimensions(version)),
    }
    if page is not None:
        context |= {
            "heading": headline(page),
            "groups": page.groups,
            "fields": page.fields(),
            "state": script_state(page),
            "firmness": page.firmness,
            "pairs": page.pairs,
            "compared": page.under_each_set(),
            "errors": len(page.tried.form.errors),
        }
    return render(request, "analysis/what_if.html", context, status=422 if page and page.tried.form.errors else 200)


@require_GET
def what_if_export(request: HttpRequest, public_id) -> HttpResponse:
    """The ranking before and after, as the page shows it under the same weights."""
    version, page, _cycles = _seen(request, public_id)
    if page is None:
        raise Http404
    name = f"{version.standard.code}-v{version.number}-{page.cycle.code}"
    return workbook_response(name=name, sheet=name, headers=export_headers(), rows=export_rows(page))

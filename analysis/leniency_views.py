"""How lenient the assessors of a quarter were, and each unit's score beside the one adjusted for it (R29)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from analysis.lenient import words
from analysis.lenient.additive import Effect
from analysis.lenient.lines import Leniencies, leniencies_of
from analysis.lenient.tables import leniency_headers, leniency_rows
from analysis.links import unit_url
from analysis.results import CycleResult, results_of
from analysis.rules import can_see_quarter
from analysis.selectors import chosen_cycle, visible_cycles
from assessments.models import Cycle
from foundation.audit.services import record_event
from foundation.common.errors import require
from foundation.common.exports import workbook_response
from foundation.common.pages import paginate

CYCLES_OFFERED = 12


def _seen(request: HttpRequest) -> tuple[list[Cycle], CycleResult | None]:
    require(can_see_quarter, request.person)
    cycles = visible_cycles(request.person)
    cycle = chosen_cycle(cycles, request.GET.get("cycle", ""))
    if cycle is None and request.GET.get("cycle"):
        raise Http404
    return list(cycles[:CYCLES_OFFERED]), None if cycle is None else results_of(cycle)


def _told(effect: Effect) -> dict:
    word, tone = words.verdict(effect)
    return {
        "points": words.points(effect),
        "interval": words.interval(effect),
        "word": word,
        "tone": tone,
        "n": effect.n,
    }


@require_GET
def leniency(request: HttpRequest) -> HttpResponse:
    cycles, result = _seen(request)
    found = Leniencies((), (), 0) if result is None else leniencies_of(result)
    context = {
        "cycle": result.cycle if result else None,
        "cycles": cycles,
        "heading": words.about_leniency(found),
        "assessors": [(line.assessor, _told(line.effect)) for line in found.assessors],
        "page": paginate(
            request, [(line, _told(line.lift), unit_url(line.row.unit, result.cycle)) for line in found.units]
        ),
        "parts": found.parts,
    }
    return render(request, "analysis/leniency.html", context)


@require_GET
def leniency_export(request: HttpRequest) -> HttpResponse:
    """Assessors and units of the page, one below the other."""
    _cycles, result = _seen(request)
    if result is None:
        raise Http404
    record_event(actor=request.person, action="analysis.leniency.export", target=result.cycle)
    return workbook_response(
        name=f"{_('Leniency')} {result.cycle.code}",
        sheet=result.cycle.code,
        headers=leniency_headers(),
        rows=leniency_rows(leniencies_of(result)),
    )

"""The year from its quarters: units side by side, for those who see all; their own for heads and liaisons (R29)."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from analysis.links import unit_url
from analysis.peers import grouped
from analysis.rules import can_read_targets, can_see_quarter
from analysis.selectors import measured_units
from analysis.years.tables import year_headers, year_rows
from analysis.years.words import about_year, name_of_year
from analysis.years.yearly import YearLine, YearResult, year_of, years_there_are
from foundation.audit.services import record_event
from foundation.common.errors import require
from foundation.common.exports import workbook_response
from foundation.common.pages import paginate
from organization.models import Person


def _seen(request: HttpRequest) -> tuple[YearResult | None, list[int]]:
    """The year as far as the reader may see it, and the years there are. None where no quarter counts yet."""
    require(can_read_targets, request.person)
    years = years_there_are()
    if not years:
        return None, years
    asked = request.GET.get("year", "")
    if asked and asked not in map(str, years):
        raise Http404
    result = year_of(int(asked) if asked else years[0], request.GET.get("dimension", ""))
    if result is None:
        raise Http404
    return _visible(result, request.person), years


def _visible(result: YearResult, person: Person) -> YearResult:
    """Heads and liaisons: the lines of their units; nobody there sees the organization's, which would tell the others'."""
    if can_see_quarter(person):
        return result
    own = set(measured_units(person).values_list("pk", flat=True))
    lines = tuple(line for line in result.lines if line.unit.pk in own)
    alone = lines[0] if len(lines) == 1 else YearLine(None, (), replace(result.overall.year, value=None))
    return replace(result, lines=lines, overall=alone)


@require_GET
def year_detail(request: HttpRequest) -> HttpResponse:
    result, years = _seen(request)
    if result is None:
        return render(request, "analysis/year_empty.html")
    sees_all = can_see_quarter(request.person)
    labels = grouped(line.unit for line in result.lines)
    lines = [(line, _cells(result, line), labels[line.unit.pk]) for line in result.lines]
    context = {
        "result": result,
        "years": years,
        "heading": about_year(result) if result.overall.year.value is not None else name_of_year(result),
        "page": paginate(request, lines),
        "overall": _cells(result, result.overall) if sees_all else None,
        "sees_all": sees_all,
    }
    return render(request, "analysis/year_detail.html", context)


def _cells(result: YearResult, line: YearLine) -> list[tuple]:
    """(cycle, score, address of the quarter's result) for each quarter."""
    return [
        (cycle, score, unit_url(line.unit, cycle) if line.unit is not None and score.value is not None else "")
        for cycle, score in zip(result.cycles, line.quarters, strict=True)
    ]


@require_GET
def year_export(request: HttpRequest) -> HttpResponse:
    result, _years = _seen(request)
    if result is None:
        raise Http404
    record_event(actor=request.person, action="analysis.year.export", year=result.year)
    return workbook_response(
        name=f"{result.year} {result.dimension.code if result.dimension else ''}".strip(),
        sheet=str(result.year),
        headers=year_headers(result),
        rows=year_rows(result, sees_all=can_see_quarter(request.person)),
    )

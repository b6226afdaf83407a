"""A standard's targets beside the actual figures of a cycle: of the organization, and unit by unit (R3)."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.http import require_GET

from analysis.results import results_of
from analysis.rules import can_enter_figure, can_read_targets, can_see_organization, can_see_quarter
from analysis.selectors import chosen_cycle, visible_cycles, visible_units
from analysis.targets.export import export_headers, export_rows
from analysis.targets.filters import ORGANIZATION, UNITS, TargetForm
from analysis.targets.lines import Sheet, TargetLine, is_of_units
from analysis.targets.words import about_targets
from assessments.enums import CycleState
from assessments.models import Cycle
from foundation.audit.services import record_event
from foundation.common.errors import require
from foundation.common.exports import workbook_response
from foundation.common.pages import PAGE_SIZE, paginate
from foundation.common.texts import localized

CYCLES_OFFERED = 12


@dataclass(frozen=True)
class Seen:
    """The chosen lines of a cycle; `form` is what they were chosen by, `heading` the finding of whom they speak of, unfiltered."""

    cycle: Cycle
    form: TargetForm
    lines: list[TargetLine]
    heading: str
    sees_all: bool


def _seen(request: HttpRequest) -> Seen | None:
    """None where there is no cycle yet that the person may see. Raises 404 for a cycle or a unit that is out of sight."""
    person = request.person
    require(can_read_targets, person)
    cycles = visible_cycles(person)
    code = request.GET.get("cycle", "")
    cycle = chosen_cycle(cycles, code)
    if cycle is None:
        if code:
            raise Http404
        return None
    choosable = visible_units(person, cycle).order_by("code")
    units = list(choosable)
    sees_all, sees_organization = can_see_quarter(person), can_see_organization(person, cycle)
    asked = request.GET.get("subject", "")
    offered = {ORGANIZATION, UNITS, "", *(unit.code for unit in units)}
    if asked not in offered or (asked == ORGANIZATION and not sees_organization):
        raise Http404
    sheet = Sheet(results_of(cycle), sees_all=sees_all)
    form = TargetForm(
        request.GET,
        cycle=cycle,
        cycles=list(cycles[:CYCLES_OFFERED]),
        units=choosable,
        aims=sheet.aims,
        sees_organization=sees_organization,
    )
    lines, heading = _lines(
        sheet, [form.single] if form.single else units, form.value("subject"), may_enter=can_enter_figure(person, cycle)
    )
    return Seen(cycle, form, [line for line in lines if _is_chosen(line, form)], heading, sees_all)


def _lines(sheet: Sheet, units, subject: str, *, may_enter: bool) -> tuple[list[TargetLine], str]:
    """The lines that the person may see, and the finding that counts the same ones."""
    if subject == ORGANIZATION:
        lines = sheet.of_organization()
        return lines, about_targets((line.aim, line.actual) for line in lines)
    aims = [aim for aim in sheet.aims if is_of_units(aim)]
    lines = [
        line
        for unit in units
        for line in sheet.of_unit(unit, aims)
        # A unit's figure that nobody has entered is a line for whoever enters it.
        if may_enter or not line.is_to_enter
    ]
    named = len(units) == 1
    whose = localized(units[0], "name") if named else _("All units")
    return lines, about_targets(((line.aim, line.actual) for line in lines), whose=whose, named=named)


def _is_chosen(line: TargetLine, form: TargetForm) -> bool:
    given = {"target": line.aim.key, "level": line.aim.level, "state": line.state.value}
    return all(form.value(name) in ("", value) for name, value in given.items())


@dataclass(frozen=True)
class _Filter:
    form: TargetForm


@require_GET
def targets(request: HttpRequest) -> HttpResponse:
    seen = _seen(request)
    if seen is None:
        return render(request, "analysis/targets_empty.html")
    by_unit = seen.form.value("subject") != ORGANIZATION
    context = {
        "cycle": seen.cycle,
        "heading": seen.heading,
        "filter": _Filter(seen.form),
        "page": paginate(request, seen.lines, PAGE_SIZE),
        "by_unit": by_unit,
        "table": {"columns": _columns(by_unit=by_unit)},
        "export_url": request.path + "export/",
        "is_provisional": seen.cycle.state != CycleState.PUBLISHED,
        "sees_all": seen.sees_all,
    }
    return render(request, "analysis/targets.html", context)


def _columns(*, by_unit: bool) -> list[dict]:
    return [
        {"key": "target", "label": _("Unit and target") if by_unit else pgettext("what is aimed at", "Target")},
        {"key": "internal", "label": _("Internal"), "numeric": True},
        {"key": "industry", "label": _("Industry"), "numeric": True},
        {"key": "actual", "label": _("Actual figure"), "numeric": True},
        {"key": "state", "label": _("State")},
        *([] if by_unit else [{"key": "units", "label": _("Units that reach it"), "numeric": True}]),
    ]


@require_GET
def targets_export(request: HttpRequest) -> HttpResponse:
    """The chosen lines, all of them."""
    seen = _seen(request)
    if seen is None:
        raise Http404
    record_event(actor=request.person, action="analysis.targets.export", target=seen.cycle, count=len(seen.lines))
    return workbook_response(
        name="-".join([seen.cycle.code, "targets"]),
        sheet=seen.cycle.code,
        headers=export_headers(),
        rows=export_rows(seen.lines),
    )

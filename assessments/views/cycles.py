"""The quarters, and one quarter as the lead's first page: where each plan stands and what blocks the gate."""

from datetime import date

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_POST

from assessments import gates
from assessments.enums import CycleState, SpotCheckState
from assessments.models import Cycle
from assessments.quarters import next_quarter, quarter_code, quarter_names, quarter_start
from assessments.rules import cycles as rules
from assessments.rules.spot_checks import sees_spot_checks
from assessments.selectors.cycles import cycles_visible_to, with_progress
from assessments.selectors.plans import DRAWN, plans_visible_to, with_progress as plans_with_progress
from assessments.selectors.readings import readings_of
from assessments.services import cycles as services
from assessments.services.measures import refresh_measures as refresh
from foundation.audit.selectors import timeline_of
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.pages import ordered, paginate
from foundation.common.texts import current_suffix
from standards.selectors import version_in_force


def _cycle(request: HttpRequest, public_id) -> Cycle:
    require(rules.sees_cycles, request.person)
    return get_object_or_404(cycles_visible_to(request.person), public_id=public_id)


@require_GET
def cycle_list(request: HttpRequest) -> HttpResponse:
    require(rules.sees_cycles, request.person)
    rows = ordered(
        request, with_progress(cycles_visible_to(request.person)), {"cycle": "start", "state": "state"}, "-cycle"
    )
    context = {
        "page": paginate(request, rows),
        "table": {
            "sort": request.GET.get("sort", "-cycle"),
            "columns": [
                {"key": "cycle", "label": _("Cycle"), "sortable": True},
                {"key": "plans", "label": _("Plans drawn"), "numeric": True},
                {"key": "sheets", "label": _("Sheets sealed"), "numeric": True},
                {"key": "standard", "label": _("Standard")},
                {"key": "state", "label": _("State"), "sortable": True},
            ],
        },
        "openable": _openable() if rules.can_open_cycle(request.person) else [],
        "has_standard": version_in_force() is not None,
    }
    return render(request, "assessments/cycle_list.html", context)


def _openable() -> list[dict]:
    """This quarter and the next one, as long as they are not open."""
    this = quarter_start(clock.today())
    starts = (this, next_quarter(this))
    known = set(Cycle.objects.filter(code__in=map(quarter_code, starts)).values_list("code", flat=True))
    name = 0 if current_suffix() == "zh" else 1
    return [
        {"start": start, "name": quarter_names(start)[name]} for start in starts if quarter_code(start) not in known
    ]


@require_POST
def open_cycle(request: HttpRequest) -> HttpResponse:
    require(rules.can_open_cycle, request.person)
    try:
        start = date.fromisoformat(request.POST.get("start", ""))
    except ValueError:
        raise Invalid(_("A cycle begins on the first day of a quarter.")) from None
    if start not in [entry["start"] for entry in _openable()] and not Cycle.objects.filter(start=start).exists():
        raise Invalid(_("Only this quarter and the next one can be opened."))
    cycle = services.open_cycle(start=start, actor=request.person)
    messages.success(request, _("%(cycle)s is open. Its plans are drafted.") % {"cycle": cycle.code})
    return redirect(cycle)


@require_GET
def cycle_detail(request: HttpRequest, public_id) -> HttpResponse:
    cycle = _cycle(request, public_id)
    is_collecting = cycle.state == CycleState.COLLECTING
    plans = list(plans_with_progress(plans_visible_to(request.person).filter(cycle=cycle)).order_by("unit__code"))
    context = {
        "object": cycle,
        "plans": plans,
        "sealed": sum(plan.sealed_count for plan in plans),
        "sheets": sum(plan.sheet_count for plan in plans),
        "drawn": sum(plan.state in DRAWN for plan in plans),
        "steps": _steps(cycle),
        "blockers": gates.what_blocks(cycle) if is_collecting else [],
        "may_finalise": is_collecting and rules.can_finalise_cycle(request.person, cycle),
        "may_refresh": is_collecting and rules.can_refresh_measures(request.person, cycle),
        "readings": readings_of(cycle, [plan.unit for plan in plans]),
        "spot_checks": _spot_checks(cycle) if sees_spot_checks(request.person) else None,
        "timeline": timeline_of(cycle, limit=20),
    }
    return render(request, "assessments/cycle_detail.html", context)


def _steps(cycle: Cycle) -> list[dict]:
    """Collecting → feedback → publication."""
    order = [CycleState.COLLECTING, CycleState.FEEDBACK, CycleState.PUBLISHED]
    here = order.index(cycle.state)
    return [
        {
            "label": state.label,
            "tone": "done"
            if place < here or state == CycleState.PUBLISHED == cycle.state
            else state.tone
            if place == here
            else "idle",
            "current": place == here,
        }
        for place, state in enumerate(order)
    ]


def _spot_checks(cycle: Cycle) -> dict[str, int]:
    """How many are planned, drawn and skipped; nothing of when and what."""
    counts = dict(cycle.spot_checks.order_by().values_list("state").annotate(n=Count("pk")))
    return {state.value: counts.get(state.value, 0) for state in SpotCheckState}


@require_POST
def finalise_cycle(request: HttpRequest, public_id) -> HttpResponse:
    cycle = _cycle(request, public_id)
    try:
        services.finalise_cycle(cycle=cycle, actor=request.person)
    except Invalid as error:
        for sentence in error.messages:
            messages.error(request, sentence)
    else:
        messages.success(
            request,
            _("Scoring for %(cycle)s is closed. Heads and liaisons can read their results.") % {"cycle": cycle.code},
        )
    return redirect(cycle)


@require_POST
def refresh_measures(request: HttpRequest, public_id) -> HttpResponse:
    cycle = _cycle(request, public_id)
    require(rules.can_refresh_measures, request.person, cycle)
    if cycle.state != CycleState.COLLECTING:
        raise Conflict(_("The figures of this cycle stand; they are not computed any more."))
    count = refresh(cycle=cycle)
    messages.success(
        request, ngettext("%(n)d figure was computed.", "%(n)d figures were computed.", count) % {"n": count}
    )
    return redirect(cycle)

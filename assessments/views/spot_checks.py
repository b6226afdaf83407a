"""Spot checks of a cycle: those that are drawn, what was promised and done, how risk weighs; of the planned ones only how many there are."""

from django.db.models import Count, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessments.enums import SpotCheckState
from assessments.models import Cycle, ScoreSheet, SpotCheck
from assessments.rules.spot_checks import sees_spot_checks
from assessments.selectors.cycles import current_cycle
from assessments.selectors.spot_checks import lot_of, promises_of, risks_shown_to
from foundation.common.errors import require
from foundation.common.pages import ordered, paginate

CYCLES_OFFERED = 6


@require_GET
def spot_check_list(request: HttpRequest) -> HttpResponse:
    require(sees_spot_checks, request.person)
    cycle = _cycle(request)
    sheets = Prefetch("sheets", queryset=ScoreSheet.objects.select_related("assessor"))
    past = SpotCheck.objects.exclude(state=SpotCheckState.PLANNED).filter(cycle=cycle)
    past = past.select_related("cycle", "unit", "draw").prefetch_related(sheets)
    rows = ordered(request, past, {"when": "due_at", "unit": "unit__code", "state": "state"}, "-when")
    counts = dict(cycle.spot_checks.order_by().values_list("state").annotate(n=Count("pk"))) if cycle else {}
    lot = lot_of(cycle) if cycle else None
    promises = promises_of(cycle, lot) if cycle else []
    context = {
        "page": paginate(request, rows),
        "table": {
            "sort": request.GET.get("sort", "-when"),
            "columns": [
                {"key": "unit", "label": _("Unit"), "sortable": True},
                {"key": "when", "label": _("When"), "sortable": True},
                {"key": "ground", "label": _("Why")},
                {"key": "sheet", "label": _("Score sheet")},
                {"key": "assessor", "label": _("Assessor")},
                {"key": "state", "label": _("State"), "sortable": True},
            ],
        },
        "tabs": _tabs(cycle),
        "cycle": cycle,
        "planned": counts.get(SpotCheckState.PLANNED.value, 0),
        "drawn": counts.get(SpotCheckState.DRAWN.value, 0),
        "lot": lot,
        "promises": promises,
        "kept": sum(row.is_kept for row in promises),
        "risks": risks_shown_to(request.person, lot),
    }
    return render(request, "assessments/spot_check_list.html", context)


def _cycle(request: HttpRequest) -> Cycle | None:
    """The cycle that the address names, otherwise the present one."""
    code = request.GET.get("cycle", "")
    if not code:
        return current_cycle()
    cycle = Cycle.objects.filter(code=code).first()
    if cycle is None:
        raise Http404
    return cycle


def _tabs(present: Cycle | None) -> list[dict]:
    """The latest cycles that have spot checks, and the one that is shown."""
    codes = list(
        Cycle.objects.filter(spot_checks__isnull=False).distinct().values_list("code", flat=True)[:CYCLES_OFFERED]
    )
    if present is not None and present.code not in codes:
        codes.append(present.code)
    return [
        {"url": f"?cycle={code}", "label": code, "count": None, "current": present is not None and code == present.code}
        for code in codes
    ]

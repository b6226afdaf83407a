"""Spot checks: those that are drawn, and of the planned ones only how many there are, never when or where."""

from django.db.models import Count, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessments.enums import SpotCheckState
from assessments.models import ScoreSheet, SpotCheck
from assessments.rules.cycles import sees_spot_checks
from assessments.selectors.cycles import current_cycle
from foundation.common.errors import require
from foundation.common.pages import ordered, paginate


@require_GET
def spot_check_list(request: HttpRequest) -> HttpResponse:
    require(sees_spot_checks, request.person)
    sheets = Prefetch("sheets", queryset=ScoreSheet.objects.select_related("assessor"))
    past = (
        SpotCheck.objects.exclude(state=SpotCheckState.PLANNED)
        .select_related("cycle", "unit", "draw")
        .prefetch_related(sheets)
    )
    rows = ordered(request, past, {"when": "due_at", "unit": "unit__code", "state": "state"}, "-when")
    cycle = current_cycle()
    counts = dict(cycle.spot_checks.order_by().values_list("state").annotate(n=Count("pk"))) if cycle else {}
    context = {
        "page": paginate(request, rows),
        "table": {
            "sort": request.GET.get("sort", "-when"),
            "columns": [
                {"key": "unit", "label": _("Unit"), "sortable": True},
                {"key": "when", "label": _("When"), "sortable": True},
                {"key": "sheet", "label": _("Score sheet")},
                {"key": "assessor", "label": _("Assessor")},
                {"key": "state", "label": _("State"), "sortable": True},
            ],
        },
        "cycle": cycle,
        "planned": counts.get(SpotCheckState.PLANNED.value, 0),
        "drawn": counts.get(SpotCheckState.DRAWN.value, 0),
    }
    return render(request, "assessments/spot_check_list.html", context)

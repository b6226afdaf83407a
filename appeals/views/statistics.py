"""Statistics of appeals, on the page and as a workbook."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from appeals import rules
from appeals.exports import statistics_response
from appeals.statistics import SMALL, statistics_of
from assessments.models import Cycle
from foundation.common.errors import require


def _cycle(request: HttpRequest) -> Cycle | None:
    """The one that is asked for by its code; None: all of them, also for a code that there is not."""
    return Cycle.objects.filter(code=request.GET.get("cycle", "")[:20]).first()


@require_GET
def show_statistics(request: HttpRequest) -> HttpResponse:
    require(rules.sees_statistics, request.person)
    cycle = _cycle(request)
    found = statistics_of(cycle)
    context = {
        "found": found,
        "cycle": cycle,
        "cycles": Cycle.objects.filter(appeals__isnull=False).distinct().order_by("-start"),
        "small": SMALL,
        "tables": [
            (_("By indicator"), _("Indicator"), found.by_indicator),
            (_("By assessor"), _("Assessor"), found.by_assessor),
            (_("By department"), _("Department"), found.by_unit),
        ],
    }
    return render(request, "appeals/statistics.html", context)


@require_GET
def export_statistics(request: HttpRequest) -> HttpResponseBase:
    require(rules.sees_statistics, request.person)
    cycle = _cycle(request)
    return statistics_response(
        statistics_of(cycle), f"{_('Statistics of appeals')} {cycle.code if cycle else ''}".strip()
    )

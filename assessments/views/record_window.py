"""The record of a sheet in a window of its own, for a second screen (R15)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.sheet_form.record_panel import record_panel
from assessments.views.scoring import sheet_to_score


@require_GET
def record_window(request: HttpRequest, public_id) -> HttpResponse:
    """What the scoring page shows of the record, and nothing else; for whoever may score the sheet. 404 where there is no record."""
    sheet = sheet_to_score(request, public_id)
    panel = record_panel(sheet.record)
    if panel is None:
        raise Http404
    return render(request, "assessments/sheet_record.html", {"sheet": sheet, "panel": panel})

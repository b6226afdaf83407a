"""How what was sent to a part of the sheet page is answered: the part to a script, a page to anybody else."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from assessments.models import ScoreSheet
from assessments.sheet_form.answering import wants_json
from assessments.views.method_parts import part_of_method
from assessments.views.scoring import draw_sheet
from foundation.common.errors import Conflict


def answer_part(request: HttpRequest, sheet: ScoreSheet, *, status: int = 200, **more) -> HttpResponse:
    """The part for a script, the whole page for anybody else; `more` is what the method's part is drawn with, as its refused form."""
    part = part_of_method(request, sheet, **more)
    if not wants_json(request):
        return draw_sheet(request, sheet, part=part, status=status)
    return render(request, part.template, {"sheet": sheet, "panel": part.panel}, status=status)


def too_late(request: HttpRequest, conflict: Conflict) -> HttpResponse:
    """409 with the sentence for a script; raised again for anybody else, who gets the page of conflicts."""
    if wants_json(request):
        return JsonResponse({"messages": [conflict.message]}, status=409)
    raise conflict

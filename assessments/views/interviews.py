"""Interviews with customers: what came of each drawn minute. A script swaps the part of the page; without one the page comes anew."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.forms.interviews import InterviewForm
from assessments.models import ScoreSheet
from assessments.services import interviews as services
from assessments.sheet_form.answering import wants_json
from assessments.views.method_parts import part_of_method
from assessments.views.scoring import draw_sheet, sheet_to_score
from foundation.common.errors import Conflict, Invalid
from foundation.common.receipts import parse_key


@require_POST
def note_interview(request: HttpRequest, public_id) -> HttpResponse:
    sheet = sheet_to_score(request, public_id)
    form = InterviewForm(request.POST, questions=services.questions_of(sheet))
    if form.is_valid():
        key = parse_key(request.POST.get("client_key"))
        try:
            services.note_interview(sheet=sheet, actor=request.person, key=key, **form.given())
        except Invalid as refusal:
            _show(form, refusal)
        except Conflict as conflict:
            if wants_json(request):
                return JsonResponse({"messages": [conflict.message]}, status=409)
            raise
        else:
            if wants_json(request):
                return _answer(request, sheet)
            messages.success(request, _("Noted."))
            return redirect("assessments:sheet_score", public_id=public_id)
    return _answer(request, sheet, status=422, form=form)


def _show(form: InterviewForm, refusal: Invalid) -> None:
    """Each sentence beside its field; what is missing of all answers beside the first."""
    first = form.answer_fields[0].name if form.answer_fields else None
    for name, sentences in refusal.message_dict.items():
        field = first if name == "answers" else name
        form.add_error(field if field in form.fields else None, sentences)


def _answer(request: HttpRequest, sheet: ScoreSheet, *, status: int = 200, **more) -> HttpResponse:
    """The part for a script, the whole page for anybody else."""
    part = part_of_method(request, sheet, **more)
    if not wants_json(request):
        return draw_sheet(request, sheet, part=part, status=status)
    return render(request, part.template, {"sheet": sheet, "panel": part.panel}, status=status)

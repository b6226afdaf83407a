"""Interviews with customers: what came of each drawn minute. A script swaps the part of the page; without one the page comes anew."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.forms.interviews import InterviewForm
from assessments.services import interviews as services
from assessments.sheet_form.answering import wants_json
from assessments.views.part_answers import answer_part, too_late
from assessments.views.scoring import sheet_to_score
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
            return too_late(request, conflict)
        else:
            if wants_json(request):
                return answer_part(request, sheet)
            messages.success(request, _("Noted."))
            return redirect("assessments:sheet_score", public_id=public_id)
    return answer_part(request, sheet, status=422, form=form)


def _show(form: InterviewForm, refusal: Invalid) -> None:
    """Each sentence beside its field; what is missing of all answers beside the first."""
    first = form.answer_fields[0].name if form.answer_fields else None
    for name, sentences in refusal.message_dict.items():
        field = first if name == "answers" else name
        form.add_error(field if field in form.fields else None, sentences)

"""Calling a customer back: the number on demand, and each attempt. A script swaps the part of the page; without one the page comes anew."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.forms.callbacks import AttemptForm
from assessments.models import ScoreSheet
from assessments.rules.sheets import can_score_sheet
from assessments.services import callbacks as services
from assessments.sheet_form.answering import wants_json
from assessments.views.callback_panel import callback_panel
from assessments.views.part_answers import too_late
from assessments.views.scoring import draw_sheet, sheet_to_score
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import parse_key


@require_POST
def reveal_number(request: HttpRequest, public_id) -> HttpResponse:
    """The number is in the answer to this request and in no other; asking again is another reveal."""
    sheet = sheet_to_score(request, public_id)
    require(can_score_sheet, request.person, sheet)
    reason = request.POST.get("reason", "")
    try:
        number = services.reveal_number(sheet=sheet, actor=request.person, reason=reason)
    except Invalid as refusal:
        return _answer(request, sheet, status=422, reason=reason, reason_error=refusal.messages[0])
    except Conflict as conflict:
        return too_late(request, conflict)
    return _answer(request, sheet, number=number)


@require_POST
def note_attempt(request: HttpRequest, public_id) -> HttpResponse:
    sheet = sheet_to_score(request, public_id)
    form = AttemptForm(request.POST)
    if form.is_valid():
        key = parse_key(request.POST.get("client_key"))
        try:
            services.note_attempt(sheet=sheet, actor=request.person, key=key, **form.cleaned_data)
        except Invalid as refusal:
            form.add_error(None, refusal)
        except Conflict as conflict:
            return too_late(request, conflict)
        else:
            if wants_json(request):
                return _answer(request, sheet)
            messages.success(request, _("The attempt is noted."))
            return redirect("assessments:sheet_score", public_id=public_id)
    return _answer(request, sheet, status=422, form=form)


def _answer(request: HttpRequest, sheet: ScoreSheet, *, status: int = 200, **more) -> HttpResponse:
    """The part for a script, the whole page for anybody else."""
    panel = callback_panel(sheet, **more)
    if not wants_json(request):
        return draw_sheet(request, sheet, callback=panel, status=status)
    context = {"sheet": sheet, "callback": panel, "callback_key": uuid4()}
    return render(request, "assessments/_sheet_callback.html", context, status=status)

"""CCTV reviews: asking the unit, its answer, the log of viewings. A script swaps the part of the page; without one the page comes anew."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments.forms.footage import AnswerForm, AskForm, ViewingForm
from assessments.models import FootageRequest, ScoreSheet
from assessments.rules.footage import can_answer_request, can_request_footage
from assessments.rules.sheets import is_scored_by
from assessments.selectors.footage import footage_of_sheet, requests_visible_to
from assessments.selectors.sheets import visible_to
from assessments.services import footage as services
from assessments.sheet_form.answering import wants_json
from assessments.views.part_answers import answer_part, too_late
from assessments.views.scoring import sheet_or_404, sheet_to_score
from foundation.common.dates import day_text
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import parse_key


@require_POST
def ask(request: HttpRequest, public_id) -> HttpResponse:
    """By whoever scores the sheet, or by a lead from the sheet's page."""
    sheet = sheet_or_404(request, public_id)
    require(can_request_footage, request.person, sheet)
    form = AskForm(request.POST)
    if form.is_valid():
        try:
            services.request_footage(sheet=sheet, actor=request.person, key=_key(request), **form.cleaned_data)
        except Invalid as refusal:
            form.add_error(None, refusal)
        except Conflict as conflict:
            return too_late(request, conflict)
        else:
            return _done(request, sheet, _("The unit is asked, and its head and liaison are told."))
    if not is_scored_by(request.person, sheet):
        context = {"sheet": sheet, "form": form, "key": request.POST.get("client_key") or uuid4()}
        return render(request, "assessments/footage_ask.html", context, status=422)
    return answer_part(request, sheet, status=422, ask=form)


@require_POST
def note_viewing(request: HttpRequest, public_id) -> HttpResponse:
    sheet = sheet_to_score(request, public_id)
    form = ViewingForm(request.POST)
    if form.is_valid():
        try:
            services.note_viewing(sheet=sheet, actor=request.person, key=_key(request), **form.cleaned_data)
        except Invalid as refusal:
            form.add_error(None, refusal)
        except Conflict as conflict:
            return too_late(request, conflict)
        else:
            return _done(request, sheet, _("The viewing is noted."))
    return answer_part(request, sheet, status=422, viewing=form)


@require_GET
def show_request(request: HttpRequest, public_id) -> HttpResponse:
    """What is asked, for the unit and for whoever sees the sheet; the form for whoever answers."""
    return _draw_request(request, _request(request, public_id))


@require_POST
def answer(request: HttpRequest, public_id) -> HttpResponse:
    asked = _request(request, public_id)
    require(can_answer_request, request.person, asked)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            row = services.answer_request(asked=asked, actor=request.person, key=_key(request), **form.given())
        except Invalid as refusal:
            form.add_error(None, refusal)
        except Conflict as conflict:
            raise Conflict(conflict.message, typed=form.typed(), url=asked.get_absolute_url()) from None
        else:
            late = _("Your answer is noted; it was wanted by %(day)s.") % {"day": day_text(row.due_on)}
            messages.success(request, late if row.is_late else _("Your answer is noted, and the assessors are told."))
            return redirect(asked)
    return _draw_request(request, asked, form)


def _draw_request(request: HttpRequest, asked: FootageRequest, form: AnswerForm | None = None) -> HttpResponse:
    so_far = footage_of_sheet(asked.sheet)
    shown = next((one for one in so_far.requests if one.request.pk == asked.pk), None)
    is_open = (
        shown is not None
        and shown is so_far.asked
        and not so_far.valid
        and asked.sheet.state != ScoreSheet.States.SUBMITTED
    )
    may_answer = is_open and can_answer_request(request.person, asked)
    context = {
        "object": asked,
        "sheet": asked.sheet,
        "shown": shown,
        "windows": so_far.windows if shown else [],
        "is_watched": bool(so_far.valid),
        "form": form or (AnswerForm(initial={"seen": len(shown.answers)}) if may_answer else None),
        "key": request.POST.get("client_key") or uuid4(),
        "sees_sheet": visible_to(request.person).filter(pk=asked.sheet_id).exists(),
    }
    return render(request, "assessments/footage_request.html", context, status=422 if form else 200)


def _request(request: HttpRequest, public_id) -> FootageRequest:
    return get_object_or_404(
        requests_visible_to(request.person).select_related("sheet__item__draw"), public_id=public_id
    )


def _key(request: HttpRequest):
    return parse_key(request.POST.get("client_key"))


def _done(request: HttpRequest, sheet: ScoreSheet, sentence: str) -> HttpResponse:
    if wants_json(request):
        return answer_part(request, sheet)
    messages.success(request, sentence)
    name = "sheet_score" if is_scored_by(request.person, sheet) else "sheet_detail"
    return redirect(f"assessments:{name}", public_id=sheet.public_id)

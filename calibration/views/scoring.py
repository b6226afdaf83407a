"""Scoring blind: the page of a score sheet, its autosave and its seal. Each for the sheet's own assessor; for anybody else there is no such page."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments.selectors.criteria import Criteria, criteria_of
from assessments.services.marks import score_marks
from assessments.sheet_form.drawing import draw_rows
from assessments.sheet_form.reading import SheetInput, read_form, read_json
from assessments.sheet_form.record_panel import record_panel
from assessments.sheet_form.rows import (
    cap_units,
    chosen_of,
    complaints_of,
    groups_of,
    score_or_none,
    to_do_text,
    typed_of,
)
from calibration.enums import BlindState
from calibration.models import BlindSheet
from calibration.rules.sessions import can_score_blind, is_waiting
from calibration.selectors.sessions import sheets_of
from calibration.services import scoring as services
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require


def sheet_or_404(request: HttpRequest, public_id: UUID) -> BlindSheet:
    rows = sheets_of(request.person).select_related("session__record__source", "session__record__unit")
    sheet = get_object_or_404(rows, public_id=public_id)
    require(can_score_blind, request.person, sheet)
    return sheet


@require_GET
def score_sheet(request: HttpRequest, public_id: UUID) -> HttpResponse:
    sheet = sheet_or_404(request, public_id)
    if not is_waiting(sheet):
        return redirect(sheet)
    return _draw(request, sheet)


def _draw(
    request: HttpRequest, sheet: BlindSheet, given: SheetInput | None = None, refusal: Invalid | None = None
) -> HttpResponse:
    """The page; with `given` and `refusal`, what was typed and what is wrong with it."""
    session, version = sheet.session, sheet.standard_version
    criteria = criteria_of(version)
    marks = given.marks if given else sheet.draft
    score = score_or_none(criteria, marks) if given else score_marks(criteria, marks)
    errors = refusal.message_dict if hasattr(refusal, "error_dict") else {}
    key = given.key if given else uuid4()
    groups = groups_of(version, criteria, marks, score, errors=errors)
    draw_rows(groups, version, may_add=False)
    context = {
        "sheet": sheet,
        "session": session,
        "panel": record_panel(session.record),
        "groups": groups,
        "score": score,
        "total": score.total if score else None,
        "wanted": len(criteria.indicators),
        "done": len(criteria.indicators) - (len(score.missing) if score else 0),
        "to_do": to_do_text(groups),
        "errors": errors,
        "problems": complaints_of(errors),
        "complaints": [] if errors or refusal is None else refusal.messages,
        "key": key,
        "version": given.version if given else sheet.version,
        "draft_state": BlindState.DRAFT,
        "state_for_scripts": _state_for_scripts(request, sheet, criteria, key),
    }
    return render(request, "calibration/sheet_score.html", context, status=422 if refusal else 200)


def _state_for_scripts(request: HttpRequest, sheet: BlindSheet, criteria: Criteria, key: UUID) -> dict:
    version = sheet.standard_version
    return {
        "sheet": str(sheet.public_id),
        "person": str(request.person.public_id),
        "me": str(request.person),
        "key": str(key),
        "now": f"{clock.local(clock.now()):%Y-%m-%dT%H:%M:%S}",
        "naPolicy": version.na_policy,
        "criticalPolicy": version.critical_policy,
        "criticalCap": cap_units(version),
        "save": reverse("calibration:sheet_save", args=[sheet.public_id]),
        "submit": reverse("calibration:sheet_submit", args=[sheet.public_id]),
        "evidence": "",
        **_present_state(sheet, criteria),
    }


def _present_state(sheet: BlindSheet, criteria: Criteria) -> dict:
    """How the person's own sheet stands on the server: also the answer to a page that came too late."""
    sealed = sheet.state == BlindState.SEALED
    marks = sheet.score.marks if sealed else sheet.draft
    return {
        "version": sheet.version,
        "sealed": sealed,
        "marks": {code: [chosen_of(mark) or typed_of(mark), mark.get("reason", "")] for code, mark in marks.items()},
        "visit": None,
        "saved": f"{clock.local(sheet.draft_saved_at):%H:%M}" if sheet.draft_saved_at else "",
        "by": "",
        "detail": sheet.get_absolute_url(),
    }


@require_POST
def save_sheet(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The autosave (JSON), or the button “Save” of a page without scripts."""
    sheet = sheet_or_404(request, public_id)
    if request.content_type == "application/json":
        return _autosave(request, sheet)
    given = read_form(request.POST, criteria_of(sheet.standard_version))
    try:
        _save(sheet, request, given)
    except Invalid as refusal:
        return _draw(request, sheet, given, refusal)
    messages.success(request, _("Saved %(time)s.") % {"time": f"{clock.local(clock.now()):%H:%M}"})
    return redirect("calibration:sheet_score", public_id=public_id)


def _autosave(request: HttpRequest, sheet: BlindSheet) -> JsonResponse:
    try:
        version = _save(sheet, request, read_json(request.body))
    except Conflict as conflict:
        return _too_late(sheet, conflict)
    except Invalid as refusal:
        return _refused(refusal)
    return JsonResponse({"version": version, "saved": f"{clock.local(clock.now()):%H:%M}", "errors": {}})


def _save(sheet: BlindSheet, request: HttpRequest, given: SheetInput) -> int:
    return services.save_draft(
        sheet=sheet,
        actor=request.person,
        marks=given.marks,
        version=given.version,
        key=given.key,
        sequence=given.sequence,
    )


@require_POST
def submit_sheet(request: HttpRequest, public_id: UUID) -> HttpResponse:
    sheet = sheet_or_404(request, public_id)
    wants_json = "application/json" in request.headers.get("Accept", "")
    given = None
    try:
        given = read_form(request.POST, criteria_of(sheet.standard_version))
        services.submit_blind(
            sheet=sheet, actor=request.person, marks=given.marks, version=given.version, key=given.key
        )
    except Invalid as refusal:
        if wants_json:
            return _refused(refusal)
        if given is None:
            raise
        return _draw(request, sheet, given, refusal)
    except Conflict as conflict:
        if wants_json:
            return _too_late(sheet, conflict)
        raise
    messages.success(request, _("Handed in."))
    if wants_json:
        return JsonResponse({"detail": sheet.get_absolute_url()})
    return redirect(sheet)


def _refused(refusal: Invalid) -> JsonResponse:
    """422: what is wrong, at each indicator or as a whole."""
    by_field = refusal.message_dict if hasattr(refusal, "error_dict") else {}
    errors = {code: sentences[0] for code, sentences in by_field.items()}
    return JsonResponse({"errors": errors, "messages": [] if errors else refusal.messages}, status=422)


def _too_late(sheet: BlindSheet, conflict: Conflict) -> JsonResponse:
    """409 with the person's own sheet as it stands; where the scoring has ended without it there is nothing to bring together."""
    present = sheets_of(sheet.assessor).get(pk=sheet.pk)
    if present.state == BlindState.MISSED:
        return JsonResponse({"message": conflict.message, "gone": True}, status=409)
    criteria = criteria_of(present.standard_version)
    return JsonResponse({"message": conflict.message, **_present_state(present, criteria)}, status=409)


@require_GET
def sheet_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One's own score, as it was handed in."""
    sheet = sheet_or_404(request, public_id)
    if is_waiting(sheet):
        return redirect("calibration:sheet_score", public_id=public_id)
    context = {"sheet": sheet, "session": sheet.session, "panel": record_panel(sheet.session.record)}
    if sheet.state == BlindState.SEALED:
        criteria, score = criteria_of(sheet.standard_version), sheet.score
        context |= {
            "score": score,
            "groups": groups_of(sheet.standard_version, criteria, score.marks, score_marks(criteria, score.marks)),
        }
    return render(request, "calibration/sheet_detail.html", context)

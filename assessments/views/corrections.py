"""Correcting a sealed sheet by a further revision."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.models import ScoreSheet
from assessments.review_part import last_comments
from assessments.rules.sheets import can_correct_sheet
from assessments.selectors.criteria import criteria_of
from assessments.services.revisions import marks_of
from assessments.services.sheets import LONGEST_CORRECTION, correct_sheet as seal_correction
from assessments.sheet_form.drawing import draw_rows
from assessments.sheet_form.reading import SheetInput, read_form
from assessments.sheet_form.record_panel import record_panel
from assessments.sheet_form.rows import cap_units, groups_of, score_or_none
from assessments.sheet_form.unfilled import Unfilled, require_filled
from assessments.views.method_parts import reading_of_method
from assessments.views.scoring import sheet_or_404
from foundation.common.errors import Invalid, require


@require_http_methods(["GET", "POST"])
def correct_sheet(request: HttpRequest, public_id) -> HttpResponse:
    sheet = sheet_or_404(request, public_id)
    if request.method == "GET":
        require(can_correct_sheet, request.person, sheet)
        return _draw(request, sheet)
    given = read_form(request.POST, criteria_of(sheet.standard_version))
    try:
        if not request.POST.get("as_it_is"):
            require_filled(given.marks)
        seal_correction(
            sheet=sheet,
            actor=request.person,
            marks=given.marks,
            reason=given.reason,
            version=given.version,
            key=given.key,
        )
    except Invalid as refusal:
        return _draw(request, sheet, given, refusal)
    messages.success(request, _("Corrected. The earlier revision is kept."))
    return redirect("assessments:sheet_detail", public_id=public_id)


def _draw(
    request: HttpRequest, sheet: ScoreSheet, given: SheetInput | None = None, refusal: Invalid | None = None
) -> HttpResponse:
    criteria = criteria_of(sheet.standard_version)
    marks = given.marks if given else marks_of(sheet.revision)
    score = score_or_none(criteria, marks)
    errors = refusal.message_dict if hasattr(refusal, "error_dict") else {}
    groups = groups_of(sheet.standard_version, criteria, marks, score, errors=errors)
    draw_rows(groups, sheet.standard_version, may_add=False)
    context = {
        "sheet": sheet,
        "groups": groups,
        "score": score,
        "total": score.total if score else None,
        "errors": errors,
        "reason_error": errors.get("reason", [""])[0],
        "complaints": [] if errors or refusal is None else refusal.messages,
        "reason": given.reason if given else "",
        "reason_limit": LONGEST_CORRECTION,
        "key": given.key if given else uuid4(),
        "version": given.version if given else sheet.version,
        "as_it_is": isinstance(refusal, Unfilled),
        "cap_units": cap_units(sheet.standard_version),
        "panel": record_panel(sheet.record),
        "reading": reading_of_method(request, sheet),
        **_said_by_review(sheet),
    }
    return render(request, "assessments/sheet_correct.html", context, status=422 if refusal else 200)


def _said_by_review(sheet: ScoreSheet) -> dict:
    """What a lead has returned it with, beside the form."""
    note, comments = last_comments(sheet)
    return {"review_note": note, "review_comments": comments}

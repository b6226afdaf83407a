"""Filling in a self-check, on the form of a score sheet: page, autosave and seal. For heads and liaisons of the unit."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments.selectors.criteria import criteria_of
from assessments.services.marks import score_marks
from assessments.sheet_form.drawing import draw_rows
from assessments.sheet_form.reading import SheetInput, read_form, read_json
from assessments.sheet_form.rows import (
    cap_units,
    chosen_of,
    complaints_of,
    groups_of,
    score_or_none,
    to_do_text,
    typed_of,
)
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.templatetags.marks import person_name
from selfcheck.enums import CheckState
from selfcheck.models import SelfCheck
from selfcheck.rules import can_fill_in, takes_in
from selfcheck.selectors.checks import for_page, visible_to
from selfcheck.selectors.log import of_late
from selfcheck.services import filling as services


def own_or_404(request: HttpRequest, public_id: UUID) -> SelfCheck:
    rows = for_page(visible_to(request.person)).select_related("draft_by")
    check = get_object_or_404(rows, public_id=public_id)
    require(can_fill_in, request.person, check)
    return check


@require_GET
def fill_in(request: HttpRequest, public_id: UUID) -> HttpResponse:
    check = own_or_404(request, public_id)
    if not check.is_open or not takes_in(check.cycle):
        return redirect(check)
    return _draw(request, check)


def _draw(
    request: HttpRequest, check: SelfCheck, given: SheetInput | None = None, refusal: Invalid | None = None
) -> HttpResponse:
    """The page; with `given` and `refusal`, what was typed and what is wrong with it."""
    version, criteria, asked = check.standard_version, criteria_of(check.standard_version), set(check.indicators)
    marks = given.marks if given else check.draft
    score = score_or_none(criteria, marks) if given else score_marks(criteria, marks)
    errors = refusal.message_dict if hasattr(refusal, "error_dict") else {}
    key = given.key if given else uuid4()
    groups = groups_of(version, criteria, marks, score, errors=errors)
    for group in groups:
        group.rows = [row for row in group.rows if row.question.code in asked]
    groups = [group for group in groups if group.rows]
    draw_rows(groups, version, may_add=False)
    missing = [code for code in score.missing if code in asked] if score else []
    context = {
        "sheet": check,
        "log": of_late(check.unit)[:30],
        "groups": groups,
        "score": score,
        "total": score.total if score else None,
        "wanted": len(check.indicators),
        "done": len(check.indicators) - len(missing),
        "to_do": to_do_text(groups),
        "errors": errors,
        "problems": complaints_of(errors),
        "complaints": [] if errors or refusal is None else refusal.messages,
        "key": key,
        "version": given.version if given else check.version,
        "draft_state": CheckState.DRAFT,
        "state_for_scripts": _state_for_scripts(request, check, key),
    }
    return render(request, "selfcheck/check_fill.html", context, status=422 if refusal else 200)


def _state_for_scripts(request: HttpRequest, check: SelfCheck, key: UUID) -> dict:
    version = check.standard_version
    return {
        "sheet": str(check.public_id),
        "person": str(request.person.public_id),
        "me": str(request.person),
        "key": str(key),
        "now": f"{clock.local(clock.now()):%Y-%m-%dT%H:%M:%S}",
        "naPolicy": version.na_policy,
        "criticalPolicy": version.critical_policy,
        "criticalCap": cap_units(version),
        "save": reverse("selfcheck:check_save", args=[check.public_id]),
        "submit": reverse("selfcheck:check_submit", args=[check.public_id]),
        "evidence": "",
        **_present_state(check),
    }


def _present_state(check: SelfCheck) -> dict:
    """How the self-check stands on the server: also the answer to a page that came too late."""
    sealed = check.state == CheckState.SEALED
    marks = check.sealed.marks if sealed else check.draft
    return {
        "version": check.version,
        "sealed": sealed,
        "marks": {code: [chosen_of(mark) or typed_of(mark), mark.get("reason", "")] for code, mark in marks.items()},
        "visit": None,
        "saved": f"{clock.local(check.draft_saved_at):%H:%M}" if check.draft_saved_at else "",
        "by": person_name(check.draft_by) if check.draft_by else "",
        "detail": check.get_absolute_url(),
    }


@require_POST
def save(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The autosave (JSON), or the button “Save” of a page without scripts."""
    check = own_or_404(request, public_id)
    if request.content_type == "application/json":
        return _autosave(request, check)
    given = read_form(request.POST, criteria_of(check.standard_version))
    try:
        _save(check, request, given)
    except Invalid as refusal:
        return _draw(request, check, given, refusal)
    messages.success(request, _("Saved %(time)s.") % {"time": f"{clock.local(clock.now()):%H:%M}"})
    return redirect("selfcheck:check_fill", public_id=public_id)


def _autosave(request: HttpRequest, check: SelfCheck) -> JsonResponse:
    try:
        version = _save(check, request, read_json(request.body))
    except Conflict as conflict:
        return _too_late(check, conflict)
    except Invalid as refusal:
        return _refused(refusal)
    return JsonResponse({"version": version, "saved": f"{clock.local(clock.now()):%H:%M}", "errors": {}})


def _save(check: SelfCheck, request: HttpRequest, given: SheetInput) -> int:
    return services.save_draft(
        check=check,
        actor=request.person,
        marks=given.marks,
        version=given.version,
        key=given.key,
        sequence=given.sequence,
    )


@require_POST
def submit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    check = own_or_404(request, public_id)
    wants_json = "application/json" in request.headers.get("Accept", "")
    given = None
    try:
        given = read_form(request.POST, criteria_of(check.standard_version))
        services.hand_in(check=check, actor=request.person, marks=given.marks, version=given.version, key=given.key)
    except Invalid as refusal:
        if wants_json:
            return _refused(refusal)
        if given is None:
            raise
        return _draw(request, check, given, refusal)
    except Conflict as conflict:
        if wants_json:
            return _too_late(check, conflict)
        raise
    messages.success(request, _("Handed in. You find it beside the inspection once the results are in feedback."))
    if wants_json:
        return JsonResponse({"detail": check.get_absolute_url()})
    return redirect(check)


def _refused(refusal: Invalid) -> JsonResponse:
    """422: what is wrong, at each indicator or as a whole."""
    by_field = refusal.message_dict if hasattr(refusal, "error_dict") else {}
    errors = {code: sentences[0] for code, sentences in by_field.items()}
    return JsonResponse({"errors": errors, "messages": [] if errors else refusal.messages}, status=422)


def _too_late(check: SelfCheck, conflict: Conflict) -> JsonResponse:
    """409 with the self-check as it stands; where it is no longer taken in there is nothing to bring together."""
    present = SelfCheck.objects.select_related("cycle", "draft_by", "sealed").get(pk=check.pk)
    if present.state != CheckState.SEALED and not (present.is_open and takes_in(present.cycle)):
        return JsonResponse({"message": conflict.message, "gone": True}, status=409)
    return JsonResponse({"message": conflict.message, **_present_state(present)}, status=409)

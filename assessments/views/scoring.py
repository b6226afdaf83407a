"""Scoring: the page, its autosave, the seal. Every act works with a plain form too."""

from dataclasses import replace
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments.enums import Method, SheetState
from assessments.models import ScoreSheet
from assessments.rules.sheets import can_score_sheet, is_scored_by
from assessments.selectors.criteria import criteria_of
from assessments.selectors.evidence import kept_or_may_return
from assessments.selectors.sheets import for_page, left_by, sheet_to_open
from assessments.services.drafts import gone_to, save_draft, typed
from assessments.services.evidence import add_evidence, remove_evidence, restore_evidence
from assessments.services.marks import check_marks, score_marks
from assessments.services.sheets import submit_sheet as seal_sheet
from assessments.services.visits import visit_problems
from assessments.sheet_form.drawing import draw_choices, draw_rows
from assessments.sheet_form.reading import SheetInput, read_form, read_json
from assessments.sheet_form.record_panel import record_panel
from assessments.sheet_form.rows import complaints_of, groups_of, score_or_none, to_do_text
from assessments.views.callback_panel import CallbackPanel, callback_panel
from assessments.views.fact_standing import fact_standing
from assessments.views.method_parts import MethodPart, part_of_method
from assessments.views.sheet_page import present_state, state_for_scripts, visit_fields
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed, require
from organization.models import Person


def sheet_or_404(request: HttpRequest, public_id) -> ScoreSheet:
    if (sheet := sheet_to_open(request.person, public_id)) is None:
        raise Http404
    return sheet


def sheet_to_score(request: HttpRequest, public_id) -> ScoreSheet:
    """The sheet, for whoever may score it. Raises Conflict, with what was typed, for somebody whose sheet it was: it went to another person
    while their page was open; NotAllowed for anybody else who sees it, Http404 for whoever does not."""
    return _require_own(request, public_id, _seen(request, public_id))


def sheet_to_write(request: HttpRequest, public_id) -> ScoreSheet:
    """The same for a view that hands the sheet to a service: of its assessors that asks all the rest, before it does anything."""
    seen = _own(request, public_id, _seen(request, public_id))
    require(is_scored_by, request.person, seen)
    return seen


def _seen(request: HttpRequest, public_id) -> ScoreSheet | None:
    return sheet_to_open(request.person, public_id)


def _require_own(request: HttpRequest, public_id, seen: ScoreSheet | None) -> ScoreSheet:
    seen = _own(request, public_id, seen)
    require(can_score_sheet, request.person, seen)
    return seen


def _own(request: HttpRequest, public_id, seen: ScoreSheet | None) -> ScoreSheet:
    person = request.person
    if seen is None or not is_scored_by(person, seen):
        if gone := left_by(person).filter(public_id=public_id).first():
            raise Conflict(gone_to(gone), typed=_typed(request, gone))
        if seen is None:
            raise Http404
    if seen.is_blocked and is_scored_by(person, seen):
        raise NotAllowed(_("You have recused yourself from this sheet. It waits for somebody else."))
    return seen


def _typed(request: HttpRequest, sheet: ScoreSheet) -> list[tuple[str, str]]:
    """What a form without scripts has brought, in words, as far as it can be read."""
    if request.method != "POST" or request.content_type == "application/json":
        return []
    criteria = criteria_of(sheet.standard_version)
    try:
        return typed(criteria, check_marks(criteria, read_form(request.POST, criteria).marks))
    except Invalid:
        return []


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


@require_GET
def score_sheet(request: HttpRequest, public_id) -> HttpResponse:
    seen = _seen(request, public_id)
    if seen is not None and seen.state == SheetState.SUBMITTED:
        return redirect("assessments:sheet_detail", public_id=public_id)
    sheet = _require_own(request, public_id, seen)
    panel = callback_panel(sheet, correcting=request.GET.get("correct", ""), person=request.person)
    return draw_sheet(request, sheet, callback=panel)


def draw_sheet(
    request: HttpRequest,
    sheet: ScoreSheet,
    given: SheetInput | None = None,
    refusal: Invalid | None = None,
    *,
    callback: CallbackPanel | None = None,
    part: MethodPart | None = None,
    status: int = 0,
) -> HttpResponse:
    """The page; with `given` and `refusal`, what was typed and what is wrong with it. `callback` and `part`: what it says of the call, or of
    another method, if it is not as usual."""
    criteria = criteria_of(sheet.standard_version)
    marks = given.marks if given else sheet.draft
    score = score_or_none(criteria, marks) if given else score_marks(criteria, marks)
    errors = getattr(refusal, "message_dict", {}) if refusal else {}
    evidence = kept_or_may_return(sheet=sheet.pk)
    key = given.key if given else uuid4()
    groups = groups_of(sheet.standard_version, criteria, marks, score, errors=errors, evidence=evidence)
    draw_rows(groups, sheet.standard_version, may_add=True)
    on_site = sheet.method == Method.ON_SITE
    visit = given.visit if given and given.visit else None
    context = {
        "sheet": sheet,
        "groups": groups,
        "file_choices": draw_choices(groups, sheet.standard_version),
        "measured": criteria.measured,
        "score": score,
        "total": score.total if score else None,
        "wanted": len(criteria.indicators),
        "done": len(criteria.indicators) - (len(score.missing) if score else 0),
        "to_do": to_do_text(groups),
        "sheet_files": [one for one in evidence if one.indicator_id is None],
        "errors": errors,
        "problems": complaints_of(errors),
        "complaints": [] if errors or refusal is None else refusal.messages,
        "key": key,
        "version": given.version if given else sheet.version,
        "on_site": on_site,
        "facts": fact_standing(sheet),
        "visit": visit_fields(sheet)
        if visit is None
        else {"at": visit.at and f"{clock.local(visit.at):%Y-%m-%dT%H:%M}", "place": visit.place},
        "state_for_scripts": state_for_scripts(sheet, request.person, criteria, key),
        "panel": record_panel(sheet.record),
        "callback": callback or callback_panel(sheet),
        "callback_key": uuid4(),
        "part": part or part_of_method(request, sheet),
        "draft_state": SheetState.DRAFT,
        "strip_photos": settings.STRIP_PHOTOS,
    }
    return render(request, "assessments/sheet_score.html", context, status=status or (422 if refusal else 200))


@require_POST
def save_sheet(request: HttpRequest, public_id) -> HttpResponse:
    """The autosave (JSON), or the button “Save” of a page without scripts (a form, perhaps with a file)."""
    try:
        sheet = sheet_to_write(request, public_id)
    except Conflict as gone:
        if wants_json(request):
            return _gone(gone)
        raise
    if request.content_type == "application/json":
        return _autosave(request, sheet)
    given = read_form(request.POST, criteria_of(sheet.standard_version))
    try:
        # What is saved is saved, also where the rest of the form is refused: the page goes on from the new version.
        given = replace(given, version=_save(sheet, request.person, given))
        _change_evidence(request, sheet, given)
    except Invalid as refusal:
        return draw_sheet(request, sheet, given, refusal)
    messages.success(request, _("Saved %(time)s.") % {"time": f"{clock.local(clock.now()):%H:%M}"})
    if problems := visit_problems(sheet, given.visit):
        return draw_sheet(request, sheet, given, Invalid(problems))
    return redirect("assessments:sheet_score", public_id=public_id)


def _autosave(request: HttpRequest, sheet: ScoreSheet) -> JsonResponse:
    """200 with `errors` for what of the visit was left out; the marks are saved all the same."""
    try:
        given = read_json(request.body)
        version = _save(sheet, request.person, given)
    except Conflict as conflict:
        return _too_late(sheet, conflict, request.person)
    except Invalid as refusal:
        return _refused(refusal)
    saved, errors = f"{clock.local(clock.now()):%H:%M}", visit_problems(sheet, given.visit)
    return JsonResponse({"version": version, "saved": saved, "errors": errors})


def _save(sheet: ScoreSheet, person, given: SheetInput) -> int:
    return save_draft(
        sheet=sheet,
        actor=person,
        marks=given.marks,
        version=given.version,
        visit=given.visit,
        key=given.key,
        sequence=given.sequence,
    )


def _change_evidence(request: HttpRequest, sheet: ScoreSheet, given: SheetInput) -> None:
    """Without scripts a file comes, and goes, with the button “Save”."""
    if removed := request.POST.get("remove"):
        gone = get_object_or_404(sheet.evidence, public_id=removed)
        remove_evidence(evidence=gone, actor=request.person, reason=request.POST.get("why", ""))
    if returned := request.POST.get("restore"):
        restore_evidence(evidence=get_object_or_404(sheet.evidence, public_id=returned), actor=request.person)
    if upload := request.FILES.get("file"):
        add_evidence(
            sheet=sheet,
            actor=request.person,
            source=upload,
            name=upload.name,
            key=given.key,
            indicator=request.POST.get("file_for", ""),
            caption=request.POST.get("caption", ""),
            strip=bool(request.POST.get("strip")),
        )


@require_POST
def submit_sheet(request: HttpRequest, public_id) -> HttpResponse:
    try:
        sheet = sheet_to_write(request, public_id)
    except Conflict as gone:
        if wants_json(request):
            return _gone(gone)
        raise
    given = None
    try:
        given = read_form(request.POST, criteria_of(sheet.standard_version))
        receipt = seal_sheet(
            sheet=sheet,
            actor=request.person,
            marks=given.marks,
            version=given.version,
            key=given.key,
            visit=given.visit,
        )
    except Invalid as refusal:
        if wants_json(request):
            return _refused(refusal)
        if given is None:
            raise
        return draw_sheet(request, sheet, given, refusal)
    except Conflict as conflict:
        if wants_json(request):
            return _too_late(sheet, conflict, request.person)
        raise
    messages.success(request, _("Sheet %(number)s is sealed.") % {"number": sheet.number})
    if wants_json(request):
        return JsonResponse({"receipt": receipt, "detail": reverse("assessments:sheet_detail", args=[public_id])})
    return redirect("assessments:sheet_detail", public_id=public_id)


def _refused(refusal: Invalid) -> JsonResponse:
    """422: what is wrong, at each indicator or as a whole."""
    errors = (
        {code: sentences[0] for code, sentences in getattr(refusal, "message_dict", {}).items()}
        if hasattr(refusal, "error_dict")
        else {}
    )
    return JsonResponse({"errors": errors, "messages": [] if errors else refusal.messages}, status=422)


def _gone(conflict: Conflict) -> JsonResponse:
    """409 with nothing of the sheet: whoever had it before learns only where it went."""
    return JsonResponse({"message": conflict.message, "gone": True}, status=409)


def _too_late(sheet: ScoreSheet, conflict: Conflict, person: Person) -> JsonResponse:
    """409 with the sheet as it stands, so that the page can show both and let the person choose."""
    present = for_page(ScoreSheet.objects).get(pk=sheet.pk)
    if not is_scored_by(person, present):
        return _gone(conflict)
    return JsonResponse(
        {"message": conflict.message, **present_state(present, criteria_of(present.standard_version))}, status=409
    )

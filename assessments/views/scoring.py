"""Scoring: the page, its autosave, the seal. Every act works with a plain form too."""

from collections.abc import Callable
from uuid import uuid4

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments.enums import Method, SheetState
from assessments.half_days import half_day_text
from assessments.models import ScoreSheet
from assessments.rules.sheets import can_score_sheet, is_scored_by
from assessments.selectors.criteria import criteria_of
from assessments.selectors.evidence import kept_or_may_return
from assessments.selectors.sheets import for_page, left_by, sheet_to_open
from assessments.services.drafts import gone_to, save_draft, typed
from assessments.services.evidence import add_evidence, remove_evidence, restore_evidence
from assessments.services.marks import check_marks
from assessments.services.sheets import submit_sheet as seal_sheet
from assessments.services.visits import visit_of, visit_problems
from assessments.sheet_form.answering import ScoringForm, gone, wants_json
from assessments.sheet_form.drawing import draw_choices
from assessments.sheet_form.page import form_context
from assessments.sheet_form.reading import SheetInput, read_form
from assessments.sheet_form.record_panel import record_panel
from assessments.views.callback_panel import CallbackPanel, callback_panel
from assessments.views.fact_standing import fact_standing, facts_for_scripts
from assessments.views.method_parts import MethodPart, part_of_method
from assessments.views.mystery_panel import covert_notice
from assessments.views.sheet_page import present_state, state_for_scripts, visit_fields
from foundation.common.addresses import address
from foundation.common.errors import Conflict, Invalid, NotAllowed, require


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
    seen = _own(request, public_id, sheet_to_open(request.person, public_id))
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
    # A page that answers a POST may have just brought a file.
    evidence = (
        kept_or_may_return(sheet=sheet.pk) if getattr(sheet, "has_files", True) or request.method == "POST" else []
    )
    form = form_context(sheet, given, refusal, evidence=evidence, may_add=True)
    visit = given.visit if given and given.visit else visit_of(sheet)
    criteria, on_site = criteria_of(sheet.standard_version), sheet.method == Method.ON_SITE
    callback, part = callback or callback_panel(sheet), part or part_of_method(request, sheet)
    panel = record_panel(sheet.record)
    context = {
        **form,
        "shape": (on_site, callback is not None, part is not None, panel is not None),
        "file_choices": draw_choices(form["groups"], sheet.standard_version),
        "measured": criteria.measured,
        "sheet_files": [one for one in evidence if one.indicator_id is None],
        "on_site": on_site,
        "facts": fact_standing(sheet),
        "visit": visit_fields(visit),
        "half_day": half_day_text(sheet) if on_site else "",
        "state_for_scripts": state_for_scripts(sheet, request.person, form["key"])
        | (facts_for_scripts(sheet, criteria) if on_site else {}),
        "panel": panel,
        "callback": callback,
        "callback_key": uuid4(),
        "part": part,
        "draft_state": SheetState.DRAFT,
        "strip_photos": settings.STRIP_PHOTOS,
        "takes_photos": sheet.method in (Method.ON_SITE, Method.MYSTERY),
        "covert_notice": covert_notice() if sheet.method == Method.MYSTERY else "",
    }
    return render(request, "assessments/sheet_score.html", context, status=status or (422 if refusal else 200))


class SheetForm(ScoringForm):
    """A score sheet as one of its assessors has it open."""

    url_name = "assessments:sheet_score"

    def draw(self, given: SheetInput | None = None, refusal: Invalid | None = None) -> HttpResponse:
        return draw_sheet(self.request, self.sheet, given, refusal)

    def keep(self, given: SheetInput) -> int:
        return save_draft(
            sheet=self.sheet,
            actor=self.person,
            marks=given.marks,
            version=given.version,
            visit=given.visit,
            key=given.key,
            sequence=given.sequence,
        )

    def keep_files(self, given: SheetInput) -> None:
        """Without scripts a file comes, and goes, with the button “Save”."""
        post, sheet = self.request.POST, self.sheet
        if removed := post.get("remove"):
            evidence = get_object_or_404(sheet.evidence, public_id=removed)
            remove_evidence(evidence=evidence, actor=self.person, reason=post.get("why", ""))
        if returned := post.get("restore"):
            restore_evidence(evidence=get_object_or_404(sheet.evidence, public_id=returned), actor=self.person)
        if upload := self.request.FILES.get("file"):
            add_evidence(
                sheet=sheet,
                actor=self.person,
                source=upload,
                name=upload.name,
                key=given.key,
                indicator=post.get("file_for", ""),
                caption=post.get("caption", ""),
                strip=bool(post.get("strip")),
            )

    def left_out(self, given: SheetInput) -> dict[str, str]:
        return visit_problems(self.sheet, given.visit)

    def seal(self, given: SheetInput) -> dict:
        receipt = seal_sheet(
            sheet=self.sheet,
            actor=self.person,
            marks=given.marks,
            version=given.version,
            key=given.key,
            visit=given.visit,
        )
        return {"receipt": receipt}

    def sealed_text(self) -> str:
        return _("Sheet %(number)s is sealed.") % {"number": self.sheet.number}

    def detail_url(self) -> str:
        return address("assessments:sheet_detail", self.sheet.public_id)

    def present(self) -> dict | None:
        """None for whoever had it before: they learn only where it went."""
        sheet = for_page(ScoreSheet.objects).get(pk=self.sheet.pk)
        return present_state(sheet) if is_scored_by(self.person, sheet) else None


@require_POST
def save_sheet(request: HttpRequest, public_id) -> HttpResponse:
    """The button “Save” of a page without scripts may bring a file, or take one off."""
    return _form_to_write(request, public_id, SheetForm.save)


@require_POST
def submit_sheet(request: HttpRequest, public_id) -> HttpResponse:
    return _form_to_write(request, public_id, SheetForm.submit)


def _form_to_write(request: HttpRequest, public_id, answer: Callable[[SheetForm], HttpResponse]) -> HttpResponse:
    try:
        sheet = sheet_to_write(request, public_id)
    except Conflict as conflict:
        if wants_json(request):
            return gone(conflict)
        raise
    return answer(SheetForm(request, sheet))

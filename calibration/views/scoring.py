"""Scoring blind: the page of a score sheet, its autosave and its seal. Each for the sheet's own assessor; for anybody else there is no such page."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments.selectors.criteria import criteria_of
from assessments.services.marks import score_marks
from assessments.sheet_form.answering import ScoringForm
from assessments.sheet_form.page import form_context, present_state, state_for_scripts
from assessments.sheet_form.reading import SheetInput
from assessments.sheet_form.record_panel import record_panel
from assessments.sheet_form.rows import groups_of
from calibration.enums import BlindState
from calibration.models import BlindSheet
from calibration.rules.sessions import can_score_blind, is_waiting
from calibration.selectors.sessions import sheets_of
from calibration.services import scoring as services
from foundation.common.errors import Invalid, require


def sheet_or_404(request: HttpRequest, public_id: UUID) -> BlindSheet:
    rows = sheets_of(request.person).select_related("session__record__source", "session__record__unit")
    sheet = get_object_or_404(rows, public_id=public_id)
    require(can_score_blind, request.person, sheet)
    return sheet


class BlindForm(ScoringForm):
    """A blind sheet as its assessor has it open."""

    url_name = "calibration:sheet_score"

    def draw(self, given: SheetInput | None = None, refusal: Invalid | None = None) -> HttpResponse:
        sheet, form = self.sheet, form_context(self.sheet, given, refusal)
        addresses = {
            "save": reverse("calibration:sheet_save", args=[sheet.public_id]),
            "submit": reverse("calibration:sheet_submit", args=[sheet.public_id]),
            "evidence": "",
        }
        context = {
            **form,
            "session": sheet.session,
            "panel": record_panel(sheet.session.record),
            "draft_state": BlindState.DRAFT,
            "state_for_scripts": state_for_scripts(sheet, self.person, form["key"], **addresses, **_present(sheet)),
        }
        return render(self.request, "calibration/sheet_score.html", context, status=422 if refusal else 200)

    def keep(self, given: SheetInput) -> int:
        return services.save_draft(
            sheet=self.sheet,
            actor=self.person,
            marks=given.marks,
            version=given.version,
            key=given.key,
            sequence=given.sequence,
        )

    def seal(self, given: SheetInput) -> dict:
        services.submit_blind(
            sheet=self.sheet, actor=self.person, marks=given.marks, version=given.version, key=given.key
        )
        return {}

    def sealed_text(self) -> str:
        return _("Handed in.")

    def present(self) -> dict | None:
        """The person's own sheet; None where the scoring has ended without it."""
        sheet = sheets_of(self.sheet.assessor).get(pk=self.sheet.pk)
        return None if sheet.state == BlindState.MISSED else _present(sheet)


def _present(sheet: BlindSheet) -> dict:
    sealed = sheet.state == BlindState.SEALED
    marks = sheet.score.marks if sealed else sheet.draft
    return present_state(sheet, marks, sealed=sealed, detail=sheet.get_absolute_url())


@require_GET
def score_sheet(request: HttpRequest, public_id: UUID) -> HttpResponse:
    sheet = sheet_or_404(request, public_id)
    if not is_waiting(sheet):
        return redirect(sheet)
    return BlindForm(request, sheet).draw()


@require_POST
def save_sheet(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return BlindForm(request, sheet_or_404(request, public_id)).save()


@require_POST
def submit_sheet(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return BlindForm(request, sheet_or_404(request, public_id)).submit()


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

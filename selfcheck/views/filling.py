"""Filling in a self-check, on the form of a score sheet: page, autosave and seal. For heads and liaisons of the unit."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments.sheet_form.answering import ScoringForm
from assessments.sheet_form.page import form_context, present_state, state_for_scripts
from assessments.sheet_form.reading import SheetInput
from foundation.common.errors import Invalid, require
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


class CheckForm(ScoringForm):
    """A self-check as somebody of the unit has it open."""

    url_name = "selfcheck:check_fill"

    def draw(self, given: SheetInput | None = None, refusal: Invalid | None = None) -> HttpResponse:
        check, form = self.sheet, form_context(self.sheet, given, refusal, asked=self.sheet.indicators)
        addresses = {
            "save": reverse("selfcheck:check_save", args=[check.public_id]),
            "submit": reverse("selfcheck:check_submit", args=[check.public_id]),
            "evidence": "",
        }
        context = {
            **form,
            "log": of_late(check.unit)[:30],
            "draft_state": CheckState.DRAFT,
            "state_for_scripts": state_for_scripts(check, self.person, form["key"], **addresses, **_present(check)),
        }
        return render(self.request, "selfcheck/check_fill.html", context, status=422 if refusal else 200)

    def keep(self, given: SheetInput) -> int:
        return services.save_draft(
            check=self.sheet,
            actor=self.person,
            marks=given.marks,
            version=given.version,
            key=given.key,
            sequence=given.sequence,
        )

    def seal(self, given: SheetInput) -> dict:
        services.hand_in(check=self.sheet, actor=self.person, marks=given.marks, version=given.version, key=given.key)
        return {}

    def sealed_text(self) -> str:
        return _("Handed in. You find it beside the inspection once the results are in feedback.")

    def present(self) -> dict | None:
        """None where it is no longer taken in."""
        check = SelfCheck.objects.select_related("cycle", "draft_by", "sealed").get(pk=self.sheet.pk)
        taken_in = check.state == CheckState.SEALED or (check.is_open and takes_in(check.cycle))
        return _present(check) if taken_in else None


def _present(check: SelfCheck) -> dict:
    sealed = check.state == CheckState.SEALED
    marks = check.sealed.marks if sealed else check.draft
    by = person_name(check.draft_by) if check.draft_by else ""
    return present_state(check, marks, sealed=sealed, detail=check.get_absolute_url(), by=by)


@require_GET
def fill_in(request: HttpRequest, public_id: UUID) -> HttpResponse:
    check = own_or_404(request, public_id)
    if not check.is_open or not takes_in(check.cycle):
        return redirect(check)
    return CheckForm(request, check).draw()


@require_POST
def save(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return CheckForm(request, own_or_404(request, public_id)).save()


@require_POST
def submit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return CheckForm(request, own_or_404(request, public_id)).submit()

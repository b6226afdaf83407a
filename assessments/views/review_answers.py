"""What an assessor answers to a returned sheet, and a lead's second thought about a reviewed one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.forms.reviews import ReasonForm
from assessments.review_part import steps_of
from assessments.rules.reviews import can_answer_review, can_review_sheet
from assessments.rules.sheets import can_correct_sheet
from assessments.selectors.reviews import review_of
from assessments.services.reviews import answer_review, take_up_sheet
from assessments.views.recusals import add_errors
from assessments.views.scoring import sheet_or_404
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import required_version


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, public_id) -> HttpResponse:
    """Two ways: correct the sheet, or say here why it stands."""
    sheet = sheet_or_404(request, public_id)
    review = review_of(sheet)
    if review is None:
        raise Http404
    review.sheet = sheet
    if not can_answer_review(request.person, review) and request.method == "GET":
        return redirect("assessments:sheet_detail", public_id=public_id)
    if review.state != review.States.RETURNED:
        raise Conflict(_("This sheet does not lie with you any more."))
    require(can_answer_review, request.person, review)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            answer_review(
                review=review,
                actor=request.person,
                reason=form.cleaned_data["reason"],
                version=required_version(request.POST.get("version")),
            )
        except Invalid as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Your answer is with the lead."))
            return redirect("assessments:sheet_detail", public_id=public_id)
    context = {
        "sheet": sheet,
        "review": review,
        "said": steps_of(review)[0],
        "steps": steps_of(review),
        "form": form,
        "version": request.POST.get("version") or review.version,
        "may_correct": can_correct_sheet(request.person, sheet),
        "submit_label": _("It stands as it is"),
        "cancel_url": reverse("assessments:sheet_detail", args=[public_id]),
    }
    return render(request, "assessments/review_answer.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def take_up(request: HttpRequest, public_id) -> HttpResponse:
    sheet = sheet_or_404(request, public_id)
    require(can_review_sheet, request.person, sheet)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            take_up_sheet(sheet=sheet, actor=request.person, reason=form.cleaned_data["reason"])
        except Invalid as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Sheet %(number)s waits to be reviewed.") % {"number": sheet.number})
            return redirect("assessments:review_read", public_id=public_id)
    back = reverse("assessments:sheet_detail", args=[public_id])
    context = {
        "form": form,
        "heading": _("Take sheet %(number)s up for review") % {"number": sheet.number},
        "lead": _("It comes to the queue, whatever the rule says. The reason stays in its history."),
        "submit_label": _("Take up"),
        "cancel_url": back,
        "back_url": back,
        "back_label": sheet.number,
    }
    return render(request, "generic/form.html", context, status=422 if form.is_bound else 200)

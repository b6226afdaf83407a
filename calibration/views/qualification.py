"""Qualification on reference sheets: the list, giving, the result, withdrawing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from calibration.enums import AttemptState
from calibration.forms.qualification import CandidateForm, GiveForm, WithdrawForm
from calibration.models import Attempt
from calibration.rules import qualification as rules
from calibration.selectors.policy import policy_for
from calibration.selectors.qualification import attempts_visible_to, checked_sheets, reference_sheets, unknown_to
from calibration.services import qualification as services
from calibration.tabs import tabs_for
from foundation.audit.selectors import timeline_of
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.pages import ordered, paginate
from foundation.common.receipts import parse_key
from foundation.workdays.calendar import add_workdays

WORKDAYS_TO_SCORE = 10
SORTS = {"person": "person__sort_key", "state": "state", "given": "created_at", "valid": "valid_until"}


def attempt_or_404(request: HttpRequest, public_id: UUID) -> Attempt:
    return get_object_or_404(attempts_visible_to(request.person), public_id=public_id)


@require_GET
def attempt_list(request: HttpRequest) -> HttpResponse:
    require(rules.can_see_qualification, request.person)
    rows = ordered(request, attempts_visible_to(request.person), SORTS, "-given")
    context = {
        "page": paginate(request, rows),
        "today": clock.today(),
        "tabs": tabs_for(request.person, "qualification"),
        "may_give": rules.can_give_attempt(request.person),
        "table": {
            "sort": request.GET.get("sort", "-given"),
            "columns": [
                {"key": "person", "label": _("Assessor"), "sortable": True},
                {"key": "standard", "label": _("Standard")},
                {"key": "given", "label": _("Given out"), "sortable": True},
                {"key": "result", "label": _("Within the tolerance"), "numeric": True},
                {"key": "valid", "label": _("Valid until"), "sortable": True},
                {"key": "state", "label": _("State"), "sortable": True},
            ],
        },
    }
    return render(request, "calibration/attempt_list.html", context)


@require_http_methods(["GET", "POST"])
def give_attempt(request: HttpRequest) -> HttpResponse:
    """First who and by which standard, in the URL; then the sheets that they do not know."""
    require(rules.can_give_attempt, request.person)
    who = CandidateForm(request.GET or None)
    context = {"who": who, "cancel_url": reverse("calibration:attempt_list"), "submit_label": _("Give them")}
    form = None
    if who.is_bound and who.is_valid():
        person, version = who.cleaned_data["person"], who.cleaned_data["standard"]
        policy = policy_for(version.standard)
        sessions = unknown_to(person, reference_sheets(version))
        initial = {
            "due_on": add_workdays(clock.today(), WORKDAYS_TO_SCORE),
            "sessions": [one.public_id for one in sessions[: policy.sheets_wanted]],
        }
        form = GiveForm(request.POST if request.method == "POST" else None, sessions=sessions, initial=initial)
        if request.method == "POST" and form.is_valid():
            try:
                attempt = services.give_attempt(
                    person=person,
                    version=version,
                    sessions=list(form.cleaned_data["sessions"]),
                    due_on=form.cleaned_data["due_on"],
                    actor=request.person,
                    key=parse_key(request.POST.get("client_key")),
                )
            except Invalid as error:
                told = error.message_dict if hasattr(error, "error_dict") else {}
                for sentence in told.pop("person", []):
                    form.add_error(None, sentence)
                form.add_error(None, Invalid(told) if told else [])
            else:
                messages.success(request, _("The reference sheets are given."))
                return redirect(attempt)
        context |= {"person": person, "version": version, "policy": policy, "enough": len(sessions) >= policy.sheets_wanted}  # fmt: skip
    elif request.method == "POST":
        raise Invalid(_("Choose first who is to qualify by which standard."))
    refused = form is not None and form.is_bound
    return render(request, "calibration/attempt_form.html", context | {"form": form}, status=422 if refused else 200)


@require_GET
def attempt_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    attempt = attempt_or_404(request, public_id)
    own = attempt.person_id == request.person.pk
    context = {
        "object": attempt,
        "own": own,
        "sheets": attempt.sheets.select_related("session__standard_version").defer("draft").order_by("session__number"),
        "checked": checked_sheets(attempt),
        "is_over": attempt.valid_until is not None and attempt.valid_until < clock.today(),
        "may_withdraw": attempt.state == AttemptState.RUNNING and rules.can_withdraw_attempt(request.person, attempt),
        "timeline": timeline_of(attempt),
    }
    return render(request, "calibration/attempt_detail.html", context)


@require_http_methods(["GET", "POST"])
def withdraw_attempt(request: HttpRequest, public_id: UUID) -> HttpResponse:
    attempt = attempt_or_404(request, public_id)
    require(rules.can_withdraw_attempt, request.person, attempt)
    if request.method == "GET" and attempt.state != AttemptState.RUNNING:
        raise Conflict(_("This is “%(state)s” now.") % {"state": AttemptState(attempt.state).label})
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_attempt(attempt=attempt, actor=request.person, reason=form.cleaned_data["reason"])
        except Invalid as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The qualification is withdrawn."))
            return redirect(attempt)
    context = {
        "form": form,
        "heading": _("Withdraw the qualification of %(person)s?") % {"person": attempt.person},
        "consequences": [_("It does not count as an attempt. Its sheets cannot be given to the same person again.")],
        "submit_label": _("Withdraw"),
        "tone": "danger",
        "cancel_url": attempt.get_absolute_url(),
    }
    return render(request, "generic/confirm.html", context, status=422 if form.is_bound else 200)

"""A version's pilot: begin it, and end it with a report."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from foundation.common.errors import Conflict, Invalid, require
from organization.choosing import is_looking, unjudged
from standards import rules, selectors, services
from standards.enums import VersionState
from standards.forms import PilotForm, PilotReportForm
from standards.views.editing import find_draft
from standards.views.reading import find_version


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, public_id) -> HttpResponse:
    version = find_draft(request, public_id)
    form = PilotForm(request.POST if request.method == "POST" else None, version=version)
    looking = is_looking(request.POST)
    if looking:
        unjudged(form)
    elif request.method == "POST" and form.is_valid():
        try:
            services.start_pilot(version=version, actor=request.person, **form.cleaned_data)
        except Invalid as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The pilot has begun; the version cannot be changed any more."))
            return redirect(version)
    context = {
        "form": form,
        "heading": _("Try “%(standard)s”, version %(number)s, in chosen departments")
        % {"standard": version.standard, "number": version.number},
        "lead": _("From now on it cannot be changed. What is scored with it stays out of every quarter’s result."),
        "submit_label": _("Begin the pilot"),
        "cancel_url": version.get_absolute_url(),
    }
    return render(request, "generic/form.html", context, status=422 if form.is_bound and not looking else 200)


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, public_id) -> HttpResponse:
    version = find_version(request, public_id)
    require(rules.can_pilot_version, request.person, version)
    if version.state != VersionState.PILOT:
        raise Conflict
    pilot = selectors.pilot_of(version)
    form = PilotReportForm(
        request.POST if request.method == "POST" else None,
        initial={"report": pilot.report, "advice": pilot.advice},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.report_pilot(version=version, actor=request.person, **form.cleaned_data)
        except Invalid as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The report is kept with the version."))
            return redirect(version)
    context = {
        "form": form,
        "heading": _("What did the pilot show?"),
        "lead": pilot.aim,
        "submit_label": _("Save the report"),
        "cancel_url": version.get_absolute_url(),
    }
    return render(request, "generic/form.html", context, status=422 if form.is_bound else 200)

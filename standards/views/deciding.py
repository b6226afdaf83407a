"""Sending, approving, returning, putting in force, giving up."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foundation.common import clock
from foundation.common.errors import Invalid, require
from foundation.common.receipts import parse_version
from standards import rules, services
from standards.forms import InForceForm, ReturnForm
from standards.models import StandardVersion
from standards.views.reading import find_version, version_context


def _say(request: HttpRequest, error: Invalid) -> None:
    for sentence in error.messages:
        messages.error(request, sentence)


@require_POST
def submit(request: HttpRequest, public_id) -> HttpResponse:
    version = find_version(request, public_id)
    try:
        services.submit_version(version=version, actor=request.person, lock=_lock(request))
    except Invalid as error:
        _say(request, error)
    else:
        messages.success(request, _("The standard is sent. The managers are told."))
    return redirect(version)


@require_POST
def take_back(request: HttpRequest, public_id) -> HttpResponse:
    version = find_version(request, public_id)
    services.take_back_version(version=version, actor=request.person, lock=_lock(request))
    messages.success(request, _("The standard is yours again. It does not wait for approval any more."))
    return redirect(version)


@require_POST
def approve(request: HttpRequest, public_id) -> HttpResponse:
    version = find_version(request, public_id)
    try:
        services.approve_version(version=version, actor=request.person, lock=_lock(request))
    except Invalid as error:
        _say(request, error)
    else:
        messages.success(request, _("The standard is approved. It can be put in force now."))
    return redirect(version)


@require_http_methods(["GET", "POST"])
def return_version(request: HttpRequest, public_id) -> HttpResponse:
    version = find_version(request, public_id)
    require(rules.can_return_version, request.person, version)
    form = ReturnForm(request.POST if request.method == "POST" else None, initial={"version": version.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.return_version(
                version=version, actor=request.person, reason=form.cleaned_data["reason"], lock=_lock(request)
            )
        except Invalid as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The standard is back with its author."))
            return redirect(version)
    context = {
        "form": form,
        "heading": _("Return “%(standard)s”, version %(number)s?") % _named(version),
        "lead": _("Its author changes it and sends it again."),
        "submit_label": _("Return the standard"),
        "tone": "danger",
        "cancel_url": version.get_absolute_url(),
    }
    return render(request, "generic/confirm.html", context, status=422 if form.is_bound else 200)


@require_POST
def enforce(request: HttpRequest, public_id) -> HttpResponse:
    version = find_version(request, public_id)
    require(rules.can_put_in_force, request.person, version)
    form = InForceForm(request.POST, version=version)
    if form.is_valid():
        day = form.cleaned_data["in_force_from"]
        try:
            services.put_in_force(version=version, actor=request.person, on=day, lock=_lock(request))
        except Invalid as error:
            form.add_error(None, error)
        else:
            if day is None or day == clock.today():
                messages.success(request, _("The standard is in force from today."))
            else:
                messages.success(request, _("The standard comes into force by itself on that day."))
            return redirect(version)
    return render(
        request, "standards/version_detail.html", version_context(request, version, in_force_form=form), status=422
    )


@require_POST
def retire(request: HttpRequest, public_id) -> HttpResponse:
    version = find_version(request, public_id)
    services.retire_version(version=version, actor=request.person, lock=_lock(request))
    messages.success(request, _("The version is retired. It stays here to be read."))
    return redirect(version)


def _lock(request: HttpRequest) -> int | None:
    """What whoever decides has read."""
    return parse_version(request.POST.get("version"))


def _named(version: StandardVersion) -> dict:
    return {"standard": version.standard, "number": version.number}

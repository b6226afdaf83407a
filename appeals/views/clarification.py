"""Clarification: begun by a lead, answered by both sides, ended by naming who rules."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from appeals import rules, services
from appeals.enums import Side
from appeals.forms import ClarifyForm, RulersForm, SayForm
from appeals.rules import MOST_RULERS
from appeals.selectors import candidates_for, rulers_of
from appeals.views.appeals import appeal_or_404, show_appeal
from foundation.common.errors import Invalid, require
from foundation.common.receipts import parse_key


@require_http_methods(["GET", "POST"])
def open_clarification(request: HttpRequest, public_id) -> HttpResponse:
    appeal = appeal_or_404(request, public_id)
    require(rules.may_lead_clarification, request.person, appeal)
    form = ClarifyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        key = parse_key(request.POST.get("client_key"))
        try:
            services.open_clarification(appeal=appeal, text=form.cleaned_data["text"], actor=request.person, key=key)
        except Invalid as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Both sides are asked."))
            return redirect(appeal)
    context = {
        "form": form,
        "heading": _("Begin the clarification of appeal %(number)s") % {"number": appeal.number},
        "lead": _("From now on you lead it. Whoever takes part in it does not rule."),
        "submit_label": _("Ask both sides"),
        "cancel_url": appeal.get_absolute_url(),
        "back_url": appeal.get_absolute_url(),
        "back_label": str(appeal),
    }
    return render(request, "generic/form.html", context, status=422 if form.is_bound else 200)


@require_POST
def say(request: HttpRequest, public_id) -> HttpResponse:
    appeal = appeal_or_404(request, public_id)
    # For which side somebody may speak is said by the service.
    form = SayForm(request.POST, sides=list(Side))
    if form.is_valid():
        try:
            services.say(
                appeal=appeal,
                side=form.cleaned_data["side"],
                text=form.cleaned_data["text"],
                actor=request.person,
                key=parse_key(request.POST.get("client_key")),
            )
        except Invalid as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Said."))
            return redirect(appeal.get_absolute_url() + "#clarification")
    require(rules.can_speak, request.person, appeal)
    again = SayForm(request.POST, sides=rules.sides_of(request.person, appeal))
    again.errors.update(form.errors)
    return show_appeal(request, appeal, status=422, say_form=again)


@require_http_methods(["GET", "POST"])
def refer_appeal(request: HttpRequest, public_id) -> HttpResponse:
    appeal = appeal_or_404(request, public_id)
    require(rules.may_lead_clarification, request.person, appeal)
    if request.method == "GET":
        require(rules.can_refer_appeal, request.person, appeal)
    candidates = candidates_for(appeal)
    form = RulersForm(request.POST if request.method == "POST" else None, candidates=candidates)
    if request.method == "POST" and form.is_valid():
        key = parse_key(request.POST.get("client_key"))
        try:
            services.refer_appeal(appeal=appeal, rulers=form.chosen(), actor=request.person, key=key)
        except Invalid as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The rulers are told."))
            return redirect(appeal)
    ticked = set(form.data.getlist("rulers")) if form.is_bound else {str(one.public_id) for one in rulers_of(appeal)}
    context = {
        "form": form,
        "object": appeal,
        "candidates": [(one, str(one.person.public_id) in ticked) for one in candidates],
        "most": MOST_RULERS,
        "submit_label": _("Name them"),
        "cancel_url": appeal.get_absolute_url(),
    }
    return render(request, "appeals/rulers_form.html", context, status=422 if form.is_bound else 200)

"""The terms of appeals, and the window of a cycle."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from appeals import rules, services
from appeals.forms import TermsForm, WindowForm
from appeals.models import AppealWindow
from appeals.selectors import TERM_NAMES, Terms, terms_now
from foundation.audit.selectors import timeline_of
from foundation.common.dates import day_text
from foundation.common.errors import Invalid, require
from foundation.common.receipts import parse_key


@require_http_methods(["GET", "POST"])
def edit_terms(request: HttpRequest) -> HttpResponse:
    require(rules.can_set_terms, request.person)
    now = terms_now()
    form = TermsForm(request.POST or None, initial={name: getattr(now, name) for name in TERM_NAMES})
    if request.method == "POST" and form.is_valid():
        key = parse_key(request.POST.get("client_key"))
        try:
            services.set_terms(terms=Terms(**form.cleaned_data), actor=request.person, key=key)
        except Invalid as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Kept. They hold for what begins from now on."))
            return redirect("appeals:appeal_list")
    context = {
        "form": form,
        "heading": _("Working days of an appeal"),
        "lead": _("They hold for windows and steps that begin from now on; what has begun keeps its days."),
        "submit_label": _("Keep"),
        "cancel_url": "../",
        "back_url": "../",
        "back_label": _("Appeals"),
    }
    return render(request, "generic/form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def edit_window(request: HttpRequest, public_id) -> HttpResponse:
    """By the cycle's id."""
    window = get_object_or_404(AppealWindow.objects.select_related("cycle"), cycle__public_id=public_id)
    require(rules.can_move_window, request.person, window)
    initial = {"days": (window.counted_days or 0) + 3, "version": window.version}
    form = WindowForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.lengthen_window(
                window=window,
                days=given["days"],
                reason=given["reason"],
                version=given["version"],
                actor=request.person,
            )
        except Invalid as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The departments are told."))
            return redirect(window.cycle)
    lead = _("Open since %(since)s, until %(until)s: %(days)d working days. It can only become longer.")
    context = {
        "form": form,
        "heading": _("Window for appeals of %(cycle)s") % {"cycle": window.cycle.code},
        "lead": lead
        % {
            "since": day_text(window.opened_on),
            "until": day_text(window.due_on),
            "days": window.counted_days or 0,
        },
        "submit_label": _("Lengthen it"),
        "cancel_url": window.cycle.get_absolute_url(),
        "back_url": window.cycle.get_absolute_url(),
        "back_label": window.cycle.code,
        "timeline": timeline_of(window),
    }
    return render(request, "appeals/window_form.html", context, status=422 if form.is_bound else 200)

"""The box: sending with or without a name, and looking by code for what became of it.

What is sent without a name goes to its service without the person; the answer is a page of its own, because a message would be kept in the session.
"""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from foundation.common.errors import Invalid, require
from foundation.common.receipts import parse_key
from suggestions import codes, rules
from suggestions.forms import AgainForm, CodeForm, SendForm
from suggestions.services import sending


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    require(rules.is_staff, request.person)
    form = SendForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        key = parse_key(request.POST.get("client_key"))
        try:
            if form.cleaned_data["way"] == "anonymous":
                code = sending.send_anonymously(said=form.said, key=key)
                return render(request, "suggestions/sent.html", {"code": codes.shown(code)})
            suggestion = sending.send_signed(actor=request.person, said=form.said, key=key)
        except Invalid as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Thank you. You are told when it is answered."))
            return redirect(suggestion)
    return render(
        request,
        "suggestions/send.html",
        {"form": form, "days": settings.SUGGESTION_ANSWER_DAYS},
        status=422 if form.is_bound else 200,
    )


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def by_code(request: HttpRequest) -> HttpResponse:
    """The code goes in the form, never in the address: addresses are kept by browsers and servers on the way."""
    require(rules.is_staff, request.person)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        suggestion = sending.found_by(form.cleaned_data["code"])
        if suggestion is not None:
            return _shown(request, suggestion, form.cleaned_data["code"])
        form.add_error("code", _("Nothing was sent with this code."))
    return render(
        request,
        "suggestions/by_code.html",
        {"form": form, "submit_label": _("Look for it")},
        status=422 if form.is_bound else 200,
    )


@sensitive_post_parameters()
@require_POST
def write_again(request: HttpRequest) -> HttpResponse:
    require(rules.is_staff, request.person)
    form = AgainForm(request.POST)
    code = request.POST.get("code", "")
    suggestion = sending.found_by(code)
    if suggestion is None:
        lost = CodeForm({"code": code})
        lost.add_error("code", _("Nothing was sent with this code."))
        return render(
            request,
            "suggestions/by_code.html",
            {"form": lost, "submit_label": _("Look for it"), "action": reverse("suggestions:by_code")},
            status=422,
        )
    if form.is_valid():
        try:
            sending.write_again(code=code, text=form.cleaned_data["text"])
        except Invalid as refusal:
            form.add_error(None, refusal)
        else:
            return _shown(request, suggestion, code, is_kept=True)
    return _shown(request, suggestion, code, form=form)


def _shown(
    request: HttpRequest, suggestion, code: str, *, form: AgainForm | None = None, is_kept: bool = False
) -> HttpResponse:
    """Drawn as the answer to the form with the code, so that no address leads here."""
    context = {
        "object": suggestion,
        "words": list(suggestion.words.select_related("person")),
        "form": form or AgainForm(initial={"code": code}),
        "is_kept": is_kept,
    }
    return render(request, "suggestions/found.html", context, status=422 if form else 200)

"""What is done with a suggestion: one form, one service, back to it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from foundation.common.errors import Invalid, require
from foundation.common.receipts import parse_key, required_version
from suggestions import forms, rules
from suggestions.enums import SuggestionState
from suggestions.models import Suggestion
from suggestions.selectors import visible_to
from suggestions.services import answering, sending
from suggestions.views.board import show_suggestion, suggestion_or_404


@dataclass(frozen=True)
class Page:
    """`serve(suggestion, actor, version, **cleaned)`."""

    rule: Callable
    form: Callable[..., Form]
    serve: Callable
    heading: str
    lead: str
    submit: str
    said: str


def _merge_form(data, row: Suggestion, person) -> Form:
    others = visible_to(person).exclude(pk=row.pk).exclude(state__in=(SuggestionState.RECEIVED, SuggestionState.MERGED))
    return forms.MergeForm(data, others=others)


def _decide(*, taken_up: str, **more):
    return answering.decide(taken_up=taken_up == "yes", **more)


def _answered(data, row: Suggestion, _person) -> Form:
    """What was answered stands in the form when it is thought over."""
    given = {"answer": row.answer, "taken_up": "no" if row.state == SuggestionState.NOT_TAKEN_UP else "yes"}
    return forms.DecideForm(data, initial=given if row.answer else None)


PAGES = {
    "decide": Page(
        rules.can_decide, _answered, _decide, gettext_lazy("Answer to the suggestion"), gettext_lazy("Everybody reads it, with your name."),
        gettext_lazy("Answer it"), gettext_lazy("Answered; everybody can read it."),
    ),
    "finish": Page(
        rules.can_finish, lambda data, row, person: forms.FinishForm(data), answering.finish, gettext_lazy("What was taken up is done"), "",
        gettext_lazy("It is done"), gettext_lazy("Noted; everybody can read it."),
    ),
    "merge": Page(
        rules.can_merge, _merge_form, answering.merge, gettext_lazy("Merge with one that asks for the same"),
        gettext_lazy("They get one answer, and their voices are counted together."), gettext_lazy("Merge them"), gettext_lazy("Merged."),
    ),
    "hide": Page(
        rules.can_hide, lambda data, row, person: forms.HideForm(data), answering.hide, gettext_lazy("Hide words of the suggestion"),
        gettext_lazy("For names and attacks only. It is counted, and those who watch over the work read everything."), gettext_lazy("Keep it so"),
        gettext_lazy("Noted."),
    ),
}  # fmt: skip


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, public_id, name: str) -> HttpResponse:
    row, page = suggestion_or_404(request, public_id), PAGES[name]
    require(page.rule, request.person, row)
    form = page.form(request.POST if request.method == "POST" else None, row, request.person)
    if request.method == "POST" and form.is_valid():
        version = required_version(request.POST.get("version"))
        try:
            page.serve(suggestion=row, actor=request.person, version=version, **form.cleaned_data)
        except Invalid as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, page.said)
            return redirect(row)
    context = {
        "form": form,
        "object": row,
        "version": request.POST.get("version") or row.version,
        "heading": page.heading,
        "lead": page.lead,
        "submit_label": page.submit,
        "cancel_url": row.get_absolute_url(),
        "back_url": row.get_absolute_url(),
        "back_label": row.title_shown,
    }
    return render(request, "suggestions/act.html", context, status=422 if form.is_bound else 200)


@require_POST
def look_at(request: HttpRequest, public_id) -> HttpResponse:
    row = suggestion_or_404(request, public_id)
    answering.look_at(suggestion=row, actor=request.person, version=required_version(request.POST.get("version")))
    messages.success(request, _("Everybody can read it now."))
    return redirect(row)


@require_POST
def support(request: HttpRequest, public_id) -> HttpResponse:
    """`wanted`: 1 gives the voice, 0 takes it back."""
    row = suggestion_or_404(request, public_id)
    answering.support(suggestion=row, actor=request.person, wanted=request.POST.get("wanted") == "1")
    return redirect(row)


@require_POST
def say(request: HttpRequest, public_id) -> HttpResponse:
    row = suggestion_or_404(request, public_id)
    require(rules.can_say, request.person, row)
    form = forms.WordForm(request.POST)
    if form.is_valid():
        try:
            sending.say(
                suggestion=row,
                actor=request.person,
                text=form.cleaned_data["text"],
                key=parse_key(request.POST.get("client_key")),
            )
        except Invalid as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Noted."))
            return redirect(f"{row.get_absolute_url()}#words")
    return show_suggestion(request, row, form)

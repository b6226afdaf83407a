"""Approving and returning drafts; what becomes of an article in force."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foundation.common.errors import Invalid, require
from foundation.common.receipts import parse_key, required_version
from knowledge import rules
from knowledge.forms import OwnerForm, ReasonForm, ReturnForm
from knowledge.services import publishing
from knowledge.views.reading import article_or_404
from knowledge.views.writing import draft_or_404, show_draft
from organization.enums import Role
from organization.models import Person
from organization.selectors import holders_of, people_in_force


@require_POST
def approve(request: HttpRequest, public_id) -> HttpResponse:
    draft = draft_or_404(request, public_id)
    require(rules.can_review, request.person, draft)
    version = publishing.approve_draft(
        draft=draft,
        actor=request.person,
        version=required_version(request.POST.get("version")),
        key=parse_key(request.POST.get("client_key")),
    )
    messages.success(request, _("Version %(number)d is in force.") % {"number": version.number})
    return redirect(version.article)


@require_POST
def send_back(request: HttpRequest, public_id) -> HttpResponse:
    draft = draft_or_404(request, public_id)
    require(rules.can_review, request.person, draft)
    form = ReturnForm(request.POST)
    if form.is_valid():
        try:
            publishing.return_draft(
                draft=draft,
                actor=request.person,
                reason=form.cleaned_data["reason"],
                version=required_version(request.POST.get("version")),
            )
        except Invalid as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Returned; whoever wrote it is told."))
            return redirect("knowledge:article_list")
    return show_draft(request, draft, return_form=form)


@require_POST
def confirm(request: HttpRequest, public_id) -> HttpResponse:
    article = article_or_404(request, public_id)
    publishing.confirm_article(
        article=article, actor=request.person, version=required_version(request.POST.get("version"))
    )
    messages.success(request, _("Noted: it is still right."))
    return redirect(article)


@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, public_id) -> HttpResponse:
    article = article_or_404(request, public_id)
    require(rules.can_retire, request.person, article)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            publishing.retire_article(
                article=article,
                actor=request.person,
                reason=form.cleaned_data["reason"],
                version=required_version(request.POST.get("version")),
            )
        except Invalid as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Retired. A new version puts it in force again."))
            return redirect(article)
    context = {
        "object": article,
        "version": request.POST.get("version") or article.version,
        "form": form,
        "heading": _("Retire “%(title)s”?") % {"title": article},
        "consequences": [
            _("Nobody finds it any more."),
            _("Where it was used, and in its history, it can still be read."),
        ],
        "submit_label": _("Retire it"),
        "cancel_url": article.get_absolute_url(),
    }
    return render(request, "knowledge/confirm.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def owner(request: HttpRequest, public_id) -> HttpResponse:
    article = article_or_404(request, public_id)
    require(rules.can_change_owner, request.person, article)
    people = _may_own(article.owner)
    form = OwnerForm(
        request.POST if request.method == "POST" else None, people=people, initial={"owner": article.owner.public_id}
    )
    if request.method == "POST" and form.is_valid():
        try:
            publishing.change_owner(
                article=article,
                owner=form.cleaned_data["owner"],
                actor=request.person,
                version=required_version(request.POST.get("version")),
            )
        except Invalid as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Noted; the new owner is told."))
            return redirect(article)
    context = {
        "object": article,
        "version": request.POST.get("version") or article.version,
        "form": form,
        "heading": _("Who sees to %(number)s?") % {"number": article.number},
        "submit_label": _("Keep it so"),
        "cancel_url": article.get_absolute_url(),
        "tone": "primary",
    }
    return render(request, "knowledge/confirm.html", context, status=422 if form.is_bound else 200)


def _may_own(present: Person):
    """People of the same unit, and leads, who may write; and whoever owns it now."""
    people = people_in_force().filter(unit=present.unit_id) | people_in_force().filter(
        pk__in=holders_of(Role.LEAD).values("pk")
    )
    able = [person.pk for person in people.distinct() if rules.can_write(person)]
    return Person.objects.filter(pk__in=[*able, present.pk]).order_by("sort_key")

"""The panel with articles of the knowledge base, and linking them. What is being written beside it stays: with scripts only the panel changes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from foundation.common.errors import Invalid, require
from foundation.common.pages import is_htmx
from foundation.common.receipts import parse_key
from knowledge.choosing import article_named
from rectification import rules
from rectification.articles import panel_of
from rectification.models import Finding
from rectification.selectors import findings_visible_to
from rectification.services.linking import link_article, unlink_article


def finding_or_404(request: HttpRequest, public_id) -> Finding:
    return get_object_or_404(findings_visible_to(request.person), public_id=public_id)


def panel_context(request: HttpRequest, finding: Finding, words: str) -> dict:
    return {
        "panel": panel_of(finding, request.person, words),
        "panel_url": reverse("rectification:finding_articles", args=[finding.public_id]),
        "link_url": reverse("rectification:finding_link", args=[finding.public_id]),
        "may_link": rules.can_link_article(request.person, finding),
    }


@require_GET
def articles(request: HttpRequest, public_id) -> HttpResponse:
    """The panel alone, for whoever links articles."""
    finding = finding_or_404(request, public_id)
    require(rules.can_link_article, request.person, finding)
    return render(request, "knowledge/_panel.html", panel_context(request, finding, request.GET.get("q", "")))


@require_POST
def link(request: HttpRequest, public_id) -> HttpResponse:
    """`article`: which; `off`: take it off again."""
    finding = finding_or_404(request, public_id)
    require(rules.can_link_article, request.person, finding)
    article = article_named(request)
    act = unlink_article if request.POST.get("off") else link_article
    try:
        act(finding=finding, article=article, actor=request.person, key=parse_key(request.POST.get("client_key")))
    except Invalid as refusal:
        messages.error(request, refusal.messages[0])
    else:
        if not is_htmx(request):
            messages.success(request, _("Noted."))
    if is_htmx(request):
        return render(request, "knowledge/_panel.html", panel_context(request, finding, request.POST.get("q", "")))
    return redirect(finding)

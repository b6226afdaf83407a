"""The panel with articles of the knowledge base, and linking them. What is being written beside it stays: with scripts only the panel changes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from foundation.common.errors import Invalid, require
from foundation.common.pages import is_htmx
from foundation.common.receipts import parse_key
from knowledge.choosing import article_named
from tickets import rules
from tickets.articles import panel_of
from tickets.models import Ticket
from tickets.services.linking import link_article, unlink_article
from tickets.views.inbox import ticket_or_404


def panel_context(request: HttpRequest, ticket: Ticket, words: str) -> dict:
    return {
        "panel": panel_of(ticket, request.person, words),
        "panel_url": reverse("tickets:ticket_articles", args=[ticket.public_id]),
        "link_url": reverse("tickets:ticket_link", args=[ticket.public_id]),
        "may_link": rules.can_handle(request.person, ticket),
    }


@require_GET
def articles(request: HttpRequest, public_id) -> HttpResponse:
    """The panel alone, for whoever handles the ticket."""
    ticket = ticket_or_404(request, public_id)
    require(rules.can_handle, request.person, ticket)
    return render(request, "knowledge/_panel.html", panel_context(request, ticket, request.GET.get("q", "")))


@require_POST
def link(request: HttpRequest, public_id) -> HttpResponse:
    """`article`: which; `off`: take it off again."""
    ticket = ticket_or_404(request, public_id)
    require(rules.can_handle, request.person, ticket)
    article = article_named(request)
    act = unlink_article if request.POST.get("off") else link_article
    try:
        act(ticket=ticket, article=article, actor=request.person, key=parse_key(request.POST.get("client_key")))
    except Invalid as refusal:
        messages.error(request, refusal.messages[0])
    else:
        if not is_htmx(request):
            messages.success(request, _("Noted."))
    if is_htmx(request):
        return render(request, "knowledge/_panel.html", panel_context(request, ticket, request.POST.get("q", "")))
    return redirect(ticket)

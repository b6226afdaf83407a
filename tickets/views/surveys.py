"""Giving a customer the questionnaire about their closed case. The answer to the form is the only place where its link is ever seen."""

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from foundation.common.errors import require
from foundation.common.receipts import parse_key
from tickets import rules
from tickets.services.surveying import hand_survey
from tickets.views.inbox import ticket_or_404


@require_http_methods(["GET", "POST"])
def survey(request: HttpRequest, public_id) -> HttpResponse:
    ticket = ticket_or_404(request, public_id)
    require(rules.can_hand_survey, request.person, ticket)
    context = {"object": ticket, "survey": ticket.survey, "is_made": request.method == "POST"}
    if context["is_made"]:
        link = hand_survey(ticket=ticket, actor=request.person, key=parse_key(request.POST.get("client_key")))
        context["link"] = link
        context["picture"] = segno.make(link, error="m").svg_data_uri(border=2, omitsize=True) if link else ""
    response = render(request, "tickets/ticket_survey.html", context)
    response["Cache-Control"] = "no-store"
    return response

"""The inbox, one ticket, and taking one in."""

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from foundation.audit.services import record_event
from foundation.common.errors import Invalid, require
from foundation.common.pages import ordered, paginate
from foundation.common.receipts import parse_key
from organization.models import Person, Unit
from records.masking import mask_name, mask_phone
from records.selectors import visible_to as records_visible_to
from tickets import rules
from tickets.acts import offered_acts
from tickets.articles import linked_to
from tickets.enums import OPEN, StepAct
from tickets.exports import list_response
from tickets.filters import TicketFilter
from tickets.forms import ReceiveForm, RevealForm
from tickets.models import Step, Ticket
from tickets.onward import links_for
from tickets.selectors import (
    complaints_first,
    for_list,
    for_page,
    late,
    nodes_of,
    people_about,
    steps_of,
    visible_to,
)
from tickets.services.receiving import Contact, receive_ticket
from tickets.wording import entries_of

# Numbers are given in the order of the keys; as texts they would not sort beyond a million.
SORTS = {"number": "pk", "unit": "unit__code", "state": "state", "received": "received_at", "legal": "legal_due_on"}


def ticket_or_404(request: HttpRequest, public_id) -> Ticket:
    return get_object_or_404(for_page(visible_to(request.person)), public_id=public_id)


def _asked_for(request: HttpRequest) -> tuple[TicketFilter, QuerySet[Ticket]]:
    """The filter, and the rows in the order of the URL: what is open first, complaints before the rest."""
    person, view = request.person, request.GET.get("view", "")
    seen = visible_to(person)
    if view == "mine":
        seen = seen.filter(holder=person, state__in=OPEN)
    elif view == "open":
        seen = seen.filter(state__in=OPEN)
    filters = TicketFilter(request.GET, queryset=seen)
    rows = for_list(filters.qs if filters.is_valid() else seen.none())
    if request.GET.get("sort", "").lstrip("-") in SORTS:
        return filters, ordered(request, rows, SORTS, "number")
    return filters, complaints_first(rows)


@require_GET
def ticket_list(request: HttpRequest) -> HttpResponse:
    filters, rows = _asked_for(request)
    person = request.person
    seen = visible_to(person)
    view = request.GET.get("view", "")
    context = {
        "page": paginate(request, rows.defer("text", "customer_phone", "customer_email")),
        "filter": filters,
        "may_receive": rules.can_receive(person),
        "sees_statistics": rules.sees_statistics(person),
        "tabs": [
            {"label": _("All"), "url": "?", "count": None, "current": view not in ("mine", "open")},
            {
                "label": _("Open"),
                "url": "?view=open",
                "count": seen.filter(state__in=OPEN).count(),
                "current": view == "open",
            },
            {
                "label": _("Held by me"),
                "url": "?view=mine",
                "count": seen.filter(state__in=OPEN, holder=person).count(),
                "current": view == "mine",
            },
        ],
        "late": late(seen).count(),
        "online_address": _online_address(person),
        "empty_title": _("No tickets"),
        "empty_text": _(
            "What customers come with by telephone, online, by letter or in person is taken in here, and followed to the end."
        ),
        "table": {
            "sort": request.GET.get("sort", ""),
            "columns": [
                {"key": "number", "label": _("Ticket"), "sortable": True},
                {"key": "kind", "label": _("Kind")},
                {"key": "unit", "label": _("Unit"), "sortable": True},
                {"key": "state", "label": _("State"), "sortable": True},
                {"key": "due", "label": _("Due")},
            ],
        },
    }
    return render(request, "tickets/ticket_list.html", context)


def _online_address(person: Person) -> str:
    """Where customers write, for whoever tells them; empty where the form is switched off."""
    if not settings.ONLINE_FORM or not rules.is_at_service_desk(person):
        return ""
    return settings.SITE_URL.rstrip("/") + reverse("tickets:online")


@require_GET
def ticket_export(request: HttpRequest) -> HttpResponseBase:
    require(rules.sees_statistics, request.person)
    filters, rows = _asked_for(request)
    used = sorted(name for name in filters.filters if request.GET.get(name))
    record_event(actor=request.person, action="tickets.list.export", query=used)
    return list_response(rows.defer("text", "customer_phone", "customer_email", "customer_name", "subject"))


@require_http_methods(["GET", "POST"])
def ticket_new(request: HttpRequest) -> HttpResponse:
    require(rules.can_receive, request.person)
    units = Unit.objects.filter(valid_to=None)
    form = ReceiveForm(request.POST if request.method == "POST" else None, units=units)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        contact = Contact(said.pop("customer_name"), said.pop("customer_phone"), said.pop("customer_email"))
        try:
            ticket = receive_ticket(
                actor=request.person, key=parse_key(request.POST.get("client_key")), contact=contact, **said
            )
        except Invalid as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(
                request,
                _("Ticket %(number)s is taken in. You see to it until somebody takes it over.")
                % {"number": ticket.number},
            )
            return redirect("tickets:ticket_classify", public_id=ticket.public_id)
    context = {"form": form}
    return render(request, "tickets/ticket_new.html", context, status=422 if form.is_bound else 200)


@require_GET
def ticket_detail(request: HttpRequest, public_id) -> HttpResponse:
    return show_ticket(request, ticket_or_404(request, public_id))


def show_ticket(
    request: HttpRequest, ticket: Ticket, *, status: int = 200, shown: bool = False, reveal_form=None
) -> HttpResponse:
    """`shown`: the contact was just revealed, in this answer and in no other."""
    person = request.person
    steps = steps_of(ticket)
    context = {
        "object": ticket,
        "nodes": nodes_of(ticket, steps),
        "entries": entries_of(steps),
        "said": _said(steps),
        "acts": offered_acts(person, ticket),
        "may_reveal": rules.can_reveal(person, ticket)
        and bool(ticket.customer_phone or ticket.customer_email or ticket.customer_name),
        "reveal_form": reveal_form or RevealForm(),
        "shown": shown,
        "masked": " ".join(filter(None, (mask_name(ticket.customer_name), mask_phone(ticket.customer_phone)))),
        "about": people_about(ticket),
        "linked": linked_to(ticket),
        "extension": ticket.extensions.select_related("asked_by", "decided_by").last(),
        "review": ticket.reviews.select_related("reviewer").last(),
        "repeats": for_list(visible_to(person).filter(repeat_of=ticket))[:10],
        "came_of_it": links_for(person, ticket),
        "sees_repeated": ticket.repeat_of_id and visible_to(person).filter(pk=ticket.repeat_of_id).exists(),
        "sees_record": ticket.record_id and records_visible_to(person).filter(pk=ticket.record_id).exists(),
    }
    return render(request, "tickets/ticket_detail.html", context, status=status)


def _said(steps: list[Step]) -> dict[str, Step]:
    """The last words of the nodes that the page shows whole."""
    shown = (
        StepAct.INVESTIGATED,
        StepAct.ANSWERED,
        StepAct.CONFIRMED,
        StepAct.NOT_CONTENT,
        StepAct.CLOSED,
        StepAct.EVALUATED,
    )
    return {step.act: step for step in steps if step.act in shown and step.text}

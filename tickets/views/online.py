"""The online form, for customers: no account, no session, no cookie but that of the form itself."""

import re

from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from feedback.public_pages import language_of, private
from feedback.screens import sender
from foundation.common.errors import Invalid
from foundation.common.receipts import parse_key
from foundation.common.texts import current_suffix
from tickets.enums import TicketState
from tickets.forms import OnlineForm, ProgressForm
from tickets.models import Ticket
from tickets.selectors import Node, nodes_of, of_number_and_phone, steps_of
from tickets.services.online import receive_online
from tickets.services.receiving import Contact

LIMITED = "tickets_online"
NUMBER = re.compile(r"T-[0-9]{4}-[0-9]{1,8}")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def online(request: HttpRequest) -> HttpResponse:
    _require_on()
    with translation.override(language_of(request)):
        return private(_online(request))


def _online(request: HttpRequest) -> HttpResponse:
    is_sent = request.method == "POST" and "switch" not in request.POST
    form = OnlineForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not is_sent:
        form = OnlineForm(initial=request.POST.dict())
    if is_sent and form.is_valid():
        if not _is_within_limits(request):
            return _page(
                request,
                form,
                429,
                _("Too much was sent from here in a short time. Please try again later, or call us."),
            )
        said = form.cleaned_data
        contact = Contact(said["name"], said["phone"], said["email"])
        try:
            key = parse_key(request.POST.get("client_key"))
            ticket = receive_online(kind=said["kind"], text=said["text"], place=said["place"], contact=contact, key=key)
        except Invalid as refusal:
            form.add_error(None, _by_field(refusal))
        else:
            return redirect(reverse("tickets:online_thanks", args=[ticket.number]) + "?lang=" + current_suffix())
    return _page(request, form, 422 if is_sent else 200)


def _by_field(refusal: Invalid) -> Invalid:
    """With the names of this form's fields, which are a customer's own."""
    if not hasattr(refusal, "error_dict"):
        return refusal
    return Invalid({name.removeprefix("customer_"): said for name, said in refusal.message_dict.items()})


def _page(request: HttpRequest, form: OnlineForm, status: int, sentence: str = "") -> HttpResponse:
    context = {"form": form, "sender": sender(), "sentence": sentence}
    return render(request, "tickets/online_form.html", context, status=status)


@login_not_required
@require_safe
def online_thanks(request: HttpRequest, number: str) -> HttpResponse:
    """Says the number again and nothing of the ticket: whoever guesses one learns nothing, not even whether it exists.

    What is no number is not repeated: under the firm's name a page must not say what an address tells it to.
    """
    _require_on()
    if not NUMBER.fullmatch(number):
        raise Http404
    with translation.override(language_of(request)):
        return private(render(request, "tickets/online_thanks.html", {"number": number, "sender": sender()}))


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def online_progress(request: HttpRequest) -> HttpResponse:
    """How far a ticket is, for whoever knows its number and the telephone number that was left with it; no word of what was said."""
    _require_on()
    with translation.override(language_of(request)):
        return private(_progress(request))


def _progress(request: HttpRequest) -> HttpResponse:
    is_sent = request.method == "POST" and "switch" not in request.POST
    form = ProgressForm(request.POST if is_sent else None)
    context, status = {"form": form, "sender": sender()}, 200
    if is_sent and form.is_valid():
        if not _is_within_limits(request):
            context["sentence"] = _("Too much was sent from here in a short time. Please try again later, or call us.")
            return render(request, "tickets/online_progress.html", context, status=429)
        ticket = of_number_and_phone(form.cleaned_data["number"], form.cleaned_data["phone"])
        if ticket is None:
            form.add_error(None, _("There is no case with this number and this telephone number."))
        else:
            context |= {"ticket": ticket, "nodes": _nodes(ticket)}
    if is_sent and form.errors:
        status = 422
    return render(request, "tickets/online_progress.html", context, status=status)


def _nodes(ticket: Ticket) -> list[Node]:
    """What the firm does for itself afterwards is not the customer's case."""
    return [node for node in nodes_of(ticket, steps_of(ticket)) if node.state != TicketState.EVALUATED]


def _is_within_limits(request: HttpRequest) -> bool:
    return ratelimit.consume(request, action=LIMITED, key="all")


def _require_on() -> None:
    if not settings.ONLINE_FORM:
        raise Http404

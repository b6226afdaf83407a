"""A system's keys: made and shown once, revoked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from connections import rules
from connections.forms import KeyForm, accepted
from connections.models import Token
from connections.selectors import visible_to
from connections.services.keys import OVERLAP_DAYS, live_tokens, make_token, revoke_token
from connections.views.pages import connection_or_404, show_connection
from foundation.common.errors import require
from foundation.common.receipts import parse_key


@require_http_methods(["GET", "POST"])
def key_new(request: HttpRequest, public_id) -> HttpResponse:
    connection = connection_or_404(request, public_id)
    require(rules.can_change_connection, request.person, connection)
    form = KeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        made = accepted(
            form,
            lambda said: make_token(
                connection=connection,
                actor=request.person,
                key=parse_key(request.POST.get("client_key")),
                **said,
            ),
        )
        if made is not None:
            token, text = made
            if text:
                return show_connection(request, connection, made_key=text)
            messages.warning(
                request,
                _("%(key)s was made by this form already and is not shown again. Revoke it if nobody has copied it.")
                % {"key": token},
            )
            return redirect(connection)
    live = list(live_tokens(connection))
    context = {
        "form": form,
        "object": connection,
        "heading": _("Renew the key of %(system)s") % {"system": connection.name}
        if live
        else _("Make a key for %(system)s") % {"system": connection.name},
        "lead": _("The present key stays valid for %(days)d days, so that the system can change over.")
        % {"days": OVERLAP_DAYS}
        if live
        else _("It is shown once. Keep it where the system keeps its secrets, never in an address or a mail."),
        "submit_label": _("Make the key"),
        "cancel_url": connection.get_absolute_url(),
        "back_url": connection.get_absolute_url(),
        "back_label": connection.name,
    }
    return render(request, "generic/form.html", context, status=422 if form.is_bound else 200)


@require_POST
def key_revoke(request: HttpRequest, public_id) -> HttpResponse:
    tokens = Token.objects.filter(connection__in=visible_to(request.person)).select_related("connection")
    token = get_object_or_404(tokens, public_id=public_id)
    revoke_token(token=token, actor=request.person)
    messages.success(request, _("Revoked: the next call with it is refused."))
    return redirect(token.connection)

"""A system's keys: made and shown once, revoked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from connections.forms import KeyForm
from connections.models import Connection, Token
from connections.selectors import visible_to
from connections.services.keys import OVERLAP_DAYS, live_tokens, make_token, revoke_token
from connections.views.making import make_shown_once


@require_http_methods(["GET", "POST"])
def key_new(request: HttpRequest, public_id) -> HttpResponse:
    return make_shown_once(
        request,
        public_id,
        form_class=KeyForm,
        make=make_token,
        shown_as="made_key",
        again=lambda token: (
            _("%(key)s was made by this form already and is not shown again. Revoke it if nobody has copied it.")
            % {"key": token}
        ),
        words=_words,
    )


def _words(connection: Connection) -> dict[str, str]:
    """The first key, or one in place of another that goes on for some days."""
    if live_tokens(connection).exists():
        heading, lead = (
            _("Renew the key of %(system)s"),
            _("The present key stays valid for %(days)d days, so that the system can change over."),
        )
    else:
        heading, lead = (
            _("Make a key for %(system)s"),
            _("It is shown once. Keep it where the system keeps its secrets, never in an address or a mail."),
        )
    said = {"system": connection.name, "days": OVERLAP_DAYS}
    return {"heading": heading % said, "lead": lead % said, "submit_label": _("Make the key")}


@require_POST
def key_revoke(request: HttpRequest, public_id) -> HttpResponse:
    tokens = Token.objects.filter(connection__in=visible_to(request.person)).select_related("connection")
    token = get_object_or_404(tokens, public_id=public_id)
    revoke_token(token=token, actor=request.person)
    messages.success(request, _("Revoked: the next call with it is refused."))
    return redirect(token.connection)

"""What is shown once when it is made: a form on a page of its own, and a secret in the answer to it and in no other."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from connections import rules
from connections.forms import accepted
from connections.models import Connection
from connections.views.pages import connection_or_404, show_connection
from foundation.common.errors import require
from foundation.common.receipts import parse_key


def make_shown_once(
    request: HttpRequest,
    public_id: UUID,
    *,
    form_class: type[Form],
    make: Callable[..., tuple[object, str]],
    shown_as: str,
    again: Callable[[object], str],
    words: Callable[[Connection], Mapping[str, str]],
) -> HttpResponse:
    """`make(connection, actor, key, **cleaned)` returns the row and its secret, which is empty where the same form was sent before: then
    `again(row)` says what to do. `shown_as` is what the page calls the secret; `words` are those of the form page.
    """
    connection = connection_or_404(request, public_id)
    require(rules.can_change_connection, request.person, connection)
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        key = parse_key(request.POST.get("client_key"))
        made = accepted(form, lambda said: make(connection=connection, actor=request.person, key=key, **said))
        if made is not None:
            row, secret = made
            if secret:
                return show_connection(request, connection, **{shown_as: secret})
            messages.warning(request, again(row))
            return redirect(connection)
    context = {
        "form": form,
        "object": connection,
        "cancel_url": connection.get_absolute_url(),
        "back_url": connection.get_absolute_url(),
        "back_label": connection.name,
        **words(connection),
    }
    return render(request, "generic/form.html", context, status=422 if form.is_bound else 200)

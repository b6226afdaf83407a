"""Where a system is told of events."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from connections import rules
from connections.forms import HookForm, accepted
from connections.models import Dispatch, Subscription
from connections.selectors import visible_to
from connections.services.hooks import change_secret, end_subscription, send_again, send_test, subscribe
from connections.views.pages import connection_or_404, show_connection
from foundation.common.errors import require
from foundation.common.receipts import parse_key


def _hook_or_404(request: HttpRequest, public_id) -> Subscription:
    rows = Subscription.objects.filter(connection__in=visible_to(request.person)).select_related("connection")
    return get_object_or_404(rows, public_id=public_id)


@require_http_methods(["GET", "POST"])
def hook_new(request: HttpRequest, public_id) -> HttpResponse:
    connection = connection_or_404(request, public_id)
    require(rules.can_change_connection, request.person, connection)
    form = HookForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        made = accepted(
            form,
            lambda said: subscribe(
                connection=connection,
                actor=request.person,
                key=parse_key(request.POST.get("client_key")),
                **said,
            ),
        )
        if made is not None:
            _hook, secret = made
            if secret:
                return show_connection(request, connection, made_secret=secret)
            messages.warning(request, _("This address was entered already. Change its secret if nobody has copied it."))
            return redirect(connection)
    context = {
        "form": form,
        "heading": _("Tell %(system)s of events") % {"system": connection.name},
        "lead": _(
            "Each event is posted with its id and signed with a secret that is shown once. It holds ids, codes, counts and times, nothing personal."
        ),
        "submit_label": _("Enter the address"),
        "cancel_url": connection.get_absolute_url(),
        "back_url": connection.get_absolute_url(),
        "back_label": connection.name,
    }
    return render(request, "generic/form.html", context, status=422 if form.is_bound else 200)


@require_POST
def hook_secret(request: HttpRequest, public_id) -> HttpResponse:
    hook = _hook_or_404(request, public_id)
    secret = change_secret(subscription=hook, actor=request.person)
    return show_connection(request, connection_or_404(request, hook.connection.public_id), made_secret=secret)


@require_POST
def hook_test(request: HttpRequest, public_id) -> HttpResponse:
    hook = _hook_or_404(request, public_id)
    send_test(subscription=hook, actor=request.person)
    messages.success(
        request, _("A test event goes out within half a minute; the log below says what the system answers.")
    )
    return redirect(hook.connection)


@require_POST
def hook_end(request: HttpRequest, public_id) -> HttpResponse:
    hook = _hook_or_404(request, public_id)
    end_subscription(subscription=hook, actor=request.person)
    messages.success(request, _("Nothing more is sent there."))
    return redirect(hook.connection)


@require_POST
def event_again(request: HttpRequest, public_id) -> HttpResponse:
    rows = Dispatch.objects.filter(subscription__connection__in=visible_to(request.person))
    dispatch = get_object_or_404(rows.select_related("subscription__connection"), public_id=public_id)
    send_again(dispatch=dispatch, actor=request.person)
    messages.success(request, _("It is sent again."))
    return redirect(dispatch.subscription.connection)

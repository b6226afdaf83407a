"""Where a system is told of events."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from connections.forms import HookForm
from connections.models import Dispatch, Subscription
from connections.selectors import visible_to
from connections.services.hooks import change_secret, end_subscription, send_again, send_test, subscribe
from connections.views.making import make_shown_once
from connections.views.pages import connection_or_404, show_connection


def _hook_or_404(request: HttpRequest, public_id) -> Subscription:
    rows = Subscription.objects.filter(connection__in=visible_to(request.person)).select_related("connection")
    return get_object_or_404(rows, public_id=public_id)


@require_http_methods(["GET", "POST"])
def hook_new(request: HttpRequest, public_id) -> HttpResponse:
    return make_shown_once(
        request,
        public_id,
        form_class=HookForm,
        make=subscribe,
        shown_as="made_secret",
        again=lambda _hook: _("This address was entered already. Change its secret if nobody has copied it."),
        words=lambda connection: {
            "heading": _("Tell %(system)s of events") % {"system": connection.name},
            "lead": _(
                "Each event is posted with its id and signed with a secret that is shown once. "
                "It holds ids, codes, counts and times, nothing personal."
            ),
            "submit_label": _("Enter the address"),
        },
    )


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

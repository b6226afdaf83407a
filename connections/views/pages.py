"""The systems, one system, setting one up."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from connections import rules
from connections.exports import list_response
from connections.forms import CallFilter, ChangeForm, ConnectionFilter, ConnectionForm, DispatchFilter, accepted
from connections.models import Connection
from connections.selectors import (
    calls_of,
    dispatches_of,
    for_list,
    for_page,
    subscriptions_of,
    tokens_of,
    visible_to,
)
from connections.services.connecting import ask_connection, change_connection, decide_connection, end_connection
from foundation.audit.selectors import timeline_of
from foundation.audit.services import record_event
from foundation.common.errors import require
from foundation.common.pages import ordered, paginate
from foundation.common.receipts import parse_key, required_version

SORTS = {"name": "name", "state": "state", "used": "used_at", "ends": "ends_at"}
SHOWN = 10


def connection_or_404(request: HttpRequest, public_id) -> Connection:
    return get_object_or_404(for_page(visible_to(request.person)), public_id=public_id)


def _asked_for(request: HttpRequest):
    require(rules.can_see_connections, request.person)
    filters = ConnectionFilter(request.GET, queryset=for_list(visible_to(request.person)))
    rows = filters.qs if filters.is_valid() else filters.queryset.none()
    return filters, ordered(request, rows, SORTS, "name")


@require_GET
def connection_list(request: HttpRequest) -> HttpResponse:
    filters, rows = _asked_for(request)
    context = {
        "page": paginate(request, rows),
        "filter": filters,
        "may_connect": rules.can_connect_systems(request.person),
        "empty_title": _("No system is connected"),
        "empty_text": _(
            "A call centre, a CRM or a mail gateway can bring service records and tickets by itself, and be told what becomes of them."
        ),
        "table": {
            "sort": request.GET.get("sort", ""),
            "columns": [
                {"key": "name", "label": _("System"), "sortable": True},
                {"key": "scopes", "label": _("May do")},
                {"key": "state", "label": _("State"), "sortable": True},
                {"key": "used", "label": _("Last call"), "sortable": True},
                {"key": "ends", "label": _("Key valid until"), "sortable": True},
            ],
        },
    }
    return render(request, "connections/connection_list.html", context)


@require_GET
def connection_export(request: HttpRequest) -> HttpResponseBase:
    filters, rows = _asked_for(request)
    used = sorted(name for name in filters.filters if request.GET.get(name))
    record_event(actor=request.person, action="connections.list.export", query=used)
    return list_response(rows)


@require_http_methods(["GET", "POST"])
def connection_new(request: HttpRequest) -> HttpResponse:
    require(rules.can_connect_systems, request.person)
    form = ConnectionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        row = accepted(
            form,
            lambda said: ask_connection(actor=request.person, key=parse_key(request.POST.get("client_key")), **said),
        )
        if row is not None:
            waits = row.state == row.States.ASKED
            messages.success(
                request,
                _("It waits for a second administrator.") if waits else _("Connected. Now make its key."),
            )
            return redirect(row)
    context = {"form": form, "two": rules.needs_second_administrator(request.person)}
    return render(request, "connections/connection_new.html", context, status=422 if form.is_bound else 200)


@require_GET
def connection_detail(request: HttpRequest, public_id) -> HttpResponse:
    return show_connection(request, connection_or_404(request, public_id))


def show_connection(request: HttpRequest, connection: Connection, **more) -> HttpResponse:
    """`more`: a key or a secret that was just made, in this answer and in no other."""
    person = request.person
    context = {
        "object": connection,
        "sources": list(connection.sources.all()),
        "tokens": tokens_of(connection),
        "hooks": subscriptions_of(connection),
        "calls": list(calls_of(connection)[:SHOWN]),
        "dispatches": list(dispatches_of(connection)[:SHOWN]),
        "may_change": rules.can_change_connection(person, connection),
        "may_decide": rules.can_decide_connection(person, connection),
        "timeline": timeline_of(connection, limit=30),
        **more,
    }
    return render(request, "connections/connection_detail.html", context)


@require_http_methods(["GET", "POST"])
def connection_change(request: HttpRequest, public_id) -> HttpResponse:
    connection = connection_or_404(request, public_id)
    require(rules.can_change_connection, request.person, connection)
    stands = {
        "contact": connection.contact.staff_number,
        "networks": "\n".join(connection.networks),
        "calls_a_minute": connection.calls_a_minute,
        "rows_a_minute": connection.rows_a_minute,
    }
    form = ChangeForm(request.POST if request.method == "POST" else None, initial=stands)
    if request.method == "POST":
        version = required_version(request.POST.get("version"))
        done = accepted(
            form,
            lambda said: change_connection(connection=connection, actor=request.person, version=version, **said),
        )
        if done is not None:
            messages.success(request, _("Saved."))
            return redirect(connection)
    context = {"form": form, "object": connection}
    return render(request, "connections/connection_change.html", context, status=422 if form.is_bound else 200)


def _decide(request: HttpRequest, public_id, agreed: bool, said: str) -> HttpResponse:
    connection = connection_or_404(request, public_id)
    decide_connection(connection=connection, agreed=agreed, actor=request.person)
    messages.success(request, said)
    return redirect(connection)


@require_POST
def connection_agree(request: HttpRequest, public_id) -> HttpResponse:
    return _decide(request, public_id, True, _("Agreed. Now its key can be made."))


@require_POST
def connection_refuse(request: HttpRequest, public_id) -> HttpResponse:
    return _decide(request, public_id, False, _("Refused."))


@require_POST
def connection_end(request: HttpRequest, public_id) -> HttpResponse:
    connection = connection_or_404(request, public_id)
    end_connection(connection=connection, actor=request.person)
    messages.success(request, _("Ended. Its keys are worth nothing any more."))
    return redirect(connection)


@require_GET
def connection_calls(request: HttpRequest, public_id) -> HttpResponse:
    connection = connection_or_404(request, public_id)
    filters = CallFilter(request.GET, queryset=calls_of(connection))
    context = {
        "object": connection,
        "page": paginate(request, filters.qs),
        "filter": filters,
        "empty_title": _("It has not called yet"),
        "empty_text": _(
            "Each call leaves a line here: what was asked and how it was answered, nothing of the contents."
        ),
        "table": {
            "columns": [
                {"key": "at", "label": _("When")},
                {"key": "call", "label": pgettext("of a system", "Call")},
                {"key": "status", "label": _("Answered with")},
                {"key": "rows", "label": _("Rows")},
                {"key": "took", "label": _("Took"), "numeric": True},
            ]
        },
    }
    return render(request, "connections/call_list.html", context)


@require_GET
def connection_events(request: HttpRequest, public_id) -> HttpResponse:
    connection = connection_or_404(request, public_id)
    filters = DispatchFilter(request.GET, queryset=dispatches_of(connection))
    context = {
        "object": connection,
        "page": paginate(request, filters.qs if filters.is_valid() else filters.queryset.none()),
        "filter": filters,
        "may_change": rules.can_change_connection(request.person, connection),
        "empty_title": _("Nothing was sent yet"),
        "empty_text": _("What the system is told of stands here, with each try, until it has taken it."),
        "table": {
            "columns": [
                {"key": "at", "label": _("When")},
                {"key": "event", "label": _("Event")},
                {"key": "state", "label": _("State")},
                {"key": "tries", "label": _("Tries"), "numeric": True},
                {"key": "answer", "label": _("Answered with")},
                {"key": "act", "label": ""},
            ]
        },
    }
    return render(request, "connections/event_list.html", context)

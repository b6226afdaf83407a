"""Indicators to be calibrated again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from calibration.comparison import name_of
from calibration.enums import TodoState
from calibration.forms.agreement import DismissForm
from calibration.models import Recalibration
from calibration.rules.sessions import can_open_session, sees_all_sessions
from calibration.services import recalibration as services
from calibration.tabs import tabs_for
from foundation.audit.selectors import timeline_of
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.pages import ordered, paginate

ROWS = Recalibration.objects.select_related("indicator__dimension", "standard_version__standard", "session", "settled_by")  # fmt: skip


def _todo(request: HttpRequest, public_id: UUID) -> Recalibration:
    rows = ROWS.all() if sees_all_sessions(request.person) else Recalibration.objects.none()
    return get_object_or_404(rows, public_id=public_id)


@require_GET
def todo_list(request: HttpRequest) -> HttpResponse:
    require(sees_all_sessions, request.person)
    rows = ordered(request, ROWS.all(), {"found": "found_at", "alpha": "alpha", "state": "state"}, "-found")
    context = {
        "page": paginate(request, rows),
        "tabs": tabs_for(request.person, "todo"),
        "table": {
            "sort": request.GET.get("sort", "-found"),
            "columns": [
                {"key": "indicator", "label": _("Indicator")},
                {"key": "alpha", "label": _("Alpha"), "sortable": True, "numeric": True},
                {"key": "found", "label": _("Found"), "sortable": True},
                {"key": "session", "label": _("Session")},
                {"key": "state", "label": _("State"), "sortable": True},
            ],
        },
    }
    return render(request, "calibration/todo_list.html", context)


@require_GET
def todo_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    todo = _todo(request, public_id)
    context = {
        "object": todo,
        "name": name_of(todo.indicator),
        "may_act": todo.state == TodoState.OPEN and can_open_session(request.person),
        "timeline": timeline_of(todo),
    }
    return render(request, "calibration/todo_detail.html", context)


@require_http_methods(["GET", "POST"])
def dismiss_todo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    todo = _todo(request, public_id)
    require(can_open_session, request.person)
    if todo.state != TodoState.OPEN and request.method == "GET":
        raise Conflict(_("This is “%(state)s” now.") % {"state": TodoState(todo.state).label})
    form = DismissForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.dismiss_todo(todo=todo, actor=request.person, reason=form.cleaned_data["reason"])
        except Invalid as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Not pursued. The reason is kept."))
            return redirect(todo)
    context = {
        "form": form,
        "heading": _("Not calibrate “%(indicator)s” again?") % {"indicator": name_of(todo.indicator)},
        "consequences": [_("It is judged anew from the sessions that are opened from now on.")],
        "submit_label": _("Do not pursue it"),
        "tone": "danger",
        "cancel_url": todo.get_absolute_url(),
    }
    return render(request, "generic/confirm.html", context, status=422 if form.is_bound else 200)

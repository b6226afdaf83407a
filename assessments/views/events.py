"""Critical events: reported, confirmed or dismissed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assessments.enums import EventState
from assessments.forms.events import DecideEventForm, ReportEventForm
from assessments.models import CriticalEvent, Cycle
from assessments.rules import events as rules
from assessments.selectors.events import cycles_taking_events, events_visible_to
from assessments.services import events as services
from foundation.audit.selectors import timeline_of
from foundation.common.errors import Invalid, require
from foundation.common.pages import ordered, paginate
from foundation.common.receipts import once, parse_key
from foundation.common.texts import localized


def _event(request: HttpRequest, public_id) -> CriticalEvent:
    return get_object_or_404(events_visible_to(request.person), public_id=public_id)


@require_GET
def event_list(request: HttpRequest) -> HttpResponse:
    require(rules.sees_events, request.person)
    rows = ordered(
        request,
        events_visible_to(request.person),
        {"day": "happened_on", "unit": "unit__code", "state": "state"},
        "-day",
    )
    context = {
        "page": paginate(request, rows),
        "table": {
            "sort": request.GET.get("sort", "-day"),
            "columns": [
                {"key": "event", "label": _("Red line")},
                {"key": "unit", "label": _("Unit"), "sortable": True},
                {"key": "day", "label": _("Day"), "sortable": True},
                {"key": "cycle", "label": _("Cycle")},
                {"key": "state", "label": _("State"), "sortable": True},
            ],
        },
        "cycles": cycles_taking_events() if rules.can_report_event(request.person) else [],
    }
    return render(request, "assessments/event_list.html", context)


@require_http_methods(["GET", "POST"])
def report_event(request: HttpRequest, public_id) -> HttpResponse:
    """For one cycle."""
    require(rules.can_report_event, request.person)
    cycle = next((one for one in cycles_taking_events() if one.public_id == public_id), None)
    if cycle is None:
        raise Http404
    form = ReportEventForm(request.POST if request.method == "POST" else None, cycle=cycle)
    if request.method == "POST" and form.is_valid():
        try:
            return _reported(request, cycle, form.cleaned_data)
        except Invalid as error:
            form.add_error(None, error)
    context = {
        "form": form,
        "heading": _("Report a critical event in %(cycle)s") % {"cycle": localized(cycle, "name")},
        "lead": _("It counts in the unit’s result once a manager who did not report it has confirmed it."),
        "submit_label": _("Report it"),
        "cancel_url": reverse("assessments:event_list"),
    }
    return render(request, "generic/form.html", context, status=422 if form.is_bound else 200)


def _reported(request: HttpRequest, cycle: Cycle, values: dict) -> HttpResponse:
    def act() -> dict:
        return {"event": str(services.report_event(cycle=cycle, actor=request.person, **values).public_id)}

    answer, is_new = once(
        actor=request.person.public_id,
        action="assessments.critical_event.report",
        key=parse_key(request.POST.get("client_key")),
        payload={
            **values,
            "cycle": cycle.public_id,
            "unit": values["unit"].public_id,
            "indicator": values["indicator"].code,
        },
        act=act,
    )
    if is_new:
        messages.success(request, _("The event is reported. The managers are told."))
    return redirect("assessments:event_detail", public_id=answer["event"])


@require_GET
def event_detail(request: HttpRequest, public_id) -> HttpResponse:
    event = _event(request, public_id)
    may_decide = rules.takes_events(event.cycle) and rules.can_decide_event(request.person, event)
    context = {
        "object": event,
        "may_confirm": may_decide and event.state == EventState.REPORTED,
        "may_dismiss": may_decide and event.state in (EventState.REPORTED, EventState.CONFIRMED),
        "is_own": event.state == EventState.REPORTED and event.reported_by_id == request.person.pk,
        "timeline": timeline_of(event),
    }
    return render(request, "assessments/event_detail.html", context)


@require_http_methods(["GET", "POST"])
def confirm_event(request: HttpRequest, public_id) -> HttpResponse:
    return _decide(request, public_id, confirm=True)


@require_http_methods(["GET", "POST"])
def dismiss_event(request: HttpRequest, public_id) -> HttpResponse:
    return _decide(request, public_id, confirm=False)


def _decide(request: HttpRequest, public_id, *, confirm: bool) -> HttpResponse:
    event = _event(request, public_id)
    require(rules.can_decide_event, request.person, event)
    form = DecideEventForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.decide_event(
                event=event, actor=request.person, confirm=confirm, reason=form.cleaned_data["reason"]
            )
        except Invalid as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, _("The event is confirmed and counts.") if confirm else _("The event is dismissed.")
            )
            return redirect(event)
    named = {"event": event.indicator, "unit": event.unit}
    policy = event.cycle.standard_version.policy_for_unit
    context = {
        "form": form,
        "heading": _("Confirm “%(event)s” for %(unit)s?") % named
        if confirm
        else _("Dismiss “%(event)s” for %(unit)s?") % named,
        "consequences": [
            _("What the standard says of a triggered red line then holds for the unit’s result: %(policy)s.")
            % {"policy": policy}
        ]
        if confirm
        else [_("It does not count in the unit’s result, and stays here to be read.")],
        "submit_label": _("Confirm") if confirm else _("Dismiss"),
        "tone": "danger",
        "cancel_url": event.get_absolute_url(),
    }
    return render(request, "generic/confirm.html", context, status=422 if form.is_bound else 200)

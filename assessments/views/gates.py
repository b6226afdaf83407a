"""Passing a cycle's gate, going back, naming the group that decides, and setting planned days."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments import gates
from assessments.enums import BY_GROUP, CycleState
from assessments.forms.cycles import DatesForm, GateForm, GoBackForm, GroupForm
from assessments.models import Cycle
from assessments.rules import cycles as rules
from assessments.schedule import planned_dates
from assessments.selectors.deciders import deciders_for
from assessments.selectors.gates import gates_of
from assessments.services import passing
from assessments.services.dates import set_gate_dates
from assessments.services.groups import call_group
from assessments.views.cycles import cycle_for
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import parse_key
from foundation.common.texts import localized
from foundation.workdays.calendar import add_workdays

WORKDAYS_TO_VOTE = 3


@require_POST
def pass_gate(request: HttpRequest, public_id) -> HttpResponse:
    cycle = cycle_for(request, public_id)
    require(rules.can_pass_gate, request.person, cycle)
    form = GateForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("The form was incomplete. Load the page again and send it once more."))
    key = parse_key(request.POST.get("client_key"))
    try:
        passing.pass_gate(cycle=cycle, gate=form.cleaned_data["gate"], actor=request.person, key=key)
    except Invalid as error:
        for sentence in error.messages:
            messages.error(request, sentence)
    else:
        state = CycleState(cycle.state)
        messages.success(
            request,
            _("The results of %(cycle)s are approved. Heads and liaisons can read theirs.") % {"cycle": cycle.code}
            if state == CycleState.FEEDBACK
            else _("%(cycle)s is at “%(gate)s” now.") % {"cycle": cycle.code, "gate": state.label},
        )
    return redirect(cycle)


@require_http_methods(["GET", "POST"])
def go_back(request: HttpRequest, public_id) -> HttpResponse:
    cycle = cycle_for(request, public_id)
    require(rules.can_go_back, request.person, cycle)
    if not CycleState(cycle.state).earlier and request.method == "GET":
        raise Conflict(_("From here there is no way back."))
    form = GoBackForm(request.POST if request.method == "POST" else None, cycle=cycle)
    if request.method == "POST" and form.is_valid():
        key = parse_key(request.POST.get("client_key"))
        try:
            passing.go_back(cycle=cycle, actor=request.person, key=key, **form.cleaned_data)
        except Invalid as error:
            form.add_error(None, error)
        else:
            state = CycleState(cycle.state)
            messages.success(
                request, _("%(cycle)s is at “%(gate)s” again.") % {"cycle": cycle.code, "gate": state.label}
            )
            return redirect(cycle)
    consequences = [
        _("Gates that lie between have to be passed again; groups decide anew."),
        _("What a group is voting on now is withdrawn."),
    ]
    if cycle.state == CycleState.FEEDBACK:
        consequences += [
            _("Heads and liaisons no longer see the provisional results of their units."),
            _("Findings and tasks that were made from these results stay as they are."),
        ]
    context = {
        "form": form,
        "heading": _("Take %(cycle)s back to an earlier gate?") % {"cycle": localized(cycle, "name")},
        "lead": _("It is at “%(gate)s” now. Leads and managers are told; the reason is kept.") % {"gate": CycleState(cycle.state).label},
        "consequences": [*map(str, gates.what_holds(cycle)), *consequences],
        "submit_label": _("Go back"),
        "tone": "danger",
        "cancel_url": cycle.get_absolute_url(),
    }  # fmt: skip
    return render(request, "generic/confirm.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def name_group(request: HttpRequest, public_id) -> HttpResponse:
    cycle = cycle_for(request, public_id)
    require(rules.can_call_group, request.person, cycle)
    if cycle.state not in BY_GROUP:
        raise Conflict(_("This cycle is at “%(state)s” now; no group decides this there.") % {"state": CycleState(cycle.state).label})  # fmt: skip
    initial = {"gate": cycle.state, "due_on": add_workdays(clock.today(), WORKDAYS_TO_VOTE)}
    form = GroupForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            decision = call_group(
                cycle=cycle,
                gate=given["gate"],
                members=list(given["members"]),
                due_on=given["due_on"],
                actor=request.person,
                key=parse_key(request.POST.get("client_key")),
            )
        except Invalid as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The group is asked. Its members find the question in their work list."))
            return redirect(decision)
    return render(
        request,
        "assessments/group_form.html",
        _group_context(request, cycle, form),
        status=422 if form.is_bound else 200,
    )


def _group_context(request: HttpRequest, cycle: Cycle, form: GroupForm) -> Mapping:
    people = deciders_for(cycle, request.person)
    if form.is_bound:
        chosen = {str(value) for value in form["members"].value() or []}
        candidates = [(one, str(one.person.public_id) in chosen) for one in people]
    else:
        candidates = [(one, one.proposed) for one in people]
    return {
        "form": form,
        "object": cycle,
        "gate": CycleState(cycle.state),
        "candidates": candidates,
        "submit_label": _("Put the question to them"),
        "cancel_url": cycle.get_absolute_url(),
    }


@require_http_methods(["GET", "POST"])
def set_dates(request: HttpRequest, public_id) -> HttpResponse:
    cycle = cycle_for(request, public_id)
    require(rules.can_set_dates, request.person, cycle)
    if cycle.state == CycleState.PUBLISHED:
        raise Conflict(_("This cycle is published; all its gates are passed."))
    days = gates_of([cycle])[cycle.pk]
    bound = request.POST if request.method == "POST" else None
    form = DatesForm(bound, cycle=cycle, gates=days, counted=planned_dates(cycle.end, {}))
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            set_gate_dates(cycle=cycle, actor=request.person, days=form.days, version=version)
        except Invalid as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The planned days are set."))
            return redirect(cycle)
    context = {
        "form": form,
        "heading": _("Planned days of the gates of %(cycle)s") % {"cycle": localized(cycle, "name")},
        "lead": _("By when each gate is meant to be passed. Working days only; passed gates keep their days."),
        "cancel_url": cycle.get_absolute_url(),
    }
    return render(request, "generic/form.html", context, status=422 if form.is_bound else 200)

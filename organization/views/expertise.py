"""What people may take on, and what units ask of their assessors: on the pages of the person and of the unit."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.common.errors import require
from organization import services
from organization.forms import ExpertiseForm, NeedForm, RoleForm, accepted
from organization.rules import can_set_expertise, can_set_needs
from organization.views.people import get_person, show_person
from organization.views.units import get_unit, show_unit


def _split(data: dict) -> dict:
    """The form's “kind:value” as two."""
    kind, _colon, value = data["value"].partition(":")
    return {**data, "kind": kind, "value": value}


@require_POST
def expertise_give(request: HttpRequest, public_id) -> HttpResponse:
    person = get_person(request, public_id)
    require(can_set_expertise, request.person, person)
    form = ExpertiseForm(request.POST)
    if not accepted(form, lambda data: services.give_expertise(person=person, actor=request.person, **_split(data))):
        return show_person(request, person, RoleForm(initial={"unit": person.unit.public_id}), form)
    messages.success(request, _("Saved. It counts in every draw and reassignment from now on."))
    return redirect(person)


@require_POST
def expertise_end(request: HttpRequest, public_id, entry_id) -> HttpResponse:
    """Ends today; with `take_back` it counts as never given."""
    person = get_person(request, public_id)
    require(can_set_expertise, request.person, person)
    entry = get_object_or_404(person.expertise.select_related("person"), public_id=entry_id)
    services.end_expertise(entry=entry, actor=request.person, take_back="take_back" in request.POST)
    messages.success(request, _("Saved. It counts in every draw and reassignment from now on."))
    return redirect(person)


@require_POST
def need_set(request: HttpRequest, public_id) -> HttpResponse:
    unit = get_unit(request, public_id)
    require(can_set_needs, request.person, unit)
    form = NeedForm(request.POST)
    if not accepted(form, lambda data: services.set_need(unit=unit, actor=request.person, **_split(data))):
        return show_unit(request, unit, form)
    messages.success(request, _("Saved. It counts in every draw and reassignment from now on."))
    return redirect(unit)


@require_POST
def need_end(request: HttpRequest, public_id, need_id) -> HttpResponse:
    unit = get_unit(request, public_id)
    require(can_set_needs, request.person, unit)
    services.end_need(
        need=get_object_or_404(unit.needs.select_related("unit"), public_id=need_id), actor=request.person
    )
    messages.success(request, _("Saved. It counts in every draw and reassignment from now on."))
    return redirect(unit)

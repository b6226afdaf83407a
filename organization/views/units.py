"""Units: the tree, one unit, and what an administrator does with it."""

from types import SimpleNamespace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from foundation.audit.selectors import timeline_of
from foundation.common import clock
from foundation.common.errors import require
from foundation.common.pages import paginate
from foundation.common.receipts import once, parse_key
from organization import services
from organization.choosing import BETWEEN, SUGGESTED, matching_units
from organization.expertise import rows_for
from organization.forms import ChangeUnitForm, NeedForm, UnitForm, UnitSearchForm, accepted
from organization.models import Unit
from organization.rules import can_administer_organization, can_choose_units, can_see_people, can_set_needs
from organization.selectors import people_in_force, tree_rows, units_visible_to
from organization.services.units import blockers_of_retiring

TREE_PAGE = 100


def get_unit(request: HttpRequest, public_id) -> Unit:
    require(can_see_people, request.person)
    return get_object_or_404(units_visible_to(request.person).select_related("parent"), public_id=public_id)


@require_GET
def unit_list(request: HttpRequest) -> HttpResponse:
    require(can_see_people, request.person)
    retired_too = request.GET.get("retired") == "1"
    rows = tree_rows(retired_too=retired_too)
    form = UnitSearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    return render(
        request,
        "organization/unit_list.html",
        {
            "rows": rows,
            "page": paginate(request, [row for row in rows if row.has(words)] if words else rows, TREE_PAGE),
            "words": words,
            "filter": SimpleNamespace(form=form),
            "table": {
                "columns": [
                    {"key": "unit", "label": _("Unit")},
                    {"key": "code", "label": _("Code")},
                    {"key": "kind", "label": _("Kind")},
                    {"key": "head", "label": _("Head")},
                    {"key": "people", "label": _("People"), "numeric": True},
                    {"key": "assessed", "label": _("Assessed")},
                ]
            },
            "retired_too": retired_too,
            "assessed": sum(row.unit.is_assessed and not row.unit.is_retired for row in rows),
            "may_change": can_administer_organization(request.person),
        },
    )


@require_GET
def unit_find(request: HttpRequest) -> HttpResponse:
    """Suggestions for a field with one unit, for whoever signs in: names of units stand on many pages. `of`: what the field is called."""
    require(can_choose_units, request.person)
    words = request.GET.get(request.GET.get("of", ""), "").rpartition(BETWEEN)[2]
    units = matching_units(Unit.objects.filter(valid_to=None), words).order_by("code")[:SUGGESTED]
    return render(request, "organization/_unit_suggestions.html", {"units": units})


@require_GET
def unit_detail(request: HttpRequest, public_id) -> HttpResponse:
    return show_unit(request, get_unit(request, public_id))


def show_unit(request: HttpRequest, unit: Unit, need_form: NeedForm | None = None) -> HttpResponse:
    """The unit's page, with the form as it was typed."""
    may_set = can_set_needs(request.person, unit) and not unit.is_retired
    return render(
        request,
        "organization/unit_detail.html",
        {
            "object": unit,
            "needs": rows_for(unit, clock.today()),
            "need_form": (need_form or NeedForm()) if may_set else None,
            "people": people_in_force().filter(unit=unit),
            "children": unit.children.filter(valid_to=None),
            "timeline": timeline_of(unit),
            "may_change": can_administer_organization(request.person),
        },
        status=422 if need_form is not None else 200,
    )


@require_http_methods(["GET", "POST"])
def unit_create(request: HttpRequest) -> HttpResponse:
    require(can_administer_organization, request.person)
    form = UnitForm(request.POST or None, initial={"parent": request.GET.get("parent")})
    if request.method == "POST":
        key = parse_key(request.POST.get("client_key"))

        def create(data: dict):
            return once(
                actor=request.person.public_id,
                action="organization.unit.create",
                key=key,
                payload={**data, "parent": str(data["parent"] and data["parent"].public_id)},
                act=lambda: {"unit": str(services.create_unit(actor=request.person, **data).public_id)},
            )

        if done := accepted(form, create):
            messages.success(request, _("The unit was added."))
            return redirect("organization:unit_detail", public_id=done[0]["unit"])
    return _form(request, form, _("Add a unit"), _("Add the unit"), reverse("organization:unit_list"))


@require_http_methods(["GET", "POST"])
def unit_change(request: HttpRequest, public_id) -> HttpResponse:
    unit = get_unit(request, public_id)
    require(can_administer_organization, request.person)
    present = {
        name: getattr(unit, name)
        for name in ("name_zh", "name_en", "kind", "peer_group", "is_assessed", "is_customer_service")
    }
    parent = unit.parent.public_id if unit.parent else None
    form = ChangeUnitForm(request.POST or None, initial={**present, "parent": parent, "version": unit.version})
    if request.method == "POST" and accepted(
        form, lambda data: services.change_unit(unit=unit, actor=request.person, **data)
    ):
        messages.success(request, _("Saved."))
        return redirect(unit)
    return _form(request, form, _("Change %(unit)s") % {"unit": unit}, _("Save"), unit.get_absolute_url())


@require_http_methods(["GET", "POST"])
def unit_retire(request: HttpRequest, public_id) -> HttpResponse:
    unit = get_unit(request, public_id)
    require(can_administer_organization, request.person)
    if request.method == "POST":
        services.retire_unit(unit=unit, actor=request.person)
        messages.success(request, _("%(unit)s is retired.") % {"unit": unit})
        return redirect(unit)
    blockers = blockers_of_retiring(unit)
    return render(
        request,
        "organization/unit_retire.html",
        {
            "heading": _("Retire “%(unit)s”?") % {"unit": unit},
            "blockers": blockers,
            "consequences": [_("Nobody can be put into it any more."), _("Its past results stay as they are.")],
            "submit_label": _("Retire the unit"),
            "cancel_url": unit.get_absolute_url(),
        },
    )


@require_http_methods(["POST"])
def unit_restore(request: HttpRequest, public_id) -> HttpResponse:
    unit = get_unit(request, public_id)
    services.restore_unit(unit=unit, actor=request.person)
    messages.success(request, _("%(unit)s is in force again.") % {"unit": unit})
    return redirect(unit)


def _form(request: HttpRequest, form, heading: str, submit_label: str, cancel_url: str) -> HttpResponse:
    context = {"form": form, "heading": heading, "submit_label": submit_label, "cancel_url": cancel_url}
    return render(request, "generic/form.html", context, status=422 if form.is_bound else 200)

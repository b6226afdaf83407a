"""Absences: who is away when, entered by the person, their head or an administrator."""

from types import SimpleNamespace

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.common import clock
from foundation.common.errors import NotAllowed
from foundation.common.pages import ordered, paginate
from foundation.common.receipts import once, parse_key
from organization import services
from organization.absences import absences_visible_to
from organization.enums import Role
from organization.forms import AbsenceFilter, AbsenceForm, accepted
from organization.models import Absence, Person
from organization.rules import can_enter_absence, units_headed
from organization.tree import descendants

SORTS = {"person": "person__sort_key", "unit": "person__unit__code", "first": "first_day", "last": "last_day"}


@require_GET
def absence_list(request: HttpRequest) -> HttpResponse:
    form = AbsenceFilter(request.GET)
    page = paginate(request, ordered(request, _filtered(absences_visible_to(request.person), form), SORTS, "first"))
    headed = units_headed(request.person) if request.person else set()
    for row in page:
        row.may_withdraw = row.withdrawn_at is None and not row.is_over and _may_withdraw(request.person, row, headed)
    may_act = any(row.may_withdraw for row in page)
    return render(
        request,
        "organization/absence_list.html",
        {
            "page": page,
            "may_act": may_act,
            "filter": SimpleNamespace(form=form),
            "table": {
                "sort": request.GET.get("sort", "first"),
                "columns": [
                    {"key": "person", "label": _("Name"), "sortable": True},
                    {"key": "unit", "label": _("Unit"), "sortable": True},
                    {"key": "first", "label": _("Away from"), "sortable": True},
                    {"key": "last", "label": _("Up to and with"), "sortable": True},
                    {"key": "state", "label": _("State")},
                    *([{"key": "act", "label": _("Action")}] if may_act else []),
                ],
            },
        },
    )


def _may_withdraw(person: Person, absence: Absence, headed: set[int]) -> bool:
    """`can_enter_absence` for many rows, with the units read once."""
    return absence.person_id == person.pk or person.has_role(Role.ADMINISTRATOR) or absence.person.unit_id in headed


def _filtered(rows: QuerySet[Absence], form: AbsenceFilter) -> QuerySet[Absence]:
    wanted = form.cleaned_data if form.is_valid() else {}
    if unit := wanted.get("unit"):
        rows = rows.filter(person__unit__in=descendants({unit.pk}))
    if wanted.get("when") == "all":
        return rows
    rows, today = rows.filter(withdrawn_at=None), clock.today()
    return rows.filter(last_day__lt=today) if wanted.get("when") == "past" else rows.filter(last_day__gte=today)


def people_for(person: Person) -> QuerySet[Person]:
    """For whom somebody may enter an absence."""
    people = Person.objects.filter(left_on=None).select_related("unit")
    if person.has_role(Role.ADMINISTRATOR):
        return people
    return people.filter(pk=person.pk) | people.filter(unit__in=units_headed(person))


@require_http_methods(["GET", "POST"])
def absence_enter(request: HttpRequest) -> HttpResponse:
    if request.person is None:
        raise NotAllowed
    people = people_for(request.person)
    form = AbsenceForm(
        request.POST if request.method == "POST" else None, people=people, initial={"person": request.person.public_id}
    )
    if request.method == "POST":
        key = parse_key(request.POST.get("client_key"))

        def enter(data: dict):
            return once(
                actor=request.person.public_id,
                action="organization.absence.enter",
                key=key,
                payload={**data, "person": data["person"].public_id},
                act=lambda: {"absence": str(services.enter_absence(actor=request.person, **data).public_id)},
            )

        if accepted(form, enter):
            messages.success(request, _("The absence is noted."))
            return redirect("organization:absence_list")
    context = {
        "form": form,
        "heading": _("Note an absence"),
        "lead": _("So that nobody is drawn for a visit on a day on which they are away."),
        "submit_label": _("Note the absence"),
        "cancel_url": reverse("organization:absence_list"),
        "back_url": reverse("organization:absence_list"),
        "back_label": _("Absences"),
    }
    return render(request, "generic/form.html", context, status=422 if form.is_bound else 200)


@require_POST
def absence_withdraw(request: HttpRequest, public_id) -> HttpResponse:
    absence = get_object_or_404(absences_visible_to(request.person), public_id=public_id)
    if not can_enter_absence(request.person, absence.person):
        raise NotAllowed(_("The person, their head or an administrator withdraws it."))
    services.withdraw_absence(absence=absence, actor=request.person)
    messages.success(request, _("The absence is withdrawn."))
    return redirect("organization:absence_list")

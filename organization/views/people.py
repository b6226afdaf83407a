"""People: the list, one person, and what an administrator does with them."""

from types import SimpleNamespace

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.audit.selectors import timeline_of
from foundation.common import clock
from foundation.common.errors import require
from foundation.common.exports import workbook_response
from foundation.common.pages import ordered, paginate
from foundation.common.receipts import once, parse_key
from organization import services
from organization.absences import absences_visible_to
from organization.choosing import BETWEEN, SUGGESTED
from organization.expertise import rows_for
from organization.forms import (
    AccessForm,
    ChangePersonForm,
    ExpertiseForm,
    MoveForm,
    PasswordForm,
    PersonFilter,
    PersonForm,
    RoleForm,
    accepted,
)
from organization.models import Person
from organization.rules import (
    can_administer_organization,
    can_change_roles_of,
    can_see_people,
    can_set_expertise,
    may_assess,
)
from organization.selectors import holding, matching, people_in_force, visible_to, with_roles
from organization.tree import descendants
from organization.worklist import work_waiting_for

SORTS = {"name": "sort_key", "number": "staff_number", "unit": "unit__code"}


def get_person(request: HttpRequest, public_id) -> Person:
    """The person of the URL, for those who may see people."""
    require(can_see_people, request.person)
    return get_object_or_404(visible_to(request.person).select_related("unit", "user"), public_id=public_id)


def filtered(people: QuerySet[Person], form: PersonFilter) -> QuerySet[Person]:
    """The people that the filters leave; a filter that cannot be read leaves nobody out."""
    wanted = form.cleaned_data if form.is_valid() else {}
    if wanted.get("state") != "all":
        people = people.filter(left_on__isnull=wanted.get("state") != "left")
    if unit := wanted.get("unit"):
        people = people.filter(unit__in=descendants({unit.pk}))
    if role := wanted.get("role"):
        people = holding(people, role)
    return matching(people, wanted.get("q") or "")


@require_GET
def person_list(request: HttpRequest) -> HttpResponse:
    require(can_see_people, request.person)
    form = PersonFilter(request.GET)
    people = with_roles(filtered(visible_to(request.person), form))
    return render(
        request,
        "organization/person_list.html",
        {
            "page": paginate(request, ordered(request, people, SORTS, "name")),
            "filter": SimpleNamespace(form=form),
            "export_url": reverse("organization:person_export"),
            "table": {
                "sort": request.GET.get("sort", "name"),
                "columns": [
                    {"key": "name", "label": _("Name"), "sortable": True},
                    {"key": "unit", "label": _("Unit"), "sortable": True},
                    {"key": "roles", "label": _("Roles")},
                    {"key": "number", "label": _("Staff number"), "sortable": True},
                    {"key": "account", "label": _("Account")},
                ],
            },
            "may_change": can_administer_organization(request.person),
        },
    )


@require_GET
def person_find(request: HttpRequest) -> HttpResponse:
    """Suggestions for a field with one person, for those who may read the list of people. `of`: what the field is called."""
    require(can_see_people, request.person)
    words = request.GET.get(request.GET.get("of", ""), "").partition(BETWEEN)[0]
    people = matching(people_in_force(), words).order_by("sort_key", "staff_number")[:SUGGESTED]
    return render(request, "organization/_person_suggestions.html", {"people": people})


@require_GET
def person_export(request: HttpRequest) -> HttpResponseBase:
    """The people whom the list shows under the same filters, in the same order."""
    require(can_see_people, request.person)
    people = with_roles(filtered(visible_to(request.person), PersonFilter(request.GET)))
    headers = [
        _("Staff number"),
        _("Name"),
        _("Name in Latin letters"),
        _("Unit code"),
        _("Unit"),
        _("Roles"),
        _("Account"),
        _("Left on"),
    ]
    rows = (_row(person) for person in ordered(request, people, SORTS, "name"))
    return workbook_response(name=f"{_('People')} {clock.today()}", sheet=_("People"), headers=headers, rows=rows)


def _row(person: Person) -> list:
    roles = [f"{row.get_role_display()} ({row.unit})" for row in person.current_roles]
    account = person.user.username if person.user else ""
    return [
        person.staff_number, person.name, person.name_en, person.unit.code, str(person.unit), "; ".join(roles), account, person.left_on,
    ]  # fmt: skip


@require_GET
def person_detail(request: HttpRequest, public_id) -> HttpResponse:
    person = get_person(request, public_id)
    return show_person(request, person, RoleForm(initial={"unit": person.unit.public_id}))


def show_person(
    request: HttpRequest, person: Person, role_form: RoleForm, expertise_form: ExpertiseForm | None = None
) -> HttpResponse:
    """The person's page, with the forms as they were typed."""
    may_set = can_set_expertise(request.person, person) and may_assess(person) and person.left_on is None
    role_form.offer_to(person)
    refused = role_form.is_bound or expertise_form is not None
    context = {
        "expertise": rows_for(person, clock.today()),
        "expertise_form": (expertise_form or ExpertiseForm()) if may_set else None,
        "absences": absences_visible_to(request.person).filter(
            person=person, withdrawn_at=None, last_day__gte=clock.today()
        ),
        "object": person,
        "assignments": [row for row in person.role_assignments.select_related("unit") if not _is_past(row)],
        "former_units": person.former_units.select_related("unit"),
        "requests": person.role_requests.filter(state="open").select_related("unit", "asked_by"),
        "timeline": timeline_of(person),
        "may_change": can_administer_organization(request.person),
        "may_change_roles": can_change_roles_of(request.person, person) and person.left_on is None,
        "role_form": role_form,
    }
    return render(request, "organization/person_detail.html", context, status=422 if refused else 200)


def _is_past(assignment) -> bool:
    return assignment.valid_to is not None and assignment.valid_to <= clock.today()


@require_http_methods(["GET", "POST"])
def person_create(request: HttpRequest) -> HttpResponse:
    require(can_administer_organization, request.person)
    form = PersonForm(request.POST or None, initial={"unit": request.GET.get("unit")})
    if request.method == "POST":
        key = parse_key(request.POST.get("client_key"))

        def create(data: dict):
            # Neither the password nor its digest is kept with the receipt.
            payload = {
                **{name: value for name, value in data.items() if name != "password"},
                "unit": str(data["unit"].public_id),
            }
            data = {**data, "username": data["username"] or None, "password": data["password"] or None}
            return once(
                actor=request.person.public_id,
                action="organization.person.create",
                key=key,
                payload=payload,
                act=lambda: {"person": str(services.create_person(actor=request.person, **data).public_id)},
            )

        if done := accepted(form, create):
            messages.success(request, _("The person was added."))
            return redirect("organization:person_detail", public_id=done[0]["person"])
    return draw_form(request, form, _("Add a person"), _("Add the person"), reverse("organization:person_list"))


@require_http_methods(["GET", "POST"])
def person_change(request: HttpRequest, public_id) -> HttpResponse:
    person = get_person(request, public_id)
    require(can_administer_organization, request.person)
    present = {"name": person.name, "name_en": person.name_en, "version": person.version}
    present["email"] = person.user.email if person.user else ""
    form = ChangePersonForm(request.POST or None, initial=present, has_account=person.user is not None)
    if request.method == "POST" and accepted(
        form, lambda data: services.change_person(person=person, actor=request.person, **{"email": "", **data})
    ):
        messages.success(request, _("Saved."))
        return redirect(person)
    return draw_form(request, form, _("Change %(person)s") % {"person": person}, _("Save"), person.get_absolute_url())


@require_http_methods(["GET", "POST"])
def person_move(request: HttpRequest, public_id) -> HttpResponse:
    person = get_person(request, public_id)
    require(can_administer_organization, request.person)
    form = MoveForm(request.POST or None, initial={"on": clock.today()})
    if request.method == "POST" and accepted(
        form, lambda data: services.move_person(person=person, actor=request.person, **data)
    ):
        messages.success(request, _("%(person)s now belongs to %(unit)s.") % {"person": person, "unit": person.unit})
        return redirect(person)
    heading = _("Move %(person)s to another unit") % {"person": person}
    lead = _("Roles for %(unit)s end. What was judged there stays out of their reach.") % {"unit": person.unit}
    return draw_form(request, form, heading, _("Move"), person.get_absolute_url(), lead=lead)


@require_http_methods(["GET", "POST"])
def person_access(request: HttpRequest, public_id) -> HttpResponse:
    """An account for somebody who has none, a new password for somebody who has."""
    person = get_person(request, public_id)
    require(can_administer_organization, request.person)
    if person.user is None:
        form, act, heading = AccessForm(request.POST or None), services.give_access, _("Account for %(person)s")
    else:
        form, act, heading = PasswordForm(request.POST or None), services.set_password, _("New password for %(person)s")
    if request.method == "POST" and accepted(
        form, lambda data: act(person=person, actor=request.person, **data) or True
    ):
        messages.success(request, _("Saved. The password must be changed at the next sign-in."))
        return redirect(person)
    lead = "" if person.user is None else _("All sessions of %(person)s end.") % {"person": person}
    return draw_form(request, form, heading % {"person": person}, _("Save"), person.get_absolute_url(), lead=lead)


@require_http_methods(["GET", "POST"])
def person_deactivate(request: HttpRequest, public_id) -> HttpResponse:
    person = get_person(request, public_id)
    require(can_change_roles_of, request.person, person)
    if request.method == "POST":
        services.deactivate_person(person=person, actor=request.person)
        messages.success(request, _("%(person)s can no longer sign in.") % {"person": person})
        return redirect(person)
    waiting = len(work_waiting_for(person))
    consequences = [
        _("They can no longer sign in; open sessions end at once."),
        _("All their roles end."),
        _("What they did stays."),
    ]
    if waiting:
        consequences.insert(
            0, _("Things that wait for them: %(count)d. Somebody else has to be found for these.") % {"count": waiting}
        )
    return render(
        request,
        "generic/confirm.html",
        {
            "heading": _("Has %(person)s left?") % {"person": person},
            "consequences": consequences,
            "submit_label": _("Record leaving"),
            "cancel_url": person.get_absolute_url(),
        },
    )


@require_POST
def person_reactivate(request: HttpRequest, public_id) -> HttpResponse:
    person = get_person(request, public_id)
    services.reactivate_person(person=person, actor=request.person)
    messages.success(request, _("%(person)s is back. Roles have to be given anew.") % {"person": person})
    return redirect(person)


def draw_form(
    request: HttpRequest, form, heading: str, submit_label: str, cancel_url: str, lead: str = ""
) -> HttpResponse:
    context = {"form": form, "heading": heading, "lead": lead, "submit_label": submit_label, "cancel_url": cancel_url}
    return render(request, "generic/form.html", context, status=422 if form.is_bound else 200)

"""Giving and ending roles, and the second administrator's say."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from foundation.audit.selectors import timeline_of
from foundation.common.errors import Invalid, require
from organization import services
from organization.forms import RoleForm, accepted
from organization.models import RoleAssignment, RoleRequest
from organization.rules import can_administer_organization, can_change_roles_of, can_decide_role_request
from organization.views.people import get_person, show_person


@require_POST
def role_give(request: HttpRequest, public_id) -> HttpResponse:
    person = get_person(request, public_id)
    require(can_change_roles_of, request.person, person)
    form = RoleForm(request.POST)
    given = accepted(form, lambda data: services.assign_role(person=person, actor=request.person, **data))
    if given is None:
        return show_person(request, person, form)
    _tell(request, given)
    return redirect(person)


@require_POST
def role_end(request: HttpRequest, public_id, role_id) -> HttpResponse:
    person = get_person(request, public_id)
    require(can_change_roles_of, request.person, person)
    assignment = get_object_or_404(
        RoleAssignment.objects.select_related("person", "unit"), public_id=role_id, person=person
    )
    _tell(request, services.end_role(assignment=assignment, actor=request.person))
    return redirect(person)


def _tell(request: HttpRequest, result: RoleAssignment | RoleRequest) -> None:
    if isinstance(result, RoleRequest):
        messages.info(request, _("This role takes two: another administrator has been asked."))
    else:
        messages.success(request, _("Saved. It holds from the next page on."))


def _request(request: HttpRequest, public_id) -> RoleRequest:
    require(can_administer_organization, request.person)
    wanted = RoleRequest.objects.select_related("person__unit", "unit", "asked_by", "decided_by")
    return get_object_or_404(wanted, public_id=public_id)


@require_GET
def role_request_detail(request: HttpRequest, public_id) -> HttpResponse:
    asked = _request(request, public_id)
    context = {
        "object": asked,
        "timeline": timeline_of(asked.person),
        "may_decide": can_decide_role_request(request.person, asked) and asked.state == asked.States.OPEN,
    }
    return render(request, "organization/role_request_detail.html", context)


@require_POST
def role_request_decide(request: HttpRequest, public_id) -> HttpResponse:
    asked = _request(request, public_id)
    decision = request.POST.get("decision")
    if decision not in ("approve", "refuse"):
        raise Invalid(_("Approve or refuse."))
    approve = decision == "approve"
    services.decide_role_request(request=asked, approve=approve, actor=request.person)
    messages.success(request, _("Approved.") if approve else _("Refused."))
    return redirect("organization:role_request_detail", public_id=asked.public_id)

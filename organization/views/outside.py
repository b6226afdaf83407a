"""Outside assessors: added by an administrator, with a first and a last day that can be changed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from foundation.common.dates import dated_text
from foundation.common.errors import require
from foundation.common.receipts import once, parse_key
from foundation.common.templatetags.marks import person_name
from organization import services
from organization.forms import OutsideForm, PeriodForm, accepted
from organization.rules import can_administer_organization, can_change_roles_of
from organization.views.people import draw_form, get_person


@require_http_methods(["GET", "POST"])
def outside_create(request: HttpRequest) -> HttpResponse:
    require(can_administer_organization, request.person)
    form = OutsideForm(request.POST or None)
    if request.method == "POST":
        key = parse_key(request.POST.get("client_key"))

        def create(data: dict):
            # Neither the password nor its digest is kept with the receipt.
            payload = {
                **{name: str(value) for name, value in data.items() if name != "password"},
                "unit": str(data["unit"].public_id),
            }
            return once(
                actor=request.person.public_id,
                action="organization.outsider.create",
                key=key,
                payload=payload,
                act=lambda: {"person": str(services.create_outside_assessor(actor=request.person, **data).public_id)},
            )

        if done := accepted(form, create):
            messages.success(request, _("The outside assessor was added."))
            return redirect("organization:person_detail", public_id=done[0]["person"])
    lead = _(
        "Somebody of another firm who visits as a mystery visitor. They see their own visits and nothing else, "
        "and their account ends by itself."
    )
    return draw_form(
        request, form, _("Add an outside assessor"), _("Add the assessor"), reverse("organization:person_list"), lead
    )


@require_http_methods(["GET", "POST"])
def outside_period(request: HttpRequest, public_id) -> HttpResponse:
    person = get_person(request, public_id)
    require(can_change_roles_of, request.person, person)
    if not person.is_outside:
        raise Http404
    present = {"first_day": person.access_from, "last_day": person.access_until, "version": person.version}
    form = PeriodForm(request.POST or None, initial=present)
    if request.method == "POST" and accepted(
        form, lambda data: services.set_access_period(person=person, actor=request.person, **data)
    ):
        messages.success(
            request, _("The account is valid up to and with %(day)s.") % {"day": dated_text(person.access_until)}
        )
        return redirect(person)
    heading = _("How long %(person)s may sign in") % {"person": person_name(person)}
    lead = _(
        "After the last day sign-in is refused and open sessions end. Open visits then wait for the assessment lead."
    )
    return draw_form(request, form, heading, _("Save"), person.get_absolute_url(), lead)

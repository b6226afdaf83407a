"""The rules of calibration: of the organization, and of single standards."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from calibration.forms.agreement import PolicyForm
from calibration.models import CalibrationPolicy
from calibration.rules.policy import can_set_policy
from calibration.rules.sessions import sees_all_sessions
from calibration.selectors.policy import own_policy
from calibration.services.policy import set_policy
from calibration.tabs import tabs_for
from foundation.common.errors import Invalid, require
from standards.models import Standard


@require_GET
def policy_list(request: HttpRequest) -> HttpResponse:
    """What holds where: the organization first, then each standard with its own rules or those of the organization."""
    require(sees_all_sessions, request.person)
    own = {row.place: row for row in CalibrationPolicy.objects.all()}
    general = own.get("") or CalibrationPolicy()
    rows = [(None, general, bool(general.pk))]
    rows += [(standard, own.get(standard.code) or general, standard.code in own) for standard in Standard.objects.order_by("code")]  # fmt: skip
    context = {
        "rows": rows,
        "may_set": can_set_policy(request.person),
        "tabs": tabs_for(request.person, "policy"),
    }
    return render(request, "calibration/policy_list.html", context)


@require_http_methods(["GET", "POST"])
def edit_policy(request: HttpRequest, code: str = "") -> HttpResponse:
    require(sees_all_sessions, request.person)
    require(can_set_policy, request.person)
    standard = get_object_or_404(Standard, code=code) if code else None
    form = PolicyForm(request.POST if request.method == "POST" else None, policy=own_policy(standard))
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            set_policy(standard=standard, actor=request.person, values=form.values, version=version)
        except Invalid as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The rules hold from now on."))
            return redirect("calibration:policy_list")
    context = {
        "form": form,
        "heading": _("Rules of calibration: %(place)s") % {"place": standard or _("The whole organization")},
        "lead": _("They hold from now on; what was judged by the old ones stays."),
        "cancel_url": reverse("calibration:policy_list"),
        "back_url": reverse("calibration:policy_list"),
        "back_label": _("Rules"),
    }
    return render(request, "generic/form.html", context, status=422 if form.is_bound else 200)

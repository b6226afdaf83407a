"""The standards, and one version as the table that can be printed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from foundation.audit.selectors import timeline_of
from foundation.common.errors import Invalid, require
from foundation.common.pages import ordered, paginate
from foundation.common.receipts import once, parse_key
from standards import rules, selectors, services
from standards.enums import VersionState
from standards.models import StandardVersion
from standards.presets import PRESETS, PresetStandard
from standards.validators import problems_of


def _version(request: HttpRequest, public_id) -> StandardVersion:
    return get_object_or_404(selectors.visible_to(request.person), public_id=public_id)


@require_GET
def standard_list(request: HttpRequest) -> HttpResponse:
    if request.person is None:
        raise Http404
    rows = selectors.with_sizes(selectors.visible_to(request.person))
    rows = ordered(request, rows, {"standard": "standard__code", "from": "in_force_from", "state": "state"}, "-from")
    context = {
        "page": paginate(request, rows),
        "table": {
            "sort": request.GET.get("sort", "-from"),
            "columns": [
                {"key": "standard", "label": _("Standard"), "sortable": True},
                {"key": "indicators", "label": _("Indicators"), "numeric": True},
                {"key": "author", "label": _("Author")},
                {"key": "from", "label": _("In force from"), "sortable": True},
                {"key": "state", "label": _("State"), "sortable": True},
            ],
        },
        "in_force": selectors.version_in_force(),
        "presets": _presets_without_draft() if rules.can_create_standard(request.person) else [],
    }
    return render(request, "standards/standard_list.html", context)


def _presets_without_draft() -> list[PresetStandard]:
    """A standard has one draft at a time."""
    drafted = set(StandardVersion.objects.filter(state=VersionState.DRAFT).values_list("standard__code", flat=True))
    return [preset for preset in PRESETS.values() if preset.code not in drafted]


@require_POST
def create_from_preset(request: HttpRequest) -> HttpResponse:
    require(rules.can_create_standard, request.person)
    preset = request.POST.get("preset", "")
    if preset not in PRESETS:
        raise Invalid(_("There is no such preset."))

    def act() -> dict:
        return {"version": str(services.create_standard_from_preset(preset=preset, author=request.person).public_id)}

    answer, is_new = once(
        actor=request.person.public_id,
        action="standards.version.create",
        key=parse_key(request.POST.get("client_key")),
        payload=preset,
        act=act,
    )
    if is_new:
        messages.success(request, _("The draft is made. A manager can approve it now."))
    return redirect("standards:version_detail", public_id=answer["version"])


@require_GET
def version_detail(request: HttpRequest, public_id) -> HttpResponse:
    version = _version(request, public_id)
    is_draft = version.state == VersionState.DRAFT
    context = {
        "object": version,
        "dimensions": selectors.dimensions_of(version),
        "both": request.GET.get("languages") == "both",
        "may_approve": is_draft and rules.can_approve_version(request.person, version),
        "may_put_in_force": version.state == VersionState.APPROVED and rules.can_put_in_force(request.person, version),
        "problems": problems_of(version, selectors.indicators_of(version)) if is_draft else [],
        "timeline": timeline_of(version),
    }
    return render(request, "standards/version_detail.html", context)


@require_POST
def approve(request: HttpRequest, public_id) -> HttpResponse:
    version = _version(request, public_id)
    services.approve_version(version=version, actor=request.person)
    messages.success(request, _("The standard is approved. It can be put in force now."))
    return redirect(version)


@require_POST
def enforce(request: HttpRequest, public_id) -> HttpResponse:
    version = _version(request, public_id)
    services.put_in_force(version=version, actor=request.person)
    messages.success(request, _("The standard is in force from today."))
    return redirect(version)

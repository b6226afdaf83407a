"""Making a draft: from a preset, from nothing, from the version before."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foundation.common.errors import Invalid, require
from foundation.common.receipts import once, parse_key
from standards import rules, selectors, services
from standards.forms import EmptyStandardForm
from standards.presets import PRESETS
from standards.presets.about import ABOUT, kinds_of
from standards.views.reading import find_version


@require_http_methods(["GET", "POST"])
def create_standard(request: HttpRequest) -> HttpResponse:
    """The page offers the presets and an empty standard; `preset` in what is posted chooses one."""
    require(rules.can_create_standard, request.person)
    preset = request.POST.get("preset", "")
    if preset:
        if preset not in PRESETS:
            raise Invalid(_("There is no such preset."))
        return _made(
            request, preset, lambda: services.create_standard_from_preset(preset=preset, author=request.person)
        )
    form = EmptyStandardForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            return _made(request, values, lambda: services.create_empty_standard(author=request.person, **values))
        except Invalid as error:
            form.add_error(None, error)
    busy, latest = selectors.standards_in_the_making(), selectors.latest_versions()
    context = {
        "form": form,
        "presets": [
            (one, busy.get(one.code), latest.get(one.code), kinds_of(one), ABOUT[one.code]) for one in PRESETS.values()
        ],
        "cancel_url": reverse("standards:standard_list"),
    }
    return render(request, "standards/standard_create.html", context, status=422 if form.is_bound else 200)


@require_POST
def create_next(request: HttpRequest, public_id) -> HttpResponse:
    version = find_version(request, public_id)
    require(rules.can_create_standard, request.person)
    return _made(request, str(public_id), lambda: services.create_next_version(version=version, author=request.person))


@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, public_id) -> HttpResponse:
    version = find_version(request, public_id)
    require(rules.can_discard_version, request.person, version)
    if request.method == "POST":
        services.discard_version(version=version, actor=request.person)
        messages.success(request, _("The draft is discarded."))
        return redirect("standards:standard_list")
    named = {"standard": version.standard, "number": version.number}
    context = {
        "heading": _("Discard the draft “%(standard)s”, version %(number)s?") % named,
        "consequences": [_("Everything in it is gone. This cannot be undone."), _("Other versions stay as they are.")],
        "submit_label": _("Discard the draft"),
        "tone": "danger",
        "cancel_url": version.get_absolute_url(),
    }
    return render(request, "generic/confirm.html", context)


def _made(request: HttpRequest, payload, make) -> HttpResponse:
    answer, is_new = once(
        actor=request.person.public_id,
        action="standards.version.create",
        key=parse_key(request.POST.get("client_key")),
        payload=payload,
        act=lambda: {"version": str(make().public_id)},
    )
    if is_new:
        messages.success(request, _("The draft is made. Change it as you need it and send it for approval."))
    return redirect("standards:version_edit", public_id=answer["version"])

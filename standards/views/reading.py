"""The standards, and one version as the table that can be printed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from foundation.audit.selectors import timeline_of
from foundation.common.pages import ordered, paginate
from standards import rules, selectors
from standards.enums import VersionState
from standards.forms import InForceForm
from standards.models import StandardVersion
from standards.panels import notes_of
from standards.shown import actual_pages_of
from standards.studies.selectors import unfinished_studies
from standards.trials import trials_of
from standards.validators import problems_of

MAKING = (VersionState.DRAFT, VersionState.PILOT, VersionState.SUBMITTED)


def find_version(request: HttpRequest, public_id) -> StandardVersion:
    """The version if the person may see it; otherwise 404."""
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
        "may_create": rules.can_create_standard(request.person),
    }
    return render(request, "standards/standard_list.html", context)


@require_GET
def version_detail(request: HttpRequest, public_id) -> HttpResponse:
    version = find_version(request, public_id)
    return render(request, "standards/version_detail.html", version_context(request, version))


def version_context(request: HttpRequest, version: StandardVersion, in_force_form: InForceForm | None = None) -> dict:
    """What the page of a version shows and offers."""
    person, state = request.person, version.state
    may_enforce = state == VersionState.APPROVED and rules.can_put_in_force(person, version)
    next_one, pilot = None, selectors.pilot_of(version)
    if state not in MAKING and rules.can_create_standard(person):
        next_one = selectors.standards_in_the_making().get(version.standard.code)
    others = selectors.comparable_with(version, person)
    return {
        "object": version,
        "dimensions": selectors.dimensions_of(version),
        "notes": notes_of(version, person),
        "targets": selectors.targets_of(version),
        "actual_pages": actual_pages_of(person, version) if version.is_frozen else [],
        "scope": selectors.scope_of(version),
        "both": request.GET.get("languages") == "both",
        "pilot": pilot,
        "trials": trials_of(version) if pilot and rules.sees_drafts(person) else [],
        "sees_trials": rules.sees_drafts(person),
        "may_edit": rules.can_edit_version(person, version),
        "needs_report": state == VersionState.PILOT and pilot is not None and not pilot.report,
        "may_submit": state in (VersionState.DRAFT, VersionState.PILOT) and rules.can_submit_version(person, version),
        "may_pilot": state == VersionState.DRAFT and rules.can_pilot_version(person, version),
        "may_report": state == VersionState.PILOT and rules.can_pilot_version(person, version),
        "may_approve": state == VersionState.SUBMITTED and rules.can_approve_version(person, version),
        "may_return": state == VersionState.SUBMITTED and rules.can_return_version(person, version),
        "may_take_back": state == VersionState.SUBMITTED and rules.can_take_back_version(person, version),
        "is_own": state == VersionState.SUBMITTED and person is not None and rules.wrote_version(person, version),
        "may_retire": state in (VersionState.APPROVED, VersionState.PILOT)
        and rules.can_retire_version(person, version),
        "may_discard": state == VersionState.DRAFT and rules.can_discard_version(person, version),
        "may_copy": state not in MAKING and rules.can_create_standard(person) and next_one is None,
        "next_one": next_one,
        "in_force_form": (in_force_form or InForceForm(version=version)) if may_enforce else None,
        "problems": problems_of(version) if state in MAKING else [],
        "unfinished": list(unfinished_studies(version)) if rules.sees_drafts(person) else [],
        "others": others,
        "timeline": [] if person.is_outside else timeline_of(version),
    }

"""Findings: drawn from the results, then mended or dismissed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from analysis.links import indicator_url
from analysis.rules import can_see_quarter
from assessments.enums import CycleState
from assessments.models import Cycle
from foundation.audit.selectors import timeline_of
from foundation.common.errors import Invalid, require
from foundation.common.pages import ordered, paginate
from foundation.common.receipts import parse_key
from organization.models import Person
from rectification import rules, services
from rectification.filters import FindingFilter
from rectification.forms import GiveTaskForm, ReasonForm
from rectification.models import Finding
from rectification.selectors import findings_visible_to, waiting_first, with_complaints
from rectification.views.articles import panel_context
from tickets.selectors import for_list, visible_to as tickets_visible_to

COMPLAINTS_SHOWN = 50
SORTS = {"cycle": "cycle__start", "unit": "unit__code", "score": "score", "found": "created_at", "state": "state"}


def _finding(request: HttpRequest, public_id) -> Finding:
    return get_object_or_404(findings_visible_to(request.person), public_id=public_id)


@require_GET
def finding_list(request: HttpRequest) -> HttpResponse:
    filters = FindingFilter(request.GET, queryset=findings_visible_to(request.person))
    rows = with_complaints(filters.qs, request.person)
    if request.GET.get("sort", "").lstrip("-") in SORTS:
        rows = ordered(request, rows, SORTS, "-found")
    else:
        rows = waiting_first(rows)
    may_draw = rules.can_draw_findings(request.person)
    context = {
        "page": paginate(request, rows),
        "filter": filters,
        "table": {
            "sort": request.GET.get("sort", ""),
            "columns": [
                {"key": "about", "label": _("What")},
                {"key": "unit", "label": _("Unit"), "sortable": True},
                {"key": "cycle", "label": _("Cycle"), "sortable": True},
                {"key": "score", "label": _("Score"), "sortable": True, "numeric": True},
                {"key": "found", "label": _("Found on"), "sortable": True},
                {"key": "state", "label": _("State"), "sortable": True},
            ],
        },
        "cycles": Cycle.objects.filter(state__in=(CycleState.FEEDBACK, CycleState.PUBLISHED))[:4] if may_draw else [],
    }
    return render(request, "rectification/finding_list.html", context)


@require_POST
def find_weak(request: HttpRequest) -> HttpResponse:
    """Draw the findings of a cycle from its results."""
    require(rules.can_draw_findings, request.person)
    cycle = get_object_or_404(Cycle, code=request.POST.get("cycle", ""))
    found = services.find_weak_indicators(cycle=cycle, actor=request.person)
    messages.success(request, ngettext("%(n)d new finding.", "%(n)d new findings.", len(found)) % {"n": len(found)})
    return redirect("rectification:finding_list")


@require_GET
def finding_detail(request: HttpRequest, public_id) -> HttpResponse:
    finding = _finding(request, public_id)
    context = {
        "object": finding,
        "made_of_url": ""
        if finding.is_of_complaints
        else indicator_url(finding.indicator, finding.cycle, finding.unit, sees_all=can_see_quarter(request.person)),
        **_complaints(finding, request.person),
        "tasks": finding.tasks.select_related("owner", "finding__indicator"),
        "may_give": rules.can_give_task(request.person, finding),
        "may_take_up": rules.can_take_up_finding(request.person, finding),
        "may_dismiss": rules.can_dismiss_finding(request.person, finding),
        "timeline": timeline_of(finding),
        **panel_context(request, finding, request.GET.get("q", "")),
    }
    return render(request, "rectification/finding_detail.html", context)


def _complaints(finding: Finding, person: Person) -> dict:
    """Those behind it that the reader may open, the latest first. The others are not even counted: one may be about the reader."""
    if not finding.is_of_complaints:
        return {}
    seen = tickets_visible_to(person).filter(pk__in=finding.complaints.values("ticket"))
    shown = for_list(seen).order_by("-closed_at", "-pk")
    return {"complaint_count": seen.count(), "complaints": shown[:COMPLAINTS_SHOWN]}


@require_http_methods(["GET", "POST"])
def give_task(request: HttpRequest, public_id) -> HttpResponse:
    finding = _finding(request, public_id)
    require(rules.can_give_task, request.person, finding)
    form = GiveTaskForm(request.POST or None, finding=finding)
    if request.method == "POST" and form.is_valid():
        try:
            task = services.give_task(
                finding=finding,
                actor=request.person,
                key=parse_key(request.POST.get("client_key")),
                **form.cleaned_data,
            )
        except Invalid as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, _("Task %(number)s was given to %(owner)s.") % {"number": task.number, "owner": task.owner}
            )
            return redirect(task)
    context = {"form": form, "finding": finding, "cancel_url": finding.get_absolute_url()}
    return render(request, "rectification/task_form.html", context)


@require_POST
def take_up_finding(request: HttpRequest, public_id) -> HttpResponse:
    finding = _finding(request, public_id)
    services.take_up_finding(finding=finding, actor=request.person)
    messages.success(request, _("The finding is open again."))
    return redirect(finding)


@require_http_methods(["GET", "POST"])
def dismiss_finding(request: HttpRequest, public_id) -> HttpResponse:
    finding = _finding(request, public_id)
    require(rules.can_dismiss_finding, request.person, finding)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.dismiss_finding(finding=finding, reason=form.cleaned_data["reason"], actor=request.person)
        return redirect(finding)
    context = {
        "form": form,
        "heading": _("Dismiss the finding “%(finding)s”?") % {"finding": finding},
        "consequences": [_("No task will come of it. The reason is kept and shown to the unit.")],
        "submit_label": _("Dismiss finding"),
        "tone": "danger",
        "cancel_url": finding.get_absolute_url(),
    }
    return render(request, "generic/confirm.html", context)

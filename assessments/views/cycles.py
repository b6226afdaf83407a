"""The cycles, opening one, and one of them as the lead's page: where each plan stands, what blocks the gate and who has too much."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.board import board_of
from assessments.enums import UNDER_WAY
from assessments.forms.cycles import SpecialCycleForm, trial_of
from assessments.models import Cycle
from assessments.plan_filters import PlanFilter
from assessments.quarters import next_quarter, quarter_code, quarter_names, quarter_start
from assessments.rules import cycles as rules
from assessments.selectors.cycles import cycles_visible_to, with_progress
from assessments.selectors.plans import plans_visible_to
from assessments.selectors.standing import with_standing
from assessments.services import cycles as services, special
from assessments.services.measures import refresh_measures as refresh
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.pages import ordered, paginate
from foundation.common.receipts import parse_key
from foundation.common.texts import current_suffix
from standards.selectors import version_in_force


def cycle_for(request: HttpRequest, public_id) -> Cycle:
    require(rules.sees_cycles, request.person)
    return get_object_or_404(cycles_visible_to(request.person), public_id=public_id)


@require_GET
def cycle_list(request: HttpRequest) -> HttpResponse:
    require(rules.sees_cycles, request.person)
    rows = ordered(
        request, with_progress(cycles_visible_to(request.person)), {"cycle": "start", "state": "state"}, "-cycle"
    )
    context = {
        "page": paginate(request, rows),
        "table": {
            "sort": request.GET.get("sort", "-cycle"),
            "columns": [
                {"key": "cycle", "label": _("Cycle"), "sortable": True},
                {"key": "plans", "label": _("Plans drawn"), "numeric": True},
                {"key": "sheets", "label": _("Sheets sealed"), "numeric": True},
                {"key": "standard", "label": _("Standard")},
                {"key": "state", "label": _("State"), "sortable": True},
            ],
        },
        "may_open": rules.can_open_cycle(request.person),
        "openable": _openable() if rules.can_open_cycle(request.person) else [],
        "has_standard": version_in_force() is not None,
    }
    return render(request, "assessments/cycle_list.html", context)


def _openable() -> list[dict]:
    """This quarter and the next one, as long as they are not open."""
    this = quarter_start(clock.today())
    starts = (this, next_quarter(this))
    known = set(Cycle.objects.filter(code__in=map(quarter_code, starts)).values_list("code", flat=True))
    name = 0 if current_suffix() == "zh" else 1
    return [
        {"start": start, "name": quarter_names(start)[name]} for start in starts if quarter_code(start) not in known
    ]


@require_POST
def open_cycle(request: HttpRequest) -> HttpResponse:
    require(rules.can_open_cycle, request.person)
    try:
        start = date.fromisoformat(request.POST.get("start", ""))
    except ValueError:
        raise Invalid(_("A cycle begins on the first day of a quarter.")) from None
    if start not in [entry["start"] for entry in _openable()] and not Cycle.objects.filter(start=start).exists():
        raise Invalid(_("Only this quarter and the next one can be opened."))
    cycle = services.open_cycle(start=start, actor=request.person)
    messages.success(request, _("%(cycle)s is open. Its plans are drafted.") % {"cycle": cycle.code})
    return redirect(cycle)


@require_GET
def cycle_detail(request: HttpRequest, public_id) -> HttpResponse:
    """With the plans that the filter leaves, page by page."""
    cycle = cycle_for(request, public_id)
    found = PlanFilter(
        request.GET, with_standing(plans_visible_to(request.person).filter(cycle=cycle)), reader=request.person
    )
    context = board_of(request.person, cycle, paginate(request, found.qs))
    return render(request, "assessments/cycle_detail.html", {**context, "filter": found})


@require_http_methods(["GET", "POST"])
def open_special(request: HttpRequest) -> HttpResponse:
    require(rules.can_open_cycle, request.person)
    given = request.POST if request.method == "POST" else None
    form = SpecialCycleForm(given, initial=trial_of(request.GET.get("version", "")))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            cycle = special.open_special_cycle(
                title_zh=given["title_zh"],
                title_en=given["title_en"],
                start=given["start"],
                end=given["last_day"] + timedelta(days=1),
                units=list(given["units"]),
                version=given["version"],
                again=given["again"],
                actor=request.person,
                key=parse_key(request.POST.get("client_key")),
            )
        except Invalid as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("%(cycle)s is open. Its plans are drafted.") % {"cycle": cycle.code})
            return redirect(cycle)
    if form.is_bound:
        form.ask_again_only_where_needed()
    context = {
        "form": form,
        "heading": _("Open a special assessment"),
        "lead": _(
            "Besides the quarters, for chosen units, by the standard in force or one that is being tried. Its gates are those of a quarter."
        ),
        "submit_label": _("Open the assessment"),
        "long": True,
        "cancel_url": reverse("assessments:cycle_list"),
        "back_url": reverse("assessments:cycle_list"),
        "back_label": _("All cycles"),
    }
    return render(request, "assessments/special_form.html", context, status=422 if form.is_bound else 200)


@require_POST
def discard_special(request: HttpRequest, public_id) -> HttpResponse:
    cycle = cycle_for(request, public_id)
    special.discard_special_cycle(cycle=cycle, actor=request.person)
    messages.success(request, _("%(cycle)s is discarded.") % {"cycle": cycle.code})
    return redirect("assessments:cycle_list")


@require_POST
def refresh_measures(request: HttpRequest, public_id) -> HttpResponse:
    cycle = cycle_for(request, public_id)
    require(rules.can_refresh_measures, request.person, cycle)
    if cycle.state not in UNDER_WAY:
        raise Conflict(_("The figures of this cycle stand; they are not computed any more."))
    count = refresh(cycle=cycle)
    messages.success(
        request, ngettext("%(n)d figure was computed.", "%(n)d figures were computed.", count) % {"n": count}
    )
    return redirect(cycle)

"""The cycles, opening one, and one of them as the lead's page: where each plan stands, what blocks the gate and who has too much."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.board import board_of
from assessments.enums import UNDER_WAY, CycleType
from assessments.forms.cycles import SpecialCycleForm, TakeBackForm, trial_of
from assessments.gates import taken_along
from assessments.models import Cycle
from assessments.plan_filters import PlanFilter
from assessments.rules import cycles as rules
from assessments.schedule import AHEAD
from assessments.selectors.cycles import cycles_visible_to, quarters_opened, with_progress
from assessments.selectors.openings import openable_quarters, opening_of, quarter_name, why_not_taken_back
from assessments.selectors.plans import plans_visible_to
from assessments.selectors.sheets import visible_to
from assessments.selectors.standing import with_standing
from assessments.services import cycles as services, special, taking_back
from assessments.services.measures import refresh_measures as refresh
from foundation.common.dates import day_text
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.pages import ordered, paginate
from foundation.common.receipts import parse_key
from organization.choosing import is_looking, unjudged
from standards.selectors import version_in_force


def cycle_for(request: HttpRequest, public_id) -> Cycle:
    require(rules.sees_cycles, request.person)
    return get_object_or_404(cycles_visible_to(request.person), public_id=public_id)


@require_GET
def cycle_list(request: HttpRequest) -> HttpResponse:
    require(rules.sees_cycles, request.person)
    rows = ordered(
        request,
        with_progress(cycles_visible_to(request.person), visible_to(request.person)),
        {"cycle": "start", "state": "state"},
        "-cycle",
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
        "openable": [{"start": start, "name": quarter_name(start)} for start in openable_quarters()]
        if rules.can_open_cycle(request.person)
        else [],
        "has_standard": version_in_force() is not None,
    }
    return render(request, "assessments/cycle_list.html", context)


@require_http_methods(["GET", "POST"])
def open_cycle(request: HttpRequest) -> HttpResponse:
    """Asked for, it says what will happen; posted, it opens the quarter. One that is open already is shown."""
    require(rules.can_open_cycle, request.person)
    start = _start(request)
    if request.method == "POST":
        cycle = services.open_cycle(start=start, actor=request.person)
        messages.success(request, _("%(cycle)s is open. Its plans are drafted.") % {"cycle": cycle.code})
        return redirect(cycle)
    if start not in openable_quarters():
        return redirect(Cycle.objects.get(start=start, type=CycleType.QUARTER))
    version = version_in_force()
    if version is None:
        raise Invalid(_("No standard is in force; without one no cycle can be opened."))
    opening = opening_of(start, version)
    context = {
        "opening": opening,
        "heading": _("Open %(quarter)s?") % {"quarter": opening.name},
        "lead": _("This is what happens:"),
        "consequences": opening.consequences(),
        "submit_label": _("Open %(quarter)s") % {"quarter": opening.name},
        "tone": "primary",
        "cancel_url": reverse("assessments:cycle_list"),
        "action": f"{request.path}?{urlencode({'start': start.isoformat()})}",
    }
    return render(request, "generic/confirm.html", context)


def _start(request: HttpRequest) -> date:
    """The quarter's first day. Raises Invalid for anything but a quarter that is open or can be opened."""
    try:
        start = date.fromisoformat(request.POST.get("start") or request.GET.get("start", ""))
    except ValueError:
        raise Invalid(_("A cycle begins on the first day of a quarter.")) from None
    if start not in openable_quarters() and not quarters_opened().filter(start=start).exists():
        raise Invalid(_("Only this quarter and the next one can be opened."))
    return start


@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, public_id) -> HttpResponse:
    """With a reason; where it is too late the page says why."""
    cycle = cycle_for(request, public_id)
    require(rules.can_take_back_cycle, request.person, cycle)
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        key = parse_key(request.POST.get("client_key"))
        try:
            taking_back.take_back_cycle(cycle=cycle, actor=request.person, reason=form.cleaned_data["reason"], key=key)
        except Invalid as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("%(cycle)s is taken back.") % {"cycle": cycle.code})
            return redirect(cycle)
    context = {
        "object": cycle,
        "form": form,
        "too_late": why_not_taken_back(cycle),
        "heading": _("Take back %(quarter)s?") % {"quarter": quarter_name(cycle.start)},
        "consequences": [
            _("The quarter counts as not opened. On %(day)s the portal opens it by itself; a lead can do so before.")
            % {"day": day_text(cycle.start - AHEAD)},
            _(
                "What was filled in stays, and goes on when it is opened again; what is as it was drafted is drafted anew then."
            ),
            _("The lot of its spot checks stays the one that was committed: opening again draws no other."),
            *(sentence for find in taken_along for sentence in find(cycle)),
        ],
        "submit_label": _("Take it back"),
        "tone": "danger",
        "cancel_url": cycle.get_absolute_url(),
    }
    return render(request, "assessments/cycle_take_back.html", context, status=422 if form.is_bound else 200)


@require_GET
def cycle_detail(request: HttpRequest, public_id) -> HttpResponse:
    """With the plans that the filter leaves, page by page."""
    cycle = cycle_for(request, public_id)
    seen = visible_to(request.person)
    plans = with_standing(plans_visible_to(request.person).filter(cycle=cycle), request.person, seen)
    found = PlanFilter(request.GET, plans, reader=request.person)
    context = board_of(request.person, cycle, paginate(request, found.qs), seen)
    return render(request, "assessments/cycle_detail.html", {**context, "filter": found})


@require_http_methods(["GET", "POST"])
def open_special(request: HttpRequest) -> HttpResponse:
    require(rules.can_open_cycle, request.person)
    given = request.POST if request.method == "POST" else None
    form = SpecialCycleForm(given, initial=trial_of(request.GET.get("version", "")))
    looking = is_looking(request.POST)
    if looking:
        unjudged(form)
    elif request.method == "POST" and form.is_valid():
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
    return render(
        request, "assessments/special_form.html", context, status=422 if form.is_bound and not looking else 200
    )


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

"""Self-checks: the list, asking for them, one of them with what its reader may see, withdrawing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from assessments.selectors.criteria import criteria_of
from assessments.services.marks import score_marks
from assessments.sheet_form.rows import groups_of
from foundation.audit.selectors import timeline_of
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.pages import ordered, paginate
from foundation.common.receipts import parse_key
from organization.rules import sees_all_units
from selfcheck import rules
from selfcheck.enums import STILL_OPEN
from selfcheck.filters import CheckFilter
from selfcheck.forms import AskForm, WithdrawForm
from selfcheck.models import SelfCheck
from selfcheck.selectors.checks import cycles_to_ask_in, for_page, sealed_for, units_to_ask, visible_to
from selfcheck.selectors.figures import over_cycles
from selfcheck.selectors.log import of_quarter
from selfcheck.services import asking as services
from selfcheck.tabs import tabs_for
from selfcheck.views.drawing import drawn

SORTS = {"cycle": "cycle__start", "unit": "unit__code", "due": "due_on", "state": "state"}
SHOWN_OF_LOG = 5


def check_or_404(request: HttpRequest, public_id: UUID) -> SelfCheck:
    return get_object_or_404(for_page(visible_to(request.person)), public_id=public_id)


@require_GET
def check_list(request: HttpRequest) -> HttpResponse:
    require(rules.can_see_self_checks, request.person)
    filters = CheckFilter(request.GET, queryset=for_page(visible_to(request.person)))
    context = {
        "page": paginate(request, ordered(request, filters.qs, SORTS, "-due")),
        "filter": filters,
        "tabs": tabs_for("checks"),
        "may_ask": rules.can_ask(request.person),
        "may_fill": rules.answers_for_some_unit(request.person),
        "table": {
            "sort": request.GET.get("sort", ""),
            "columns": [
                {"key": "unit", "label": _("Unit"), "sortable": True},
                {"key": "cycle", "label": _("Cycle"), "sortable": True},
                {"key": "asked", "label": _("Indicators"), "numeric": True},
                {"key": "due", "label": _("Due"), "sortable": True},
                {"key": "state", "label": _("State"), "sortable": True},
            ],
        },
    }
    return render(request, "selfcheck/check_list.html", context)


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """`?cycle=` says for which; `?units=none` begins with none of them ticked."""
    require(rules.can_ask, request.person)
    cycles = list(cycles_to_ask_in())
    code = request.POST.get("cycle") or request.GET.get("cycle")
    cycle = next((one for one in cycles if one.code == code), cycles[0] if cycles and not code else None)
    if cycle is None:
        if code:
            raise Conflict(
                _("The scoring of %(cycle)s has ended: nobody is asked for a self-check any more.")
                % {"cycle": code[:20]}
            )
        return render(request, "selfcheck/ask_form.html", {"cycle": None})
    criteria, units = criteria_of(cycle.standard_version), list(units_to_ask(cycle))
    bound = request.method == "POST"
    form = AskForm(request.POST if bound else None, codes=list(criteria.indicators))
    if bound and form.is_valid():
        try:
            asked = _ask(request, cycle, form.cleaned_data)
        except Invalid as error:
            form.add_error(None, error)
        else:
            text = ngettext(
                "%(n)d unit is asked and has been told.", "%(n)d units are asked and have been told.", len(asked)
            )
            messages.success(request, text % {"n": len(asked)})
            return redirect(f"{reverse('selfcheck:check_list')}?cycle={cycle.code}")
    ticked_units = set(request.POST.getlist("units")) if bound else None
    ticked = set(request.POST.getlist("indicators")) if bound else set(criteria.indicators)
    context = {
        "form": form,
        "cycle": cycle,
        "cycles": cycles,
        "units": [(unit, _is_ticked(request, unit, ticked_units)) for unit in units],
        "groups": [(dimension, [(one, one.code in ticked) for one in own]) for dimension, own in criteria.groups],
        "submit_label": _("Ask for the self-checks"),
        "cancel_url": reverse("selfcheck:check_list"),
    }
    return render(request, "selfcheck/ask_form.html", context, status=422 if form.is_bound else 200)


def _is_ticked(request: HttpRequest, unit, ticked: set[str] | None) -> bool:
    return request.GET.get("units") != "none" if ticked is None else str(unit.public_id) in ticked


def _ask(request: HttpRequest, cycle, given: dict) -> list[SelfCheck]:
    return services.ask_for_self_checks(
        cycle=cycle,
        units=list(given["units"]),
        indicators=given["indicators"],
        workdays_before=given["workdays_before"],
        due_on=given["due_on"],
        actor=request.person,
        key=parse_key(request.POST.get("client_key")),
    )


@require_GET
def check_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    check, person = check_or_404(request, public_id), request.person
    sealed = sealed_for(person, check)
    history = over_cycles(person, check) if sealed else []
    here = next((one for one in history if one.check.pk == check.pk), None)
    own = rules.can_fill_in(person, check)
    context = {
        "object": check,
        "sealed": sealed,
        "handed_in": getattr(check, "sealed", None),
        "may_fill": own and check.is_open and rules.takes_in(check.cycle),
        "may_withdraw": check.is_open and rules.can_withdraw(person, check),
        "is_own": own,
        "sees_all": sees_all_units(person),
        "plot": drawn([(line, None, "") for line in here.comparison.lines]) if here else None,
        "comparison": here.comparison if here else None,
        "history": history,
        "log": of_quarter(check.unit, check.cycle)[:SHOWN_OF_LOG],
        "timeline": timeline_of(check),
    }
    if sealed:
        context["groups"] = asked_groups(check, sealed.marks)
    return render(request, "selfcheck/check_detail.html", context)


def asked_groups(check: SelfCheck, marks: dict) -> list:
    """The form's rows of what the unit was asked for; dimensions of which nothing was asked are left out."""
    criteria, asked = criteria_of(check.standard_version), set(check.indicators)
    groups = groups_of(check.standard_version, criteria, marks, score_marks(criteria, marks))
    for group in groups:
        group.rows = [row for row in group.rows if row.question.code in asked]
    return [group for group in groups if group.rows]


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    check = check_or_404(request, public_id)
    require(rules.can_withdraw, request.person, check)
    if check.state not in STILL_OPEN and request.method == "GET":
        raise Conflict(_("This is “%(state)s” now.") % {"state": check.get_state_display()})
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_self_check(check=check, actor=request.person, reason=form.cleaned_data["reason"])
        except Invalid as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Withdrawn. The unit has been told."))
            return redirect(check)
    context = {
        "form": form,
        "heading": _("Withdraw the self-check of %(check)s?") % {"check": check},
        "consequences": [
            _("What the unit has marked so far is handed in by nobody."),
            _("It can be asked anew afterwards."),
        ],
        "submit_label": _("Withdraw it"),
        "tone": "danger",
        "cancel_url": check.get_absolute_url(),
    }
    return render(request, "generic/confirm.html", context, status=422 if form.is_bound else 200)

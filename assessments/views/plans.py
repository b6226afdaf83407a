"""One plan: fill it in, approve it, draw it, and see where its sheets stand."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.answers_planned import answers_standing
from assessments.design_words import sentences_of
from assessments.enums import CycleState, Method, PlanState, SizeWay
from assessments.forms.plans import ApprovePlanForm, CompletePlanForm, ReturnPlanForm, SendAgainForm, StartDrawForm
from assessments.methods_planned import GUIDES, further_of, people_field, wanted_of_methods
from assessments.models import Plan
from assessments.rules import plans as rules
from assessments.rules.assignment import sees_board
from assessments.rules.cycles import sees_cycles
from assessments.rules.teams import checks_of_team
from assessments.scripts import lines_of
from assessments.selectors.concealed import keeps_its_making, plans_hiding_visits
from assessments.selectors.hints import size_hint
from assessments.selectors.lots import JudgedQuarter, judged_quarters
from assessments.selectors.plan_differences import differences_of, differences_since, plans_before, with_contents
from assessments.selectors.plan_returns import last_return
from assessments.selectors.plans import counted_for, plans_visible_to, with_progress
from assessments.selectors.sheets import overdue, visible_to, with_names
from assessments.selectors.teams import candidates_for, last_team_of
from assessments.selectors.visitors import visitor_candidates
from assessments.services import plan_copies, plans as services
from foundation.audit.selectors import timeline_of
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import parse_version, required_version
from foundation.workdays.calendar import on_or_after
from sampling.rules import roles_without_nonce


def _plan(request: HttpRequest, public_id) -> Plan:
    rows = plans_visible_to(request.person).select_related(
        "cycle__standard_version__standard",
        "author",
        "submitted_by",
        "approved_by",
        "draw",
        "design",
        "planned_answers",
    )
    return get_object_or_404(with_progress(rows, counted_for(request.person)), public_id=public_id)


@require_GET
def plan_detail(request: HttpRequest, public_id) -> HttpResponse:
    plan = _plan(request, public_id)
    return render(request, "assessments/plan_detail.html", _context(request, plan))


# While it can still be changed or returned, who decides sees what it is compared with and whether its team holds.
OPEN = (PlanState.DRAFT, PlanState.SUBMITTED, PlanState.APPROVED)


def _context(
    request: HttpRequest,
    plan: Plan,
    draw_form: StartDrawForm | None = None,
    approve_form: ApprovePlanForm | None = None,
    again_form: SendAgainForm | None = None,
) -> dict:
    person, is_collecting = request.person, plan.cycle.state == CycleState.COLLECTING
    is_planned = is_collecting or plan.cycle.state == CycleState.PREPARING
    may_draw = plan.state == PlanState.APPROVED and is_collecting and rules.can_start_plan_draw(person, plan)
    waits = plan.starts_on is not None and plan.starts_on > clock.today()
    may_complete = plan.state == PlanState.DRAFT and is_planned and rules.can_complete_plan(person, plan)
    may_approve = plan.state == PlanState.SUBMITTED and rules.can_approve_plan(person, plan)
    [full] = with_contents([plan])
    hiding, is_kept = plans_hiding_visits([plan], person), keeps_its_making(plan, person)
    team = [member.person for member in full.team.all()]
    is_open = plan.state in OPEN and sees_cycles(person)
    decisions = list(plan.decisions.select_related("person").order_by("-pk")) if sees_cycles(person) else []
    returned = last_return(plan, decisions) if is_open else None
    may_send_again = may_complete and plan.author_id is not None and bool(plan.returned_reason)
    return {
        "object": plan,
        "team": team,
        "methods": _methods(plan, hiding),
        "script": lines_of(plan.call_script) if plan.callbacks_wanted else [],
        "further": [
            (method.label, one.wanted, GUIDES[method], lines_of(one.guide), one.people)
            for method, one in wanted_of_methods(plan).items()
            if not (hiding and method == Method.MYSTERY)
        ],
        "answers": answers_standing(plan, person),
        "reasons": sentences_of(getattr(plan, "design", None), plan.records_wanted) if plan.author_id else [],
        "lots": _lots(plan),
        "before": plans_before([plan]).get(plan.pk) if is_open else None,
        "differences": differences_of([full], hiding)[plan.pk] if is_open and plan.author_id else None,
        "team_checks": checks_of_team(team, plan.unit, plan.cycle) if is_open and team else [],
        "decisions": decisions,
        "returned": returned,
        "since_return": differences_since(full, returned.asked.plan_then, hiding)
        if returned and returned.asked.plan_then is not None
        else None,
        "again_form": (again_form or SendAgainForm.of(plan, returned)) if may_send_again else None,
        "may_complete": may_complete,
        "may_copy": may_complete,
        "may_approve": may_approve,
        "approve_form": (approve_form or ApprovePlanForm(initial={"version": plan.version})) if may_approve else None,
        "may_return": plan.state in (PlanState.SUBMITTED, PlanState.APPROVED) and rules.can_return_plan(person, plan),
        "may_take_back": plan.state == PlanState.SUBMITTED and rules.can_take_back_plan(person, plan),
        "is_own": person is not None and rules.wrote_plan(person, plan),
        "waits": waits,
        "work_starts": on_or_after(plan.starts_on) if waits else None,
        "late": overdue(visible_to(person).filter(plan=plan)).count() if plan.state == PlanState.SCORING else 0,
        "draw_form": (draw_form or StartDrawForm()) if may_draw and not waits else None,
        "hint": size_hint(plan) if plan.state in (PlanState.DRAFT, PlanState.SUBMITTED, PlanState.APPROVED) else None,
        "missing": [rules.Role(role).label for role in roles_without_nonce(plan.draw)]
        if plan.state == PlanState.DRAWING
        else [],
        "sees_cycle": sees_cycles(person),
        "may_prove": plan.draw is not None and sees_board(person) and not is_kept and plan.draw.assignments.exists(),
        "sheets": with_names(visible_to(person).filter(plan=plan)).order_by("number"),
        # How often something fell out of the draw would show in the draw's acts.
        "timeline": timeline_of(plan, *([plan.draw] if plan.draw and not is_kept else [])),
    }


def _lots(plan: Plan) -> list[JudgedQuarter]:
    """Where the size is of ISO 2859-1: the unit's quarters as they were judged, up to this one."""
    design = getattr(plan, "design", None)
    if design is None or design.way != SizeWay.ACCEPTANCE:
        return []
    return judged_quarters(plan.unit, plan.cycle.end)


def _methods(plan: Plan, hiding: set[int]) -> list[str]:
    wanted = (
        (Method.RECORD_REVIEW, plan.records_wanted),
        (Method.CALLBACK, plan.callbacks_wanted),
        (Method.ON_SITE, plan.visits_wanted),
        *((method, one.wanted) for method, one in further_of(plan).items()),
    )
    hidden = Method.MYSTERY if plan.pk in hiding else None
    return [str(method.label) for method, number in wanted if number and method != hidden]


@require_http_methods(["GET", "POST"])
def complete_plan(request: HttpRequest, public_id) -> HttpResponse:
    plan = _plan(request, public_id)
    require(rules.can_complete_plan, request.person, plan)
    if plan.state != PlanState.DRAFT:
        raise Conflict(
            _("This plan is “%(state)s” now. Load the page again to see the present state.")
            % {"state": PlanState(plan.state).label}
        )
    form = CompletePlanForm(request.POST if request.method == "POST" else None, plan=plan)
    if request.method == "POST" and form.is_valid():
        try:
            services.complete_plan(plan=plan, actor=request.person, **form.filled_in())
        except Invalid as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The plan is completed. Send it for approval when it is as you want it."))
            return redirect(plan)
    candidates = candidates_for(plan)
    last_team = last_team_of(plan, candidates)
    if last_team is not None and not form.is_bound and request.GET.get("team") == "last":
        form.initial["team"] = [person.public_id for person in last_team.people]
    chosen = {str(value) for value in form["team"].value() or []}
    named = {str(value) for value in form[people_field(Method.MYSTERY)].value() or []}
    context = {
        "form": form,
        "object": plan,
        "long": True,
        "cancel_url": plan.get_absolute_url(),
        "candidates": [(one, str(one.person.public_id) in chosen) for one in candidates],
        "last_team": last_team,
        "visitors": [(one, str(one.person.public_id) in named) for one in visitor_candidates(plan)],
        "hint": size_hint(plan),
        "reasons": sentences_of(getattr(plan, "design", None), plan.records_wanted) if plan.author_id else [],
    }
    return render(request, "assessments/plan_form.html", context, status=422 if form.is_bound else 200)


@require_POST
def submit_plan(request: HttpRequest, public_id) -> HttpResponse:
    """Send the draft; one that was returned with an answer, which is kept on the page while something is still wrong."""
    plan = _plan(request, public_id)
    require(rules.can_submit_plan, request.person, plan)
    version = parse_version(request.POST.get("version"))
    form = SendAgainForm(request.POST) if plan.state == PlanState.DRAFT and plan.returned_reason else None
    if form is None or form.is_valid():
        answer = form.cleaned_data["answer"] if form else ""
        try:
            services.submit_plan(plan=plan, actor=request.person, answer=answer, version=version)
        except Invalid as error:
            if form is None or plan.author_id is None:
                _say(request, error)
                return redirect(plan)
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The plan is sent. A manager is told."))
            return redirect(plan)
    return render(request, "assessments/plan_detail.html", _context(request, plan, again_form=form), status=422)


@require_POST
def approve_plan(request: HttpRequest, public_id) -> HttpResponse:
    plan = _plan(request, public_id)
    require(rules.can_approve_plan, request.person, plan)
    form = ApprovePlanForm(request.POST)
    if form.is_valid():
        try:
            services.approve_plan(plan=plan, actor=request.person, **form.cleaned_data)
        except Invalid as error:
            form.add_error("note" if hasattr(error, "error_dict") else None, error.messages)
        else:
            messages.success(request, _("The plan is approved."))
            return redirect(plan)
    return render(request, "assessments/plan_detail.html", _context(request, plan, approve_form=form), status=422)


@require_POST
def copy_plan(request: HttpRequest, public_id) -> HttpResponse:
    """Fill the draft with the unit's last plan; the page then says what differs."""
    plan = _plan(request, public_id)
    require(rules.can_complete_plan, request.person, plan)
    version = required_version(request.POST.get("version"))
    try:
        plan_copies.copy_plan(plan=plan, actor=request.person, version=version)
    except Invalid as error:
        _say(request, error)
    else:
        messages.success(request, _("Copied. Look at what differs, change it where needed, and send it for approval."))
    return redirect(plan)


@require_http_methods(["GET", "POST"])
def return_plan(request: HttpRequest, public_id) -> HttpResponse:
    plan = _plan(request, public_id)
    require(rules.can_return_plan, request.person, plan)
    form = ReturnPlanForm(request.POST if request.method == "POST" else None, initial={"version": plan.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.return_plan(plan=plan, actor=request.person, **form.cleaned_data)
        except Invalid as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The plan is back with its lead."))
            return redirect(plan)
    context = {
        "form": form,
        "heading": _("Return the plan for %(unit)s?") % {"unit": plan.unit},
        "lead": _("Its lead changes it and sends it again."),
        "submit_label": _("Return the plan"),
        "tone": "danger",
        "cancel_url": plan.get_absolute_url(),
    }
    return render(request, "generic/confirm.html", context, status=422 if form.is_bound else 200)


@require_POST
def take_back_plan(request: HttpRequest, public_id) -> HttpResponse:
    """A draft again, for whoever sent it."""
    plan = _plan(request, public_id)
    require(rules.can_take_back_plan, request.person, plan)
    services.take_back_plan(plan=plan, actor=request.person, version=parse_version(request.POST.get("version")))
    messages.success(request, _("The plan is a draft again. It does not wait for approval any more."))
    return redirect(plan)


@require_POST
def start_draw(request: HttpRequest, public_id) -> HttpResponse:
    plan = _plan(request, public_id)
    require(rules.can_start_plan_draw, request.person, plan)
    form = StartDrawForm(request.POST)
    if form.is_valid():
        try:
            draw = services.start_plan_draw(plan=plan, actor=request.person, nonce=form.cleaned_data["value"])
        except Invalid as error:
            form.add_error(None, error.messages)
        else:
            messages.success(
                request,
                _("The secret is committed and the frame is frozen. The supervisor is asked for random characters."),
            )
            return redirect(draw)
    return render(request, "assessments/plan_detail.html", _context(request, plan, form), status=422)


def _say(request: HttpRequest, error: Invalid) -> None:
    for sentence in error.messages:
        messages.error(request, sentence)

"""All plans of a quarter at once: copied, sent, approved and returned together, with what differs from the last time."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_POST

from assessments.enums import CycleState, PlanState
from assessments.forms.plans import ReturnPlansForm
from assessments.models import Cycle, Plan
from assessments.plan_filters import PlanFilter
from assessments.rules.cycles import sees_cycles
from assessments.rules.plans import can_return_plan
from assessments.selectors.concealed import plans_hiding_visits
from assessments.selectors.cycles import cycles_visible_to
from assessments.selectors.plan_differences import differences_of, plans_before, way_in_words, with_contents
from assessments.selectors.plans import approvable_by, open_to, plans_visible_to
from assessments.services.plan_bulk import approve_plans, copy_plans, return_plans, submit_plans
from assessments.services.plans import LONGEST_REASON
from foundation.common.errors import Invalid, require
from foundation.common.pages import paginate
from foundation.common.receipts import once, parse_key
from organization.enums import Role

COPY, SUBMIT, APPROVE, RETURN = "copy", "submit", "approve", "return"


@require_GET
def cycle_plans(request: HttpRequest, public_id) -> HttpResponse:
    require(sees_cycles, request.person)
    cycle = get_object_or_404(cycles_visible_to(request.person), public_id=public_id)
    found = PlanFilter(request.GET, plans_visible_to(request.person).filter(cycle=cycle), reader=request.person)
    page = paginate(request, found.qs.order_by("unit__code"))
    plans = with_contents(page.object_list)
    plans.sort(key=lambda plan: plan.unit.code)
    before, differences = plans_before(plans), differences_of(plans, plans_hiding_visits(plans, request.person))
    own = Plan.objects.filter(pk__in=[plan.pk for plan in plans])
    approvable = set(approvable_by(request.person, own).values_list("pk", flat=True))
    is_lead = request.person.has_role(Role.LEAD)
    completable = set(open_to(request.person, own).values_list("pk", flat=True)) if is_lead else set()
    rows = [
        {
            "plan": plan,
            "team": [member.person for member in plan.team.all()],
            "way": way_in_words(getattr(plan, "design", None)) if plan.author_id else "",
            "before": before.get(plan.pk),
            "differences": differences[plan.pk] if plan.author_id else None,
            "acts": _acts(plan, plan.pk in completable, plan.pk in before, plan.pk in approvable),
        }
        for plan in plans
    ]
    offered = {act for row in rows for act in row["acts"]}
    context = {
        "object": cycle,
        "rows": rows,
        "page": page,
        "filter": found,
        "is_any": bool(plans) or cycle.plans.exists(),
        "actions": [act for act in _actions() if act["name"] in offered],
        "takes_note": APPROVE in offered,
        "longest_note": LONGEST_REASON,
    }
    return render(request, "assessments/cycle_plans.html", context)


def _acts(plan: Plan, is_completable: bool, has_before: bool, is_approvable: bool) -> list[str]:
    """What may be done with the plan together with others."""
    if plan.cycle.state not in (CycleState.PREPARING, CycleState.COLLECTING):
        return []
    acts = [APPROVE, RETURN] if is_approvable else []
    if plan.state == PlanState.DRAFT and is_completable:
        acts += [COPY] if has_before else []
        # One that was returned is answered on its own page.
        acts += [SUBMIT] if plan.author_id and not plan.returned_reason else []
    return acts


def _actions() -> list[dict]:
    """`confirm` is asked with the number of ticked plans in the place of {n}, and with their names below."""
    return [
        {
            "name": COPY,
            "label": _("Copy the last plan"),
            "confirm": _("Copy the last plan into each that is ticked ({n})? What was filled in is replaced."),
        },
        {"name": SUBMIT, "label": _("Send for approval"), "tone": "primary"},
        {"name": RETURN, "label": _("Return…")},
        {"name": APPROVE, "label": _("Approve"), "tone": "primary", "confirm": _("Approve the ticked plans ({n})?")},
    ]


@require_POST
def act_on_plans(request: HttpRequest, public_id) -> HttpResponse:
    """One act on all that are ticked, or on none of them."""
    require(sees_cycles, request.person)
    cycle = get_object_or_404(cycles_visible_to(request.person), public_id=public_id)
    seen = _seen(request, cycle)
    note, action = request.POST.get("note", ""), request.POST.get("action", "")
    acts = {
        COPY: lambda: copy_plans(plans=seen, actor=request.person),
        SUBMIT: lambda: submit_plans(plans=seen, actor=request.person),
        APPROVE: lambda: approve_plans(plans=seen, actor=request.person, note=note),
    }
    if action not in (*acts, RETURN):
        raise Http404
    if not seen:
        messages.error(request, _("Tick at least one plan."))
        return _back_to(request, cycle)
    if action == RETURN:
        return _return(request, cycle, seen)
    try:
        answer, _is_new = once(
            actor=request.person.public_id,
            action=f"assessments.plans.{action}",
            key=parse_key(request.POST.get("client_key")),
            payload=[action, note, *(f"{plan.public_id}:{version}" for plan, version in seen)],
            act=lambda: {"n": acts[action]()},
        )
    except Invalid as error:
        messages.error(request, _("None of them was changed:"))
        for sentence in error.messages:
            messages.error(request, sentence)
    else:
        messages.success(request, _done(action, answer["n"]))
    return _back_to(request, cycle)


def _return(request: HttpRequest, cycle: Cycle, seen: list[tuple[Plan, int]]) -> HttpResponse:
    """Asks for the reason, which goes to each of them, and then returns all or none."""
    require(
        lambda person, *plans: all(can_return_plan(person, plan) for plan in plans),
        request.person,
        *(plan for plan, _version in seen),
    )
    ids = [f"{plan.public_id}:{version}" for plan, version in seen]
    form = ReturnPlansForm(request.POST if "reason" in request.POST else None, seen=ids, action=RETURN)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            answer, _is_new = once(
                actor=request.person.public_id,
                action=f"assessments.plans.{RETURN}",
                key=parse_key(request.POST.get("client_key")),
                payload=[RETURN, reason, *ids],
                act=lambda: {"n": return_plans(plans=seen, actor=request.person, reason=reason)},
            )
        except Invalid as error:
            form.add_error("reason", error.messages)
        else:
            messages.success(request, _done(RETURN, answer["n"]))
            return _back_to(request, cycle)
    n = len(seen)
    context = {
        "form": form,
        "heading": ngettext("Return %(n)d plan?", "Return %(n)d plans?", n) % {"n": n},
        "lead": _("Their leads change them and send them again. If one cannot be returned, none is."),
        "consequences": [str(plan.unit) for plan, _version in seen],
        "submit_label": ngettext("Return the plan", "Return the plans", n),
        "tone": "danger",
        "cancel_url": reverse("assessments:cycle_plans", args=[cycle.public_id]),
    }
    return render(request, "generic/confirm.html", context, status=422 if form.is_bound else 200)


def _back_to(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """The list as it was filtered. Not its page: what was done may have left the list shorter."""
    kept = request.GET.copy()
    kept.pop("page", None)
    query = f"?{kept.urlencode()}" if kept else ""
    return redirect(reverse("assessments:cycle_plans", args=[cycle.public_id]) + query)


def _seen(request: HttpRequest, cycle: Cycle) -> list[tuple[Plan, int]]:
    """The ticked plans with the version in which they were shown. One that the person may not see or that is of another cycle: 404."""
    chosen: dict[UUID, int] = {}
    for value in request.POST.getlist("ids"):
        public_id, _colon, version = value.partition(":")
        try:
            chosen[UUID(public_id)] = int(version)
        except ValueError:
            raise Http404 from None
    plans = plans_visible_to(request.person).select_related("cycle__standard_version", "unit", "author", "submitted_by")
    found = list(plans.filter(cycle=cycle, public_id__in=chosen).prefetch_related("team").order_by("unit__code"))
    if len(found) != len(chosen):
        raise Http404
    return [(plan, chosen[plan.public_id]) for plan in found]


def _done(action: str, n: int) -> str:
    sentences = {
        COPY: ngettext("%(n)d plan was copied.", "%(n)d plans were copied.", n),
        SUBMIT: ngettext(
            "%(n)d plan was sent. The managers are told.", "%(n)d plans were sent. The managers are told.", n
        ),
        RETURN: ngettext("%(n)d plan is back with its lead.", "%(n)d plans are back with their leads.", n),
        APPROVE: ngettext("%(n)d plan is approved.", "%(n)d plans are approved.", n),
    }
    return sentences[action] % {"n": n}

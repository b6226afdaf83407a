"""What of planning waits for a person, and what of it the search field finds."""

from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from assessments.enums import PlanState, PlanStep
from assessments.models import Cycle, Plan
from assessments.plan_pills import RETURNED
from assessments.purposes import plan_name
from assessments.selectors.cycles import cycles_visible_to
from assessments.selectors.plan_steps import step_of, waiting_for
from assessments.selectors.plans import plans_visible_to
from foundation.audit.selectors import days_done
from foundation.common import clock
from foundation.common.texts import localized, search_words
from organization.models import Person
from organization.searching import Hit
from organization.worklist import WorkItem

# As many rows of one step in one cycle stand one by one; more are one row that leads to their list.
ONE_BY_ONE = 3


def plans_waiting_for(person: Person) -> list[WorkItem]:
    """Leads: drafts to complete, send or revise, draws to start. Managers: plans to approve. A fixed number of queries.

    Of the draws that are under way the room `sampling` tells.
    """
    waiting = waiting_for(person, Plan.objects.select_related("cycle", "unit").order_by("cycle__start", "unit__code"))
    together: dict[tuple[Cycle, PlanStep], list[Plan]] = {}
    for plan in waiting.exclude(state=PlanState.DRAWING):
        together.setdefault((plan.cycle, step_of(plan)), []).append(plan)
    since_when = _since([plan for plans in together.values() for plan in plans])
    items = []
    for (cycle, step), plans in together.items():
        since = [since_when.get(plan.public_id) for plan in plans]
        if len(plans) > ONE_BY_ONE:
            items.append(_bundle(cycle, step, len(plans), min(filter(None, since), default=None)))
        else:
            items += [_item(plan, step, day) for plan, day in zip(plans, since, strict=True)]
    return items


# What brought a plan to the step at which it waits.
BROUGHT_BY = {
    PlanStep.SEND: ("assessments.plan.complete", "assessments.plan.copy"),
    PlanStep.REVISE: ("assessments.plan.return",),
    PlanStep.APPROVE: ("assessments.plan.submit",),
    PlanStep.DRAW: ("assessments.plan.approve",),
}


def _since(plans: list[Plan]) -> dict[UUID, date]:
    """{public id: since when the plan waits where it does}; one as it was drafted since then. A query for each act that brought one there."""
    found = {
        plan.public_id: clock.local(plan.created_at).date() for plan in plans if step_of(plan) == PlanStep.COMPLETE
    }
    for step, actions in BROUGHT_BY.items():
        here = [plan for plan in plans if step_of(plan) == step]
        for action in actions:
            for key, day in days_done(here, action).items():
                found[key] = max(day, found.get(key, day))
    return found


def _title_of_one(step: PlanStep) -> str:
    titles = {
        PlanStep.COMPLETE: _("Complete the plan"),
        PlanStep.SEND: _("Send the plan for approval"),
        PlanStep.REVISE: _("Revise the returned plan"),
        PlanStep.APPROVE: _("Approve the plan"),
        PlanStep.DRAW: _("Draw the sample"),
    }
    return titles[step]


def _title_of_many(step: PlanStep, n: int) -> str:
    titles = {
        PlanStep.COMPLETE: ngettext("Complete %(n)d plan", "Complete %(n)d plans", n),
        PlanStep.SEND: ngettext("Send %(n)d plan for approval", "Send %(n)d plans for approval", n),
        PlanStep.REVISE: ngettext("Revise %(n)d returned plan", "Revise %(n)d returned plans", n),
        PlanStep.APPROVE: ngettext("Approve %(n)d plan", "Approve %(n)d plans", n),
        PlanStep.DRAW: ngettext("Draw %(n)d sample", "Draw %(n)d samples", n),
    }
    return titles[step] % {"n": n}


def _group(step: PlanStep) -> str:
    return "draws" if step == PlanStep.DRAW else "plans"


def _pill(step: PlanStep) -> dict[str, str]:
    if step == PlanStep.REVISE:
        return {"state": str(RETURNED.label), "tone": RETURNED.tone}
    state = {PlanStep.APPROVE: PlanState.SUBMITTED, PlanStep.DRAW: PlanState.APPROVED}.get(step, PlanState.DRAFT)
    return {"state": str(state.label), "tone": state.tone}


def _item(plan: Plan, step: PlanStep, since: date | None) -> WorkItem:
    return WorkItem(
        title=_title_of_one(step),
        url=plan.get_absolute_url(),
        group=_group(step),
        detail=plan_name(plan),
        unit=localized(plan.unit, "name"),
        since=since,
        **_pill(step),
    )


def _bundle(cycle: Cycle, step: PlanStep, n: int, since: date | None) -> WorkItem:
    """Leads to the list in which just these stand: where they can be dealt with together, or drawn one after the other."""
    page = "cycle_detail" if step == PlanStep.DRAW else "cycle_plans"
    query = urlencode({"step": step.value, "mine": "on"})
    return WorkItem(
        title=_title_of_many(step, n),
        url=f"{reverse(f'assessments:{page}', args=[cycle.public_id])}?{query}{'#list' if step == PlanStep.DRAW else ''}",
        group=_group(step),
        detail=localized(cycle, "name"),
        unit=ngettext("%(n)d unit", "%(n)d units", n) % {"n": n},
        since=since,
        **_pill(step),
    )


def find_plans(person: Person, words: str) -> list[Hit]:
    """Cycles by code, plans by cycle and unit, within what the person may see."""
    hits = [
        Hit(title=cycle.code, url=cycle.get_absolute_url(), kind=_("Cycle"), detail=localized(cycle, "name"))
        for cycle in cycles_visible_to(person).filter(code__icontains=words)[:3]
    ]
    plans = plans_visible_to(person)
    for word in search_words(words):
        plans = plans.filter(
            Q(cycle__code__iexact=word)
            | Q(unit__name_zh__icontains=word)
            | Q(unit__name_en__icontains=word)
            | Q(unit__code__iexact=word)
        )
    hits += [
        Hit(title=plan_name(plan), url=plan.get_absolute_url(), kind=_("Plan"), detail=str(plan.shown_state.label))
        for plan in plans.order_by("-cycle__start", "unit__code")[: 10 - len(hits)]
    ]
    return hits

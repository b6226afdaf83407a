"""What of planning waits for a person, and what of it the search field finds."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from assessments.enums import CycleState, PlanState
from assessments.models import Plan
from assessments.purposes import plan_name
from assessments.selectors.cycles import cycles_visible_to
from assessments.selectors.plans import approvable_by, draws_to_start, open_to, plans_visible_to
from foundation.audit.selectors import days_done
from foundation.common import clock
from foundation.common.texts import localized
from organization.enums import Role
from organization.models import Person
from organization.searching import Hit
from organization.worklist import WorkItem


def plans_waiting_for(person: Person) -> list[WorkItem]:
    """Leads: drafts to complete and draws to start. Managers: plans to approve. A fixed number of queries."""
    items = []
    planned_in = (CycleState.PREPARING, CycleState.COLLECTING)
    plans = Plan.objects.select_related("cycle", "unit").filter(cycle__state__in=planned_in)
    if person.has_role(Role.LEAD):
        own = open_to(person, plans)
        for plan in own.filter(state=PlanState.DRAFT):
            title = _("Revise the returned plan") if plan.returned_reason else _("Complete the plan")
            items.append(_item(plan, title, "plans", late=bool(plan.returned_reason)))
        items += [_item(plan, _("Draw the sample"), "draws") for plan in _to_draw(own)]
    submitted = list(approvable_by(person, plans))
    asked = days_done(submitted, "assessments.plan.submit")
    items += [_item(plan, _("Approve the plan"), "plans", since=asked.get(plan.public_id)) for plan in submitted]
    return items


def _to_draw(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    return draws_to_start(plans.filter(cycle__state=CycleState.COLLECTING), clock.today())


def _item(plan: Plan, title: str, group: str, late: bool = False, since: date | None = None) -> WorkItem:
    state = PlanState(plan.state)
    return WorkItem(
        title=title,
        url=plan.get_absolute_url(),
        group=group,
        detail=plan_name(plan),
        unit=localized(plan.unit, "name"),
        state=_("Returned") if late else str(state.label),
        tone="late" if late else state.tone,
        since=since,
    )


def find_plans(person: Person, words: str) -> list[Hit]:
    """Cycles by code, plans by cycle and unit, within what the person may see."""
    hits = [
        Hit(title=cycle.code, url=cycle.get_absolute_url(), kind=_("Cycle"), detail=localized(cycle, "name"))
        for cycle in cycles_visible_to(person).filter(code__icontains=words)[:3]
    ]
    plans = plans_visible_to(person)
    for word in words.split():
        plans = plans.filter(
            Q(cycle__code__iexact=word)
            | Q(unit__name_zh__icontains=word)
            | Q(unit__name_en__icontains=word)
            | Q(unit__code__iexact=word)
        )
    hits += [
        Hit(title=plan_name(plan), url=plan.get_absolute_url(), kind=_("Plan"), detail=str(PlanState(plan.state).label))
        for plan in plans.order_by("-cycle__start", "unit__code")[: 10 - len(hits)]
    ]
    return hits

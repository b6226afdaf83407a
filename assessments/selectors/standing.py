"""Where each plan of a cycle stands, for whom it waits, and the one thing to do about it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext, pgettext

from assessments.enums import PlanState
from assessments.models import Plan, ScoreSheet
from assessments.selectors.plans import count_per, counted_for, with_progress
from assessments.selectors.sheets import overdue
from foundation.common import clock
from foundation.common.dates import day_text
from foundation.workdays.calendar import on_or_after
from organization.enums import Role
from organization.models import Person
from sampling.rules import roles_without_nonce


@dataclass(frozen=True)
class Standing:
    """`waits_for`: who acts next, empty where nobody has to; `label` and `url`: the one action of the row; `is_mine`: it is the reader's to do."""

    plan: Plan
    waits_for: str
    label: str
    url: str
    is_mine: bool = False


def with_standing(
    plans: QuerySet[Plan], reader: Person | None, seen: QuerySet[ScoreSheet] | None = None
) -> QuerySet[Plan]:
    """In the order of units, with `sheet_count`, `sealed_count`, `team_count` and `late_count`, and what `standings_of` reads. `seen`: the sheets
    that are counted for the reader, where they were asked for already."""
    seen = counted_for(reader) if seen is None else seen
    rows = with_progress(plans, seen).annotate(late_count=count_per("plan", overdue(seen)))
    return rows.select_related("cycle", "unit", "draw").prefetch_related("draw__nonces").order_by("unit__code")


def standings_of(plans: Iterable[Plan], reader: Person, mine: Collection[int]) -> list[Standing]:
    """The plans come `with_standing`; `mine`: the keys of those that wait for the reader (`plan_steps.waiting_for`)."""
    return [_standing(plan, reader, plan.pk in mine) for plan in plans]


def _standing(plan: Plan, reader: Person, mine: bool) -> Standing:
    is_lead = reader.has_role(Role.LEAD)
    url, lead = plan.get_absolute_url(), str(Role.LEAD.label)
    if plan.state == PlanState.DRAFT:
        if not mine:
            return Standing(plan, lead, pgettext("plan", "View"), url)
        if plan.author_id is None or plan.returned_reason:
            if plan.returned_reason:
                return Standing(plan, lead, _("Revise"), url, mine)
            complete = reverse("assessments:plan_complete", args=[plan.public_id])
            return Standing(plan, lead, _("Complete"), complete, True)
        return Standing(plan, lead, _("Send for approval"), url, mine)
    if plan.state == PlanState.SUBMITTED:
        return Standing(plan, str(Role.MANAGER.label), _("Approve") if mine else pgettext("plan", "View"), url, mine)
    if plan.state == PlanState.APPROVED:
        if plan.starts_on and plan.starts_on > clock.today():
            return Standing(
                plan,
                _("from %(day)s on") % {"day": day_text(on_or_after(plan.starts_on))},
                pgettext("plan", "View"),
                url,
            )
        return Standing(
            plan, lead, _("Draw") if mine else pgettext("plan", "View"), url + "#draw" if mine else url, mine
        )
    if plan.state == PlanState.DRAWING:
        missing = roles_without_nonce(plan.draw)
        mine = mine or (not missing and is_lead)
        who = _(", ").join(str(Role(role).label) for role in missing) or lead
        return Standing(plan, who, _("To the draw"), plan.draw.get_absolute_url(), mine)
    return _scoring(plan, url)


def _scoring(plan: Plan, url: str) -> Standing:
    left = plan.sheet_count - plan.sealed_count
    if not left:
        return Standing(plan, "", pgettext("plan", "View"), url)
    who = ngettext("assessors: %(n)d sheet", "assessors: %(n)d sheets", left) % {"n": left}
    query = {"cycle": plan.cycle.code, "unit": plan.unit.code} | ({"late": "on"} if plan.late_count else {})
    label = _("Late sheets") if plan.late_count else _("Open sheets")
    return Standing(plan, who, label, f"{reverse('assessments:sheet_list')}?{urlencode(query)}")

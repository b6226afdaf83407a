"""Where each plan of a cycle stands, for whom it waits, and the one thing to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext, pgettext

from assessments.enums import CycleState, PlanState, SheetState
from assessments.models import Plan, ScoreSheet
from assessments.rules import plans as rules
from assessments.selectors.plans import count_per, with_progress
from foundation.audit.authorship import done_to
from foundation.common import clock
from foundation.common.dates import day_text
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


def standings_of(plans: QuerySet[Plan], reader: Person) -> list[Standing]:
    """In the order of units. Plans get `sheet_count`, `sealed_count`, `team_count` and `late_count`. Four queries at most, however many plans."""
    overdue = ScoreSheet.objects.exclude(state=SheetState.SUBMITTED).filter(due_on__lt=clock.today())
    rows = with_progress(plans).annotate(late_count=count_per("plan", overdue))
    rows = rows.select_related("cycle", "unit", "draw").prefetch_related("draw__nonces").order_by("unit__code")
    wrote = done_to(reader, Plan, rules.WRITING) if reader.has_role(Role.MANAGER) else set()
    return [_standing(plan, reader, plan.public_id in wrote) for plan in rows]


def _standing(plan: Plan, reader: Person, wrote: bool) -> Standing:
    is_lead, is_manager = reader.has_role(Role.LEAD), reader.has_role(Role.MANAGER)
    url, lead = plan.get_absolute_url(), str(Role.LEAD.label)
    if plan.state == PlanState.DRAFT:
        if not is_lead or plan.cycle.state not in (CycleState.PREPARING, CycleState.COLLECTING):
            return Standing(plan, lead, pgettext("plan", "View"), url)
        if plan.author_id is None or plan.returned_reason:
            if plan.returned_reason:
                return Standing(plan, lead, _("Revise"), url, True)
            return Standing(
                plan, lead, _("Complete"), reverse("assessments:plan_complete", args=[plan.public_id]), True
            )
        return Standing(plan, lead, _("Send for approval"), url, True)
    if plan.state == PlanState.SUBMITTED:
        mine = is_manager and not wrote and reader.pk not in (plan.author_id, plan.submitted_by_id)
        return Standing(plan, str(Role.MANAGER.label), _("Approve") if mine else pgettext("plan", "View"), url, mine)
    if plan.state == PlanState.APPROVED:
        if plan.starts_on and plan.starts_on > clock.today():
            return Standing(
                plan, _("from %(day)s on") % {"day": day_text(plan.starts_on)}, pgettext("plan", "View"), url
            )
        mine = is_lead and plan.cycle.state == CycleState.COLLECTING
        return Standing(
            plan, lead, _("Draw") if mine else pgettext("plan", "View"), url + "#draw" if mine else url, mine
        )
    if plan.state == PlanState.DRAWING:
        missing = roles_without_nonce(plan.draw)
        mine = reader.has_role(*missing) if missing else is_lead
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


def are_mine(standings: Iterable[Standing]) -> int:
    return sum(one.is_mine for one in standings)

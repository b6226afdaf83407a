"""The life of a plan: completed and submitted by a lead, approved by a manager, drawn with a supervisor looking on (R9, R10)."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _, ngettext

from assessments.enums import PlanState
from assessments.models import Plan, TeamMember
from assessments.rules.plans import can_approve_plan, can_complete_plan, can_return_plan, can_submit_plan
from assessments.rules.teams import problems_of_team
from assessments.services.plan_draws import finish_plan_draw, finish_ready_draws, start_plan_draw
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.states import advance, swap
from foundation.common.texts import both
from foundation.notifications.services import notify
from foundation.workdays.calendar import is_workday
from organization.enums import Role
from organization.models import Person
from organization.selectors import holders_of

__all__ = [
    "approve_plan",
    "complete_plan",
    "finish_plan_draw",
    "finish_ready_draws",
    "return_plan",
    "start_plan_draw",
    "submit_plan",
]

MOST_RECORDS, MOST_VISITS = 500, 20
LONGEST_CONTENTS, LONGEST_REASON = 2000, 300
# How long after the quarter sheets may still be due.
DAYS_AFTER_END = 31


@transaction.atomic
def complete_plan(
    *,
    plan: Plan,
    actor: Person,
    team: Sequence[Person],
    records_wanted: int,
    visits_wanted: int,
    starts_on: date,
    due_on: date,
    contents: str = "",
    version: int | None = None,
) -> Plan:
    """Fill in a drafted plan. `version` is what the page was loaded with.

    Raises NotAllowed, Invalid with {field: sentences} where the team, the sizes or the dates break a rule, Conflict where it is no draft any
    more or somebody was quicker.
    """
    require(can_complete_plan, actor, plan)
    _require_state(plan, PlanState.DRAFT)
    if version is not None and plan.version != version:
        raise Conflict
    contents = contents.strip()
    _check_sizes(plan, team, records_wanted, visits_wanted, starts_on, due_on, contents)
    swap(
        plan,
        expected={"state": PlanState.DRAFT},
        author=actor,
        submitted_by=None,
        records_wanted=records_wanted,
        visits_wanted=visits_wanted,
        starts_on=starts_on,
        due_on=due_on,
        **_basis(plan, due_on),
        contents=contents,
    )
    plan.team.all().delete()
    TeamMember.objects.bulk_create(TeamMember(plan=plan, person=person) for person in team)
    record_event(
        actor=actor,
        action="assessments.plan.complete",
        target=plan,
        team=[person.public_id for person in team],
        records=records_wanted,
        visits=visits_wanted,
        starts_on=starts_on,
        due_on=due_on,
    )
    return plan


def _basis(plan: Plan, due_on: date) -> dict:
    """What the due date rests on: the working days of the draft, as long as nobody has chosen another date."""
    if due_on == plan.due_on and plan.counted_from is not None:
        return {}
    return {"counted_from": due_on, "counted_days": 0}


def _require_state(plan: Plan, *states: str) -> None:
    if plan.state not in states:
        label = PlanState(plan.state).label
        raise Conflict(
            _("This plan is “%(state)s” now. Load the page again to see the present state.") % {"state": label}
        )


def _check_sizes(
    plan: Plan,
    team: Sequence[Person],
    records: int,
    visits: int,
    starts_on: date | None,
    due_on: date | None,
    contents: str,
) -> None:
    wrong: dict[str, list[str]] = {}
    if problems := problems_of_team(team, plan.unit, plan.cycle):
        wrong["team"] = problems
    if not 0 <= records <= MOST_RECORDS:
        wrong["records_wanted"] = [_("Between 0 and %(most)d records.") % {"most": MOST_RECORDS}]
    if not 0 <= visits <= MOST_VISITS:
        wrong["visits_wanted"] = [_("Between 0 and %(most)d visits.") % {"most": MOST_VISITS}]
    if records == visits == 0:
        wrong["records_wanted"] = [_("A plan looks at one record at least, or has one visit.")]
    if len(contents) > LONGEST_CONTENTS:
        wrong["contents"] = [_("At most %(most)d characters.") % {"most": LONGEST_CONTENTS}]
    wrong |= _problems_of_dates(plan, starts_on, due_on)
    if wrong:
        raise Invalid(wrong)


def _problems_of_dates(plan: Plan, starts_on: date | None, due_on: date | None) -> dict[str, list[str]]:
    cycle, latest = plan.cycle, plan.cycle.end + timedelta(days=DAYS_AFTER_END - 1)
    wrong = {}
    if starts_on is None or not cycle.start <= starts_on < cycle.end:
        wrong["starts_on"] = [_("It begins within the quarter.")]
    if due_on is None or due_on > latest:
        wrong["due_on"] = [_("The sheets are due within the quarter or a month after it.")]
    elif starts_on is not None and due_on < starts_on:
        wrong["due_on"] = [_("This is before the beginning.")]
    elif not is_workday(due_on):
        wrong["due_on"] = [_("This is not a working day.")]
    return wrong


def _require_complete(plan: Plan) -> None:
    """Roles and units may have changed since the plan was filled in."""
    team = [member.person for member in plan.team.select_related("person__unit")]
    try:
        _check_sizes(plan, team, plan.records_wanted, plan.visits_wanted, plan.starts_on, plan.due_on, plan.contents)
    except Invalid as error:
        raise Invalid([sentence for sentences in error.message_dict.values() for sentence in sentences]) from None


@transaction.atomic
def submit_plan(*, plan: Plan, actor: Person) -> Plan:
    """Send a completed plan to the managers. Raises NotAllowed, Invalid for what is missing, Conflict where it is no draft."""
    require(can_submit_plan, actor, plan)
    _require_state(plan, PlanState.DRAFT)
    if plan.author_id is None:
        raise Invalid(_("The plan is as it was drafted. Complete it first: team, sizes and dates."))
    _require_complete(plan)
    advance(plan, PlanState.SUBMITTED, submitted_by=actor, returned_reason="")
    _tell(plan, holders_of(Role.MANAGER), "assessments.plan.submitted")
    record_event(
        actor=actor, action="assessments.plan.submit", target=plan, before=PlanState.DRAFT, after=PlanState.SUBMITTED
    )
    return plan


@transaction.atomic
def approve_plan(*, plan: Plan, actor: Person) -> Plan:
    """Approve what a lead has submitted. Never by who wrote it or sits on its team.

    Raises NotAllowed, Invalid where its team or dates do not hold any more, Conflict where it does not wait for approval.
    """
    require(can_approve_plan, actor, plan)
    _require_state(plan, PlanState.SUBMITTED)
    _require_complete(plan)
    advance(plan, PlanState.APPROVED, approved_by=actor, approved_at=clock.now())
    _tell(plan, [plan.author, plan.submitted_by], "assessments.plan.approved")
    record_event(
        actor=actor,
        action="assessments.plan.approve",
        target=plan,
        before=PlanState.SUBMITTED,
        after=PlanState.APPROVED,
    )
    return plan


@transaction.atomic
def return_plan(*, plan: Plan, actor: Person, reason: str) -> Plan:
    """Send a plan back to its lead with a reason: one that waits for approval, or an approved one that is not drawn yet.

    Raises NotAllowed, Invalid without a reason, Conflict in any other state.
    """
    require(can_return_plan, actor, plan)
    _require_state(plan, PlanState.SUBMITTED, PlanState.APPROVED)
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        limit = {"limit": LONGEST_REASON}
        sentence = (
            ngettext("Say in up to %(limit)d character why.", "Say in up to %(limit)d characters why.", LONGEST_REASON)
            % limit
        )
        raise Invalid({"reason": [sentence]})
    before = plan.state
    advance(plan, PlanState.DRAFT, returned_reason=reason, approved_by=None, approved_at=None)
    _tell(plan, [plan.author, plan.submitted_by], "assessments.plan.returned")
    record_event(actor=actor, action="assessments.plan.return", target=plan, before=before, after=PlanState.DRAFT)
    return plan


def _tell(plan: Plan, people, kind: str) -> None:
    notify(
        users=[person.user for person in people if person is not None],
        kind=kind,
        url=plan.get_absolute_url(),
        params={"cycle": plan.cycle.code, "unit": both(plan.unit, "name")},
        dedupe=f"{kind}:{plan.public_id}:{plan.version}",
    )

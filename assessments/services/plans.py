"""The life of a plan: completed and submitted by a lead, approved by a manager, drawn with a supervisor looking on (R9, R10)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.answers_planned import NONE_WANTED, Answers, answers_of, keep_answers, problems_of_answers
from assessments.calls_planned import USUAL_ATTEMPTS, Calls, calls_of, problems_of_calls
from assessments.enums import Decision, PlanState
from assessments.methods_planned import Further, further_of, keep_further, noted_further, problems_of_further
from assessments.models import Cycle, Plan, PlanDecision, SampleDesign, TeamMember
from assessments.rules.plans import can_approve_plan, can_complete_plan, can_submit_plan
from assessments.rules.teams import problems_of_team
from assessments.scripts import plain_script
from assessments.services.designs import keep_design, problem_of_severity, reckon_design
from assessments.services.plan_draws import finish_plan_draw, finish_ready_draws, start_plan_draw
from assessments.services.plan_guards import LONGEST_REASON, require_open, require_seen, require_state, tell
from assessments.services.plan_looks import Looks, problems_of_named
from assessments.services.plan_returns import answer_to_return, return_plan, take_back_plan
from assessments.services.plan_seals import digest_of_plan
from assessments.sizing import MOST_RECORDS, Wanted
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.states import advance, swap
from foundation.workdays.calendar import is_workday
from organization.enums import Role
from organization.models import Person
from organization.selectors import holders_of

__all__ = [
    "LONGEST_REASON",
    "MOST_RECORDS",
    "approve_plan",
    "complete_plan",
    "finish_plan_draw",
    "finish_ready_draws",
    "require_open",
    "return_plan",
    "start_plan_draw",
    "submit_plan",
    "take_back_plan",
]

MOST_VISITS = 20
LONGEST_CONTENTS = 2000
# How long after the quarter sheets may still be due.
DAYS_AFTER_END = 31


@transaction.atomic
def complete_plan(
    *,
    plan: Plan,
    actor: Person,
    team: Sequence[Person],
    records_wanted: int = 0,
    visits_wanted: int,
    starts_on: date,
    due_on: date,
    contents: str = "",
    callbacks_wanted: int = 0,
    call_attempts: int = USUAL_ATTEMPTS,
    call_script: str = "",
    version: int | None = None,
    design: Wanted | None = None,
    further: Sequence[Further] = (),
    answers: Answers = NONE_WANTED,
) -> Plan:
    """Fill in a drafted plan. `version` is what the page was loaded with.

    Whoever calls customers back reads `call_script` to them, and gives one up after `call_attempts` without an interview.
    `further`: mystery visits, interviews and CCTV reviews with their guides, and who makes the mystery visits.
    `answers`: how many of customers, from which questionnaire.
    `design` says how the number of records comes about and how it is spread; without one `records_wanted` is taken as chosen by hand.

    Raises NotAllowed, Invalid with {field: sentences} where the team, the sizes or the dates break a rule, Conflict where it is no draft any
    more or somebody was quicker.
    """
    require(can_complete_plan, actor, plan)
    require_open(plan)
    require_state(plan, PlanState.DRAFT)
    if version is not None and plan.version != version:
        raise Conflict
    contents, call_script = contents.strip(), plain_script(call_script)
    further = [replace(one, guide=plain_script(one.guide)) for one in further]
    wrong: dict[str, list[str]] = {}
    try:
        records_wanted, kept = reckon_design(plan, design or Wanted(size=records_wanted))
    except Invalid as error:
        wrong = error.message_dict
    calls = Calls(callbacks_wanted, call_attempts, call_script)
    looks = Looks(records_wanted, visits_wanted, calls, further, answers)
    wrong = _problems_of(plan, team, looks, starts_on, due_on, contents) | wrong
    if wrong:
        raise Invalid(wrong)
    swap(
        plan,
        expected={"state": PlanState.DRAFT},
        author=actor,
        submitted_by=None,
        records_wanted=records_wanted,
        visits_wanted=visits_wanted,
        callbacks_wanted=callbacks_wanted,
        call_attempts=call_attempts,
        call_script=call_script,
        starts_on=starts_on,
        due_on=due_on,
        **basis_of(plan, due_on),
        contents=contents,
    )
    plan.team.all().delete()
    TeamMember.objects.bulk_create(TeamMember(plan=plan, person=person) for person in team)
    keep_design(plan, kept)
    keep_further(plan, further)
    keep_answers(plan, answers)
    record_event(
        actor=actor,
        action="assessments.plan.complete",
        target=plan,
        team=[person.public_id for person in team],
        records=records_wanted,
        visits=visits_wanted,
        callbacks=callbacks_wanted or None,
        **noted_further(further),
        answers=answers.wanted or None,
        starts_on=starts_on,
        due_on=due_on,
        size_way=kept.way,
        allocation=kept.allocation,
    )
    return plan


def basis_of(plan: Plan, due_on: date) -> dict:
    """What the due date rests on: the working days of the draft, as long as nobody has chosen another date."""
    if due_on == plan.due_on and plan.counted_from is not None:
        return {}
    return {"counted_from": due_on, "counted_days": 0}


def _problems_of(
    plan: Plan,
    team: Sequence[Person],
    looks: Looks,
    starts_on: date | None,
    due_on: date | None,
    contents: str,
) -> dict[str, list[str]]:
    records, visits, calls = looks.records, looks.visits, looks.calls
    wrong: dict[str, list[str]] = {}
    if problems := problems_of_team(team, plan.unit, plan.cycle):
        wrong["team"] = problems
    if not 0 <= records <= MOST_RECORDS:
        wrong["records_wanted"] = [_("Between 0 and %(most)d records.") % {"most": MOST_RECORDS}]
    if not 0 <= visits <= MOST_VISITS:
        wrong["visits_wanted"] = [_("Between 0 and %(most)d visits.") % {"most": MOST_VISITS}]
    if records == visits == calls.wanted == 0 and not any(one.wanted for one in looks.further):
        wrong["records_wanted"] = [_("A plan looks at one record at least, or has one visit, callback or interview.")]
    wrong |= (
        problems_of_calls(calls)
        | problems_of_further(looks.further)
        | problems_of_named(plan, team, looks, due_on)
        | problems_of_answers(looks.answers)
    )
    if len(contents) > LONGEST_CONTENTS:
        wrong["contents"] = [_("At most %(most)d characters.") % {"most": LONGEST_CONTENTS}]
    return wrong | _problems_of_dates(plan, starts_on, due_on)


def last_due_day(cycle: Cycle) -> date:
    """The last day by which the sheets of a plan may be due."""
    return cycle.end + timedelta(days=DAYS_AFTER_END - 1)


def _problems_of_dates(plan: Plan, starts_on: date | None, due_on: date | None) -> dict[str, list[str]]:
    cycle, latest = plan.cycle, last_due_day(plan.cycle)
    wrong = {}
    if starts_on is None or not cycle.start <= starts_on < cycle.end:
        wrong["starts_on"] = [_("It begins within the time that is assessed.")]
    if due_on is None or due_on > latest:
        wrong["due_on"] = [_("The sheets are due within the time that is assessed or a month after it.")]
    elif starts_on is not None and due_on < starts_on:
        wrong["due_on"] = [_("This is before the beginning.")]
    elif not is_workday(due_on):
        wrong["due_on"] = [_("This is not a working day.")]
    return wrong


def _require_complete(plan: Plan) -> None:
    """Roles, units and the standing of the department may have changed since the plan was filled in."""
    team = [member.person for member in plan.team.select_related("person__unit")]
    wrong = _problems_of(
        plan,
        team,
        Looks(
            plan.records_wanted, plan.visits_wanted, calls_of(plan), list(further_of(plan).values()), answers_of(plan)
        ),
        plan.starts_on,
        plan.due_on,
        plan.contents,
    )
    sentences = [sentence for sentences in wrong.values() for sentence in sentences]
    if moved_on := problem_of_severity(plan):
        sentences.append(moved_on)
    if sentences:
        raise Invalid(sentences)


@transaction.atomic
def submit_plan(*, plan: Plan, actor: Person, answer: str = "", version: int | None = None) -> Plan:
    """Send a completed plan to the managers. `version` is what the page was loaded with.

    `answer`: what was changed, or why nothing was; one that was returned is not sent again without it. It is kept beside the reason.
    Raises NotAllowed, Invalid for what is missing, Conflict where it is no draft or not what the page showed.
    """
    require(can_submit_plan, actor, plan)
    require_open(plan)
    require_state(plan, PlanState.DRAFT)
    require_seen(plan, version)
    if plan.author_id is None:
        raise Invalid(_("The plan is as it was drafted. Complete it first: team, sizes and dates."))
    answer = answer_to_return(plan, answer)
    _require_complete(plan)
    advance(plan, PlanState.SUBMITTED, submitted_by=actor, returned_reason="")
    given = (
        PlanDecision.objects.create(plan=plan, person=actor, outcome=Decision.ANSWERED, note=answer) if answer else None
    )
    tell(plan, holders_of(Role.MANAGER), "assessments.plan.submitted")
    record_event(
        actor=actor,
        action="assessments.plan.submit",
        target=plan,
        before=PlanState.DRAFT,
        after=PlanState.SUBMITTED,
        answer=given and given.public_id,
    )
    return plan


@transaction.atomic
def approve_plan(*, plan: Plan, actor: Person, note: str = "", version: int | None = None) -> Plan:
    """Approve what a lead has submitted. Never by who wrote it or sits on its team. `version` is what the page was loaded with.

    Raises NotAllowed, Invalid where its team or dates do not hold any more or the note is too long, Conflict where it does not wait for
    approval or is not what the page showed.
    """
    require(can_approve_plan, actor, plan)
    require_state(plan, PlanState.SUBMITTED)
    require_seen(plan, version)
    note = note.strip()
    if len(note) > LONGEST_REASON:
        raise Invalid({"note": [_("At most %(most)d characters.") % {"most": LONGEST_REASON}]})
    _require_complete(plan)
    advance(plan, PlanState.APPROVED, approved_by=actor, approved_at=clock.now())
    PlanDecision.objects.create(plan=plan, person=actor, outcome=Decision.APPROVED, note=note)
    tell(plan, [plan.author, plan.submitted_by], "assessments.plan.approved")
    record_event(
        actor=actor,
        action="assessments.plan.approve",
        target=plan,
        before=PlanState.SUBMITTED,
        after=PlanState.APPROVED,
        content=digest_of_plan(plan, SampleDesign.objects.filter(plan=plan).first()),
    )
    return plan

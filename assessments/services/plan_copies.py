"""Filling a drafted plan with what the department's last plan was, as far as it is still allowed (R10)."""

from dataclasses import replace
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.answers_planned import Answers, answers_of, keep_answers, problems_of_answers
from assessments.enums import PlanState, SizeWay
from assessments.methods_planned import Further, further_of, keep_further, noted_further
from assessments.models import Plan, SampleDesign, TeamMember
from assessments.rules.plans import can_complete_plan
from assessments.rules.teams import objections_to
from assessments.rules.visitors import objections_to_visitors
from assessments.selectors.plan_differences import plans_before
from assessments.services.designs import keep_design, reckon_design, wanted_of
from assessments.services.plans import basis_of, require_open
from assessments.sizing import MOST_RECORDS, Wanted
from foundation.audit.services import record_event
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.states import swap
from foundation.workdays.calendar import on_or_before
from organization.models import Person
from sampling.enums import Allocation


@transaction.atomic
def copy_plan(*, plan: Plan, actor: Person, version: int | None = None) -> Plan:
    """Fill the draft with the unit's last plan. `version` is what the page was loaded with.

    Of the team come those who may still assess the unit; days keep their place in the quarter and give way to rest days; the number of records
    is reckoned anew in the same way from today's records, and falls back to the old number by hand where the way is closed now. Whether the
    result is complete is asked when it is submitted.
    Raises NotAllowed, Conflict where it is no draft or was changed meanwhile, Invalid where the unit has no earlier plan.
    """
    require(can_complete_plan, actor, plan)
    require_open(plan)
    if plan.state != PlanState.DRAFT or (version is not None and plan.version != version):
        raise Conflict
    before = plans_before([plan]).get(plan.pk)
    if before is None:
        raise Invalid(_("There is no earlier plan of this unit that could be copied."))
    team = _still_allowed(before, plan)
    size, design = _design_again(plan, before)
    starts_on, due_on = _days(plan, before)
    swap(
        plan,
        expected={"state": PlanState.DRAFT},
        author=actor,
        submitted_by=None,
        records_wanted=size,
        visits_wanted=before.visits_wanted,
        callbacks_wanted=before.callbacks_wanted,
        call_attempts=before.call_attempts,
        call_script=before.call_script,
        contents=before.contents,
        starts_on=starts_on,
        due_on=due_on,
        **basis_of(plan, due_on),
    )
    plan.team.all().delete()
    TeamMember.objects.bulk_create(TeamMember(plan=plan, person=person) for person in team)
    keep_design(plan, design)
    further = _further_again(plan, before, team, due_on)
    keep_further(plan, further)
    # A questionnaire that was closed since asks nobody any more.
    answers = answers_of(before)
    keep_answers(plan, Answers() if problems_of_answers(answers) else answers)
    record_event(
        actor=actor,
        action="assessments.plan.copy",
        target=plan,
        copied=before.public_id,
        team=[person.public_id for person in team],
        records=size,
        visits=before.visits_wanted,
        callbacks=before.callbacks_wanted or None,
        **noted_further(further),
        starts_on=starts_on,
        due_on=due_on,
        size_way=design.way,
        allocation=design.allocation,
    )
    return plan


def _still_allowed(before: Plan, plan: Plan) -> list[Person]:
    people = [member.person for member in before.team.all()]
    objections = objections_to(people, plan.unit, plan.cycle)
    return [person for person in people if person.pk not in objections]


def _further_again(plan: Plan, before: Plan, team: list[Person], due_on: date) -> list[Further]:
    """The other methods; of the mystery visitors those who may still go. A lead names others where nobody is left."""
    further = list(further_of(before).values())
    people = [person for one in further for person in one.people]
    found = (
        objections_to_visitors(people, plan, team=team, visits=before.visits_wanted, due_on=due_on) if people else {}
    )
    return [replace(one, people=tuple(who for who in one.people if who.pk not in found)) for one in further]


def _design_again(plan: Plan, before: Plan) -> tuple[int, SampleDesign]:
    """The old way with today's records. Where it is closed, first the spread gives way, then the way itself."""
    old = wanted_of(getattr(before, "design", None), before.records_wanted)
    plain = replace(old, allocation=Allocation.PROPORTIONAL, minimum=1, shares={})
    by_hand = Wanted(size=min(before.records_wanted, MOST_RECORDS), touchpoints=old.touchpoints)
    # What was mended and why so many by hand was said about another quarter; reduced inspection is asked for each time.
    tries = [
        replace(one, reason="", reduced=reduced)
        for one in (old, plain)
        for reduced in dict.fromkeys((old.reduced, False))
    ]
    for wanted in tries:
        if wanted.way == SizeWay.HAND and wanted.size > MOST_RECORDS:
            continue
        try:
            return reckon_design(plan, wanted)
        except Invalid:
            continue
    return reckon_design(plan, by_hand)


def _days(plan: Plan, before: Plan) -> tuple[date, date]:
    """The same place in this quarter as in the other: counted from its beginning and from its end."""
    cycle, old = plan.cycle, before.cycle
    starts_on = cycle.start + ((before.starts_on or old.start) - old.start)
    starts_on = min(starts_on, cycle.end - timedelta(days=1))
    due_on = on_or_before(cycle.end + ((before.due_on or old.end) - old.end))
    return starts_on, max(due_on, starts_on)

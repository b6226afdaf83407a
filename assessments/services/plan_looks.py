"""How often a plan looks at what, and whether those who are named for it may go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assessments.answers_planned import NONE_WANTED, Answers
from assessments.calls_planned import Calls
from assessments.enums import Method
from assessments.methods_planned import Further, people_field
from assessments.models import Plan
from assessments.rules.visitors import problems_of_visitors
from organization.models import Person


@dataclass(frozen=True)
class Looks:
    records: int
    visits: int
    calls: Calls
    further: Sequence[Further] = ()
    answers: Answers = NONE_WANTED


def problems_of_named(plan: Plan, team: Sequence[Person], looks: Looks, due_on: date | None) -> dict[str, list[str]]:
    """{field of the plan's form: sentences} for the mystery visitors, as the plan is to be."""
    mystery = next((one for one in looks.further if one.method == Method.MYSTERY and one.wanted), None)
    if mystery is None:
        return {}
    problems = problems_of_visitors(mystery.people, plan, team, visits=looks.visits, due_on=due_on)
    return {people_field(Method.MYSTERY): problems} if problems else {}

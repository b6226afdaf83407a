"""What a plan says of customers' answers: how many, from which questionnaire (R10, R15, R23); and how many there are."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.enums import CycleState
from assessments.models import Plan, PlannedAnswers
from assessments.questionnaires import AnswersSoFar, LinksForm, open_questionnaires, source_of
from organization.models import Person
from standards.models import Indicator
from standards.selectors import indicators_of

MOST_ANSWERS = 1000
MOST_LINKS = 300


@dataclass(frozen=True)
class Answers:
    """`questionnaire` is a public id; empty where no answers are wanted."""

    questionnaire: str = ""
    wanted: int = 0


NONE_WANTED = Answers()


def answers_of(plan: Plan) -> Answers:
    """From what is loaded, or with a query."""
    row = getattr(plan, "planned_answers", None)
    return Answers(str(row.questionnaire), row.wanted) if row else Answers()


def answers_in_words(answers: Answers) -> str:
    """“40 · Your visit”; empty where none are wanted."""
    if not answers.wanted:
        return ""
    found = source_of(answers.questionnaire)
    return f"{answers.wanted} · {found[1]}" if found else str(answers.wanted)


def problems_of_answers(answers: Answers) -> dict[str, list[str]]:
    """{field of the plan's form: sentences}."""
    wrong = {}
    if not 0 <= answers.wanted <= MOST_ANSWERS:
        wrong["answers_wanted"] = [_("Between 0 and %(most)d answers.") % {"most": MOST_ANSWERS}]
    elif answers.questionnaire and not answers.wanted:
        wrong["answers_wanted"] = [_("Say how many answers are wanted.")]
    if answers.wanted and answers.questionnaire not in {one.key for one in open_questionnaires()}:
        wrong["answers_from"] = [_("Choose a questionnaire that is open.")]
    return wrong


def keep_answers(plan: Plan, answers: Answers) -> None:
    """Write what is wanted; the caller has changed the plan's version and holds its row."""
    PlannedAnswers.objects.filter(plan=plan).delete()
    plan._state.fields_cache.pop("planned_answers", None)
    if answers.wanted:
        PlannedAnswers.objects.create(plan=plan, questionnaire=answers.questionnaire, wanted=answers.wanted)


@dataclass(frozen=True)
class AnswersStanding:
    """`indicators` of the standard are measured by customers' answers. `form`: for whoever may make the links that are still missing."""

    title: str
    wanted: int
    so_far: AnswersSoFar
    page: str
    indicators: list[Indicator]
    form: LinksForm | None
    to_make: int

    @property
    def is_reached(self) -> bool:
        return self.so_far.answers >= self.wanted


def answers_standing(plan: Plan, person: Person) -> AnswersStanding | None:
    """None where the plan wants no answers, or its questionnaire is gone."""
    answers, cycle = answers_of(plan), plan.cycle
    found = source_of(answers.questionnaire) if answers.wanted else None
    if found is None:
        return None
    source, title = found
    so_far = source.so_far(answers.questionnaire, [plan.unit_id], cycle.start, cycle.end)[plan.unit_id]
    missing = answers.wanted - so_far.answers - so_far.links
    to_make = min(max(missing, 0), MOST_LINKS)
    asks = to_make and cycle.state in (CycleState.COLLECTING, CycleState.INITIAL)
    return AnswersStanding(
        title=title,
        wanted=answers.wanted,
        so_far=so_far,
        page=source.page_for(answers.questionnaire, person),
        indicators=[one for one in indicators_of(cycle.standard_version) if one.measure in source.measures],
        form=source.links_form(answers.questionnaire, plan.unit, to_make, person) if asks else None,
        to_make=to_make,
    )

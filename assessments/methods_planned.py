"""What a plan says of its further methods: mystery visits, interviews, CCTV reviews; how many, and by which guide (R10, R15)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from assessments.enums import Method
from assessments.methods import FURTHER
from assessments.models import Plan, PlannedMethod, PlannedPerson
from assessments.scripts import has_questions
from organization.models import Person

MOST_OF_ONE = 20
LONGEST_GUIDE = 4000
# Whoever goes there is named in the plan; everything else is for its team.
NAMING = (Method.MYSTERY,)


@dataclass(frozen=True)
class Further:
    """What is planned of one method; the guide is plain text, in which numbered lines are questions or steps. `people`: the mystery visitors."""

    method: Method
    wanted: int = 0
    guide: str = ""
    people: tuple[Person, ...] = ()


# What the guide of a method is called, and the sentence for a guide without what it needs.
GUIDES: Mapping[Method, str] = {
    Method.MYSTERY: gettext_lazy("Scenario"),
    Method.INTERVIEW: gettext_lazy("Interview questions"),
    Method.FOOTAGE: gettext_lazy("What to look at"),
}
_MISSING: Mapping[Method, str] = {
    Method.MYSTERY: gettext_lazy(
        "Write the scenario: who one is, what one asks for, and the steps, each on a line that begins with its number."
    ),
    Method.INTERVIEW: gettext_lazy(
        "Write the questions, each on a line of its own that begins with its number: “1. …”."
    ),
    Method.FOOTAGE: gettext_lazy("Say what to look at, each thing on a line of its own that begins with its number."),
}


def further_of(plan: Plan) -> dict[Method, Further]:
    """{method: what is planned of it}, each further method with one; from what is loaded."""
    loaded = "planned_methods" in getattr(plan, "_prefetched_objects_cache", {})
    rows = plan.planned_methods.all()
    kept = {row.method: row for row in (rows if loaded else with_people(rows))}
    return {method: _as_kept(kept[method]) if method in kept else Further(method) for method in FURTHER}


def _as_kept(row: PlannedMethod) -> Further:
    people = (one.person for one in row.people.all()) if row.method in NAMING else ()
    return Further(row.method, row.wanted, row.guide, tuple(people))


def with_people(rows: QuerySet[PlannedMethod]) -> QuerySet[PlannedMethod]:
    """With those who are named, as `further_of` reads them; two queries for any number of plans."""
    named = PlannedPerson.objects.select_related("person__unit", "person__user").order_by("person__sort_key", "pk")
    return rows.prefetch_related(Prefetch("people", named))


def wanted_of_methods(plan: Plan) -> dict[Method, Further]:
    """Only what is looked at at all."""
    return {method: further for method, further in further_of(plan).items() if further.wanted}


def guide_of(plan: Plan | None, method: str) -> str:
    row = None if plan is None else PlannedMethod.objects.filter(plan=plan, method=method).first()
    return row.guide if row else ""


def problems_of_further(further: Iterable[Further]) -> dict[str, list[str]]:
    """{field of the plan's form: sentences}; who is named is judged by `rules.visitors`."""
    wrong = {}
    for one in further:
        if not 0 <= one.wanted <= MOST_OF_ONE:
            wrong[wanted_field(one.method)] = [_("Between 0 and %(most)d.") % {"most": MOST_OF_ONE}]
        if len(one.guide) > LONGEST_GUIDE:
            wrong[guide_field(one.method)] = [_("At most %(most)d characters.") % {"most": LONGEST_GUIDE}]
        elif one.wanted and not has_questions(one.guide):
            wrong[guide_field(one.method)] = [str(_MISSING[one.method])]
    return wrong


def wanted_field(method: str) -> str:
    return f"{method}_wanted"


def people_field(method: str) -> str:
    return f"{method}_people"


def guide_field(method: str) -> str:
    return f"{method}_guide"


def keep_further(plan: Plan, further: Iterable[Further]) -> None:
    """Write what is planned; the caller has changed the plan's version and holds its row."""
    PlannedMethod.objects.filter(plan=plan).delete()
    for one in further:
        if one.wanted or one.guide:
            row = PlannedMethod.objects.create(plan=plan, method=one.method, wanted=one.wanted, guide=one.guide)
            PlannedPerson.objects.bulk_create(PlannedPerson(planned=row, person=person) for person in one.people)
    getattr(plan, "_prefetched_objects_cache", {}).pop("planned_methods", None)


def noted_further(further: Iterable[Further]) -> dict:
    """For the trail: {method: how many}, of what is wanted, and who is named for it."""
    named = [person.public_id for one in further if one.wanted for person in one.people]
    return {str(one.method): one.wanted for one in further if one.wanted} | ({"visitors": named} if named else {})


def _usual_scenario() -> str:
    return "\n".join(
        (
            _("You are an ordinary customer who comes for the first time. Do not say who sent you, and sign nothing."),
            "1. " + _("Enter, look for the queue, and note the time at which somebody turns to you."),
            "2. " + _("Ask for an account for your savings, and for a product with a better return."),
            "3. " + _("Say once that you have not understood the risk, and listen how it is explained."),
            "4. " + _("Complain politely of the waiting, and note what is answered."),
            "5. " + _("Leave, and note the time at which you left."),
        )
    )  # fmt: skip


def _usual_questions() -> str:
    return "\n".join(
        (
            _("Good day. I come from the service quality office. May I ask you four questions about your visit? Your name is not noted."),
            "1. " + _("What did you come for, and was it settled?"),
            "2. " + _("How long did you wait, and was that acceptable?"),
            "3. " + _("How did our colleague treat you, and was everything explained clearly?"),
            "4. " + _("What should we do better?"),
        )
    )  # fmt: skip


def _usual_look() -> str:
    return "\n".join(
        (
            "1. " + _("Whether somebody turns to customers who come in, and after how long."),
            "2. " + _("Order at the counters and in the waiting area, and whether counters stay open while customers wait."),
            "3. " + _("How customers who need help are looked after: the old, the disabled, those with children."),
        )
    )  # fmt: skip


USUAL_GUIDES: Mapping[Method, Callable[[], str]] = {
    Method.MYSTERY: _usual_scenario,
    Method.INTERVIEW: _usual_questions,
    Method.FOOTAGE: _usual_look,
}

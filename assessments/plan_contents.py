"""What a plan says, as values: of the plan as it is, or of what was kept of it when it was returned (R10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assessments.answers_planned import Answers, answers_of
from assessments.enums import Method
from assessments.methods import FURTHER
from assessments.methods_planned import Further, further_of
from assessments.models import Plan, SampleDesign
from organization.models import Person

_NOT_KEPT = ("id", "plan")


@dataclass(frozen=True)
class Contents:
    """`start` and `end` are those of the cycle; `team` is {key: person}."""

    standard: str
    start: date
    end: date
    records: int
    visits: int
    callbacks: int
    attempts: int
    script: str
    starts_on: date | None
    due_on: date | None
    contents: str
    design: SampleDesign | None
    further: Mapping[Method, Further]
    answers: Answers
    team: Mapping[int, Person]


def contents_now(plan: Plan) -> Contents:
    """The plan comes `with_contents`, or is read with some more queries."""
    return Contents(
        standard=str(plan.cycle.standard_version),
        start=plan.cycle.start,
        end=plan.cycle.end,
        records=plan.records_wanted,
        visits=plan.visits_wanted,
        callbacks=plan.callbacks_wanted,
        attempts=plan.call_attempts,
        script=plan.call_script,
        starts_on=plan.starts_on,
        due_on=plan.due_on,
        contents=plan.contents,
        design=getattr(plan, "design", None),
        further=further_of(plan),
        answers=answers_of(plan),
        team={member.person_id: member.person for member in plan.team.all()},
    )


def without_mystery(contents: Contents) -> Contents:
    """For readers who must not know of mystery visits yet."""
    shown = {method: one for method, one in contents.further.items() if method != Method.MYSTERY}
    return replace(contents, further=shown)


def kept_contents(plan: Plan) -> dict:
    """Plain values that can be kept; `contents_then` reads them. Read anew from the database, as whoever decides has it before their eyes."""
    design = SampleDesign.objects.filter(plan=plan).first()
    return {
        "records": plan.records_wanted,
        "visits": plan.visits_wanted,
        "callbacks": plan.callbacks_wanted,
        "attempts": plan.call_attempts,
        "script": plan.call_script,
        "starts_on": plan.starts_on and plan.starts_on.isoformat(),
        "due_on": plan.due_on and plan.due_on.isoformat(),
        "contents": plan.contents,
        "further": {
            str(method): [one.wanted, one.guide, [str(person.public_id) for person in one.people]]
            for method, one in further_of(plan).items()
        },
        "answers": [answers_of(plan).questionnaire, answers_of(plan).wanted],
        "design": design and {field.attname: _plain(getattr(design, field.attname)) for field in _design_fields()},
        "team": [str(public_id) for public_id in plan.team.values_list("person__public_id", flat=True)],
    }


def contents_then(plan: Plan, kept: Mapping) -> Contents:
    """What was kept of the plan. Two queries for the people."""
    named = [one for _wanted, _guide, *people in kept["further"].values() for ids in people for one in ids]
    rows = Person.objects.filter(public_id__in=[*kept["team"], *named]).select_related("unit")
    known = {str(one.public_id): one for one in rows.prefetch_related("role_assignments").order_by("sort_key", "pk")}
    return Contents(
        standard=str(plan.cycle.standard_version),
        start=plan.cycle.start,
        end=plan.cycle.end,
        records=kept["records"],
        visits=kept["visits"],
        callbacks=kept["callbacks"],
        attempts=kept["attempts"],
        script=kept["script"],
        further={method: _further_then(method, known, *kept["further"].get(method, ())) for method in FURTHER},
        answers=Answers(*kept.get("answers", ())),
        starts_on=_day(kept["starts_on"]),
        due_on=_day(kept["due_on"]),
        contents=kept["contents"],
        design=kept["design"]
        and SampleDesign(
            **{field.attname: field.to_python(kept["design"][field.attname]) for field in _design_fields()}
        ),
        team={one.pk: one for public_id, one in known.items() if public_id in kept["team"]},
    )


def _further_then(
    method: Method, known: Mapping[str, Person], wanted: int = 0, guide: str = "", people: Sequence[str] = ()
) -> Further:
    return Further(method, wanted, guide, tuple(one for public_id, one in known.items() if public_id in people))


def _design_fields():
    return [field for field in SampleDesign._meta.concrete_fields if field.name not in _NOT_KEPT]


def _plain(value):
    return value if isinstance(value, str | int | list | dict | None) else str(value)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

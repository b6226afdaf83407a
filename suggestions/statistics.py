"""How many suggestions there were, about what and for whom, what became of them and how long it took; what staff say each month.

Of what was sent without a name only sums are told; a figure of fewer than `FEWEST` answers is not shown.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from foundation.common.texts import localized
from foundation.workdays.calendar import workdays_between
from suggestions.enums import ANSWERED, Question, SuggestionState, SurveyState, Topic
from suggestions.models import StaffSurvey, Suggestion
from suggestions.selectors import FEWEST


@dataclass(frozen=True)
class Figures:
    """`rows` of months, topics and units: (label, how many, taken up or done, not taken up, open). `days`: median working days to the answer."""

    n: int
    signed: int
    hidden: int
    merged: int
    in_time: int
    answered: int
    days: float | None
    months: list[tuple]
    topics: list[tuple]
    units: list[tuple]


def figures_of(rows: QuerySet[Suggestion]) -> Figures:
    """One query."""
    found = list(rows.select_related("unit"))
    told = [row for row in found if row.answered_on is not None]
    days = [workdays_between(row.received_on, row.answered_on) for row in told]
    topics = dict(Topic.choices)
    return Figures(
        n=len(found),
        signed=sum(row.is_signed for row in found),
        hidden=sum(bool(row.hidden_reason) for row in found),
        merged=sum(row.state == SuggestionState.MERGED for row in found),
        in_time=sum(row.answered_on <= row.due_on for row in told),
        answered=len(told),
        days=median(days) if days else None,
        months=_by(found, lambda row: f"{row.received_on:%Y-%m}", latest=True),
        topics=_by(found, lambda row: str(topics[row.topic])),
        units=_by(found, lambda row: localized(row.unit, "name") if row.unit else _("Whoever leads the assessment")),
    )


def _by(rows: list[Suggestion], name, latest: bool = False) -> list[tuple]:
    groups: dict[str, Counter] = {}
    for row in rows:
        kind = (
            "up"
            if row.state in (SuggestionState.TAKEN_UP, SuggestionState.DONE)
            else "down"
            if row.state in ANSWERED
            else "open"
        )
        groups.setdefault(name(row), Counter())[kind] += 1
    lines = [(label, sum(n.values()), n["up"], n["down"], n["open"]) for label, n in groups.items()]
    return (
        sorted(lines, key=lambda line: line[0], reverse=True)
        if latest
        else sorted(lines, key=lambda line: (-line[1], line[0]))
    )


@dataclass(frozen=True)
class Said:
    """One question: mean of 1 to 5, and the same of the month before; None where too few have answered."""

    label: str
    mean: float | None
    before: float | None


@dataclass(frozen=True)
class Result:
    """`answers` and the share of those asked are None where fewer than `FEWEST` have answered; `texts` in the order of their letters."""

    survey: StaffSurvey
    answers: int | None
    share: float | None
    questions: list[Said]
    texts: list[str]


def result_of(survey: StaffSurvey) -> Result | None:
    """None while it is open: what grows by one with each answer could be laid at somebody's door."""
    if survey.state != SurveyState.CLOSED:
        return None
    means = _means(survey)
    earlier = StaffSurvey.objects.filter(state=SurveyState.CLOSED, month__lt=survey.month).first()
    before = _means(earlier) if earlier else None
    labels = dict(Question.choices)
    said = [Said(str(labels[q]), means and means[q], before and before[q]) for q in Question.values]
    if means is None:
        return Result(survey, None, None, said, [])
    n = survey.answers.count()
    texts = sorted(survey.answers.exclude(text="").values_list("text", flat=True))
    return Result(survey, n, n / survey.staff if survey.staff else None, said, texts)


def _means(survey: StaffSurvey) -> dict[str, float] | None:
    marks = list(survey.answers.values_list("marks", flat=True))
    if len(marks) < FEWEST:
        return None
    return {q: sum(mark[q] for mark in marks) / len(marks) for q in Question.values}


def since(months: int, today: date) -> date:
    """The first day of the month so many months back, this one included."""
    index = today.year * 12 + today.month - months
    return date(index // 12, index % 12 + 1, 1)

"""What customers answered, question by question, and the gaps of SERVQUAL pairs. A fixed number of queries, however many answers there are."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from feedback.content import option_texts
from feedback.enums import Part, QuestionKind, ServqualDimension
from feedback.figures import (
    DETRACTOR_TO,
    EASY_FROM,
    PROMOTER_FROM,
    SATISFIED_FROM,
    AnswerFigure,
    net_promoter_score,
    share_of,
)
from feedback.models import Answer, Question, Questionnaire
from feedback.reliability import Mean, cronbach_alpha, gap_of, mean_of
from feedback.scales import ends, offered, range_of
from foundation.common.texts import localized

MEANS = (QuestionKind.EFFORT, QuestionKind.LIKERT5, QuestionKind.LIKERT7, QuestionKind.SATISFACTION)
AGREE_FROM = {QuestionKind.LIKERT5: 4, QuestionKind.LIKERT7: 5}


@dataclass(frozen=True)
class AnswerShare:
    label: str
    figure: AnswerFigure


@dataclass(frozen=True)
class QuestionFigures:
    """`n`: customers who answered it. `headline`: the share (4–5, 5–7, yes) or the net promoter score, where the kind has one; `mean` of a scale;
    `shares`: each answer's share of those who answered, together more than 100 % where several may be chosen."""

    question: Question
    place: int
    n: int
    headline: AnswerFigure | None = None
    mean: Mean | None = None
    shares: Sequence[AnswerShare] = ()

    @property
    def kind(self) -> QuestionKind:
        return QuestionKind(self.question.kind)


@dataclass(frozen=True)
class GapRow:
    """`name`: a statement, a dimension or the whole (empty). `complete`: customers who answered all its statements, of whom the alphas are."""

    name: str
    expected: float | None
    found: float | None
    gap: Mean
    alpha_expected: float | None = None
    alpha_found: float | None = None
    complete: int = 0
    question: Question | None = None


@dataclass(frozen=True)
class Gaps:
    dimensions: Sequence[GapRow]
    statements: Sequence[GapRow]
    whole: GapRow


@dataclass(frozen=True)
class Figures:
    questions: Sequence[QuestionFigures]
    gaps: Gaps | None


def figures_of(questionnaire: Questionnaire, units: set[int] | None) -> Figures:
    """Of the answers about the units (None: all). Three queries, a fourth where there are SERVQUAL pairs."""
    questions = list(questionnaire.questions.all())
    answers = Answer.objects.filter(question__questionnaire=questionnaire)
    if units is not None:
        answers = answers.filter(response__unit__in=units)
    counts: dict[int, Counter] = defaultdict(Counter)
    for question, value, n in answers.order_by().values_list("question", "value").annotate(n=Count("pk")):
        counts[question][value] = n
    customers = dict(
        answers.order_by()
        .values_list("question")
        .annotate(n=Count("response", distinct=True))
        .values_list("question", "n")
    )
    pairs = [one for one in questions if one.kind == QuestionKind.SERVQUAL]
    return Figures(
        [
            _figures_of_question(one, place, counts[one.pk], customers.get(one.pk, 0))
            for place, one in enumerate(questions, start=1)
            if one.kind != QuestionKind.SERVQUAL
        ],
        _gaps_of(pairs, answers) if pairs else None,
    )


def _figures_of_question(question: Question, place: int, counts: Counter, n: int) -> QuestionFigures:
    kind = QuestionKind(question.kind)
    if kind == QuestionKind.TEXT:
        return QuestionFigures(question, place, n)
    low, high = range_of(question)
    labels = {one.value: one.label for one in offered(question, option_texts(question))}
    named = ends(kind)
    if named:
        labels |= {low: named[0], high: named[1]}
    return QuestionFigures(
        question,
        place,
        n,
        headline=_headline(kind, counts, n),
        mean=mean_of(counts) if kind in MEANS else None,
        shares=[AnswerShare(labels[value], share_of(counts[value], n)) for value in labels] if n else (),
    )


def _headline(kind: QuestionKind, counts: Counter, n: int) -> AnswerFigure | None:
    def at_least(value: int) -> int:
        return sum(count for one, count in counts.items() if one >= value)

    if kind == QuestionKind.RECOMMEND:
        return net_promoter_score(at_least(PROMOTER_FROM), n - at_least(DETRACTOR_TO + 1), n)
    lowest = {
        QuestionKind.SATISFACTION: SATISFIED_FROM,
        QuestionKind.EFFORT: EASY_FROM,
        QuestionKind.YES_NO: 1,
        **AGREE_FROM,
    }
    return share_of(at_least(lowest[kind]), n) if kind in lowest else None


def _gaps_of(questions: Sequence[Question], answers: QuerySet[Answer]) -> Gaps:
    """From one query: {customer: {question: (expectation, perception)}}."""
    customers: dict[int, dict[int, list[int]]] = defaultdict(dict)
    rows = answers.filter(question__in=questions).order_by().values_list("response", "question", "part", "value")
    for response, question, part, value in rows.iterator():
        customers[response].setdefault(question, [0, 0])[part == Part.PERCEPTION] = value
    everybody = list(customers.values())
    dimensions = [
        _gap_row(str(dimension.label), [one for one in questions if one.dimension == dimension], everybody)
        for dimension in ServqualDimension
        if any(one.dimension == dimension for one in questions)
    ]
    statements = [_gap_row(localized(one, "text"), [one], everybody, question=one) for one in questions]
    return Gaps(dimensions, statements, _gap_row("", questions, everybody))


def _gap_row(name: str, questions: Sequence[Question], everybody, question: Question | None = None) -> GapRow:
    """A customer's gap of several statements is the mean over those answered; so a dimension's interval is over customers, not over answers."""
    keys = [one.pk for one in questions]
    given = [pairs for one in everybody if (pairs := [one[key] for key in keys if key in one])]
    own = [(_mean([pair[0] for pair in pairs]), _mean([pair[1] for pair in pairs])) for pairs in given]
    complete = [pairs for pairs in given if len(pairs) == len(keys)]
    return GapRow(
        name,
        _mean([expected for expected, _found in own]) if own else None,
        _mean([found for _expected, found in own]) if own else None,
        gap_of(own),
        alpha_expected=cronbach_alpha([[pair[0] for pair in pairs] for pairs in complete]),
        alpha_found=cronbach_alpha([[pair[1] for pair in pairs] for pairs in complete]),
        complete=len(complete),
        question=question,
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)

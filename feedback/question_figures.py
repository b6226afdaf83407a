"""What customers answered, question by question, and the gaps of SERVQUAL pairs, from the answers that the process keeps."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from feedback.content import option_texts
from feedback.enums import QuestionKind, ServqualDimension
from feedback.figures import (
    DETRACTOR_TO,
    EASY_FROM,
    PROMOTER_FROM,
    SATISFIED_FROM,
    AnswerFigure,
    net_promoter_score,
    share_of,
)
from feedback.kept_answers import EXPECTED, FOUND, AnswerArrays, answers_of
from feedback.models import Question, Questionnaire
from feedback.reliability import Mean, cronbach_alpha, gap_of, mean_of
from feedback.scales import ends, offered, range_of
from foundation.common.texts import localized

if TYPE_CHECKING:
    import numpy as np

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
    """Of the answers about the units (None: all). Two queries once the process knows the answers (`kept_answers`)."""
    questions = list(questionnaire.questions.all())
    answers = answers_of(questionnaire).about(units)
    pairs = [one for one in questions if one.kind == QuestionKind.SERVQUAL]
    return Figures(
        [
            _figures_of_question(one, place, Counter(answers.counts_of(one)), answers.customers_of(one))
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


def _gaps_of(questions: Sequence[Question], answers: AnswerArrays) -> Gaps:
    table = answers.pairs_of(questions)
    places = {one: place for place, one in enumerate(questions)}

    def row(name: str, those: Sequence[Question], question: Question | None = None) -> GapRow:
        return _gap_row(name, table[:, [places[one] for one in those], :].astype("int64"), question)

    dimensions = [
        row(str(dimension.label), those)
        for dimension in ServqualDimension
        if (those := [one for one in questions if one.dimension == dimension])
    ]
    statements = [row(localized(one, "text"), [one], one) for one in questions]
    return Gaps(dimensions, statements, row("", questions))


def _gap_row(name: str, table: "np.ndarray", question: Question | None = None) -> GapRow:
    """`table`: customers × statements × (expected, found), 0 where left out. A customer's gap of several statements is the mean over those
    answered; so a dimension's interval is over customers, not over answers."""
    answered = (table > 0).all(axis=2)
    n = answered.sum(axis=1)
    given = n > 0
    sums = (table * answered[:, :, None]).sum(axis=1)[given] / n[given, None]
    expected, found = sums[:, EXPECTED], sums[:, FOUND]
    complete = table[answered.all(axis=1)]
    return GapRow(
        name,
        float(expected.mean()) if len(expected) else None,
        float(found.mean()) if len(found) else None,
        gap_of(expected, found),
        alpha_expected=cronbach_alpha(complete[:, :, EXPECTED]),
        alpha_found=cronbach_alpha(complete[:, :, FOUND]),
        complete=len(complete),
        question=question,
    )

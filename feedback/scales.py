"""The answers of each kind of question: from where to where, what they are called, in which order they are offered."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _, pgettext

from feedback.enums import QuestionKind

RANGES: dict[str, tuple[int, int]] = {
    QuestionKind.SATISFACTION: (1, 5),
    QuestionKind.RECOMMEND: (0, 10),
    QuestionKind.EFFORT: (1, 7),
    QuestionKind.YES_NO: (0, 1),
    QuestionKind.LIKERT5: (1, 5),
    QuestionKind.LIKERT7: (1, 7),
    QuestionKind.SERVQUAL: (1, 7),
}
MAX_OPTIONS = 10


@dataclass(frozen=True)
class Offered:
    """One answer. `icon` repeats the word and is never alone."""

    value: int
    label: str
    icon: str = ""


def range_of(question) -> tuple[int, int]:
    """Lowest and highest answer of a closed question (a row or its content)."""
    if QuestionKind(question.kind).has_options:
        return 1, len(question.options)
    return RANGES[question.kind]


# What a customer takes for a question: to read it and tap one answer, to weigh two, to write a sentence.
SECONDS = {QuestionKind.SERVQUAL: 20, QuestionKind.TEXT: 20}
SECONDS_TO_TAP = 10


def minutes_of(kinds: Iterable[str]) -> int:
    """How long a customer is told that the questions take, rounded up to whole minutes; at least one."""
    return max(1, -(-sum(SECONDS.get(kind, SECONDS_TO_TAP) for kind in kinds) // 60))


def is_scale(kind: str) -> bool:
    """Numbers in one row, named at their ends."""
    return kind in (QuestionKind.RECOMMEND, QuestionKind.EFFORT, QuestionKind.LIKERT7, QuestionKind.SERVQUAL)


def offered(question, option_texts: list[str]) -> list[Offered]:
    """In the order in which a customer reads them: the best first, numbers ascending. `option_texts` are in the reader's language."""
    kind = question.kind
    if kind == QuestionKind.SATISFACTION:
        return [
            Offered(5, _("Very satisfied"), "emoji-laughing"),
            Offered(4, _("Satisfied"), "emoji-smile"),
            Offered(3, _("Neither satisfied nor dissatisfied"), "emoji-neutral"),
            Offered(2, _("Dissatisfied"), "emoji-frown"),
            Offered(1, _("Very dissatisfied"), "emoji-angry"),
        ]
    if kind == QuestionKind.LIKERT5:
        return [
            Offered(5, _("Strongly agree")),
            Offered(4, pgettext("answer of a customer", "Agree")),
            Offered(3, _("Neither agree nor disagree")),
            Offered(2, _("Disagree")),
            Offered(1, _("Strongly disagree")),
        ]
    if kind == QuestionKind.YES_NO:
        return [Offered(1, _("Yes"), "check-lg"), Offered(0, _("No"), "x-lg")]
    if kind == QuestionKind.TEXT:
        return []
    if QuestionKind(kind).has_options:
        return [Offered(place, text) for place, text in enumerate(option_texts, start=1)]
    low, high = RANGES[kind]
    return [Offered(value, str(value)) for value in range(low, high + 1)]


def ends(kind: str) -> tuple[str, str] | None:
    """What the ends of a row of numbers mean."""
    if kind == QuestionKind.RECOMMEND:
        return _("0: not at all"), _("10: very much")
    if kind == QuestionKind.EFFORT:
        return _("1: very hard"), _("7: very easy")
    if kind in (QuestionKind.LIKERT7, QuestionKind.SERVQUAL):
        return _("1: strongly disagree"), _("7: strongly agree")
    return None

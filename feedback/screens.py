"""Questions as a customer meets them: one thing a screen, the best answer first, none chosen beforehand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from feedback.enums import QuestionKind
from feedback.models import Question
from feedback.validators import MAX_TEXT
from organization.enums import UnitKind
from organization.models import Unit


@dataclass(frozen=True)
class Choice:
    """`icon` is a face; it repeats the word and is never alone."""

    value: str
    label: str
    icon: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Screen:
    question: Question
    choices: list[Choice] = field(default_factory=list)
    typed: str = ""
    errors: list[str] = field(default_factory=list)

    @property
    def is_text(self) -> bool:
        return self.question.kind == QuestionKind.TEXT

    @property
    def is_scale(self) -> bool:
        return self.question.kind == QuestionKind.RECOMMEND

    @property
    def max_length(self) -> int:
        return MAX_TEXT


def screens_of(
    questions: Iterable[Question], typed: Mapping[str, str], errors: Mapping[str, list[str]]
) -> list[Screen]:
    """What was typed stays, even where it is wrong."""
    return [
        Screen(
            question,
            _choices(question.kind, typed.get(question.code)),
            typed.get(question.code, ""),
            list(errors.get(question.code, [])),
        )
        for question in questions
    ]


def _choices(kind: str, typed: str | None) -> list[Choice]:
    if kind == QuestionKind.SATISFACTION:
        offered = [
            ("5", _("Very satisfied"), "emoji-laughing"),
            ("4", _("Satisfied"), "emoji-smile"),
            ("3", _("Neither satisfied nor dissatisfied"), "emoji-neutral"),
            ("2", _("Dissatisfied"), "emoji-frown"),
            ("1", _("Very dissatisfied"), "emoji-angry"),
        ]
    elif kind == QuestionKind.YES_NO:
        offered = [("1", _("Yes"), "check-lg"), ("0", _("No"), "x-lg")]
    elif kind == QuestionKind.RECOMMEND:
        offered = [(str(value), str(value), "") for value in range(11)]
    else:
        offered = []
    return [Choice(value, label, icon, value == typed) for value, label, icon in offered]


def sender() -> Unit | None:
    """Who asks: the firm, by the name of its head office."""
    return Unit.objects.filter(kind=UnitKind.HEAD_OFFICE, parent=None).order_by("pk").first()

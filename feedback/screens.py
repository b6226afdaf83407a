"""Questions as a customer meets them: one thing a screen, the best answer first, none chosen beforehand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from feedback.content import option_texts
from feedback.enums import Part, QuestionKind
from feedback.models import Question
from feedback.scales import ends, is_scale, offered
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
class Group:
    """Answers under one name of the form; `label` is empty where the question has but one group."""

    name: str
    choices: list[Choice]
    label: str = ""


@dataclass(frozen=True)
class Screen:
    """`when`: the question whose answers show this one, as (code, values, sentence for whoever sees all questions at once)."""

    question: Question
    groups: list[Group] = field(default_factory=list)
    typed: str = ""
    errors: list[str] = field(default_factory=list)
    when: tuple[str, str, str] | None = None

    @property
    def is_text(self) -> bool:
        return self.question.kind == QuestionKind.TEXT

    @property
    def is_several(self) -> bool:
        return self.question.kind == QuestionKind.CHOICES

    @property
    def is_scale(self) -> bool:
        return is_scale(self.question.kind)

    @property
    def ends(self) -> tuple[str, str] | None:
        return ends(self.question.kind)

    @property
    def input_required(self) -> bool:
        """Left to the browser only where the question is always shown: one that is hidden could never be filled in."""
        return self.question.required and self.when is None and not self.is_several

    @property
    def max_length(self) -> int:
        return MAX_TEXT


def screens_of(
    questions: Iterable[Question], typed: Mapping[str, object], errors: Mapping[str, list[str]]
) -> list[Screen]:
    """What was typed stays, even where it is wrong. `typed`: as `read_form` gives it."""
    questions = list(questions)
    by_code = {question.code: (place, question) for place, question in enumerate(questions, start=1)}
    return [
        Screen(
            question,
            _groups(question, typed.get(question.code)),
            text if question.kind == QuestionKind.TEXT and isinstance(text := typed.get(question.code), str) else "",
            list(errors.get(question.code, [])),
            _when(question, *by_code[question.condition_code]) if question.condition_code in by_code else None,
        )
        for question in questions
    ]


def _groups(question: Question, typed) -> list[Group]:
    answers = offered(question, option_texts(question))
    if question.kind == QuestionKind.SERVQUAL:
        halves = typed if isinstance(typed, Mapping) else {}
        return [
            Group(field_name(question, part), _choices(answers, [halves.get(part)]), str(Part(part).label))
            for part in Part.values
        ]
    chosen = typed if isinstance(typed, list) else [typed]
    return [Group(question.code, _choices(answers, chosen))] if answers else []


def _choices(answers, chosen: list) -> list[Choice]:
    return [Choice(str(one.value), one.label, one.icon, str(one.value) in chosen) for one in answers]


def field_name(question: Question, part: str) -> str:
    return f"{question.code}.{part}"


def _when(question: Question, place: int, source: Question) -> tuple[str, str, str]:
    """For whoever sees all questions below each other: when to answer this one."""
    words = " / ".join(condition_words(question, source))
    sentence = _("Only if you answered question %(place)d with: %(answers)s") % {"place": place, "answers": words}
    return source.code, " ".join(str(value) for value in question.condition_values), sentence


def condition_words(question, source) -> list[str]:
    """The answers that show a question, in the reader's language. Rows or contents."""
    return [one.label for one in offered(source, option_texts(source)) if one.value in question.condition_values]


def read_form(questions: Iterable[Question], post: QueryDict) -> dict[str, object]:
    """{code: what was chosen or typed}: a text, a list for several answers, {part: text} for a pair. Nothing for what did not come along.

    Two values for one question are no answer: they come as a list, which `valid_answers` refuses.
    """
    found: dict[str, object] = {}
    for question in questions:
        if question.kind == QuestionKind.SERVQUAL:
            names = {part: field_name(question, part) for part in Part.values}
            if halves := {part: _one(post, name) for part, name in names.items() if name in post}:
                found[question.code] = halves
        elif question.code in post:
            several = question.kind == QuestionKind.CHOICES
            found[question.code] = post.getlist(question.code) if several else _one(post, question.code)
    return found


def _one(post: QueryDict, name: str) -> str | list[str]:
    values = post.getlist(name)
    return values[0] if len(values) == 1 else values


def sender() -> Unit | None:
    """Who asks: the firm, by the name of its head office."""
    return Unit.objects.filter(kind=UnitKind.HEAD_OFFICE, parent=None).order_by("pk").first()

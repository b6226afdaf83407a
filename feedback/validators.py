"""What counts as an answer. One rule for the public page and for whatever else calls the service."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from feedback.conditions import is_shown
from feedback.enums import Part, QuestionKind
from feedback.models import Question
from feedback.scales import range_of
from foundation.common.errors import Invalid

MAX_TEXT = 2000
_WHOLE_NUMBER = re.compile(r"0|[1-9][0-9]?")


@dataclass(frozen=True)
class Given:
    """One valid answer: a whole number within the question's range, or a text. `part`: the half of a pair, or the place of a chosen option."""

    question: Question
    value: int | None = None
    text: str = ""
    part: str = ""


def valid_answers(questions: Iterable[Question], answers: Mapping[str, object]) -> list[Given]:
    """Read {question code: answer}: a number or text, a list for several answers, {part: number} for a pair.

    An open question may be left out or empty; nothing is guessed and nothing is clipped. What is not shown (`feedback.conditions`) is not
    asked: it is never missing, and an answer to it is left out. Raises Invalid with a sentence for each question that is not answered well,
    or for a code that is not asked.
    """
    questions = list(questions)
    if set(answers) - {question.code for question in questions}:
        raise Invalid(_("These answers belong to another questionnaire."))
    given: list[Given] = []
    wrong: dict[str, list[str]] = {}
    answered: dict[str, set[int]] = {}
    for question in questions:
        if not is_shown(question, answered):
            continue
        try:
            found = _read(question, answers.get(question.code))
        except Invalid as error:
            wrong[question.code] = error.messages
            continue
        given += found
        answered[question.code] = {one.value for one in found if one.value is not None}
        if not found and question.required:
            wrong[question.code] = [_("Please choose an answer.")]
    if wrong:
        raise Invalid(wrong)
    return given


def _read(question: Question, raw) -> list[Given]:
    if question.kind == QuestionKind.SERVQUAL:
        return _read_pair(question, raw)
    if question.kind == QuestionKind.CHOICES:
        return _read_several(question, raw)
    if raw is None or raw == "":
        return []
    if question.kind == QuestionKind.TEXT:
        return _read_text(question, raw)
    return [Given(question, value=_number(question, raw))]


def _number(question: Question, raw) -> int:
    text = str(raw) if isinstance(raw, str | int) and not isinstance(raw, bool) else "?"
    low, high = range_of(question)
    if not _WHOLE_NUMBER.fullmatch(text) or not low <= int(text) <= high:
        raise Invalid(_("Please choose one of the answers."))
    return int(text)


def _read_pair(question: Question, raw) -> list[Given]:
    """Both halves or none: a gap needs two numbers."""
    if not raw:
        return []
    if not isinstance(raw, Mapping) or set(raw) - set(Part.values):
        raise Invalid(_("Please choose one of the answers."))
    halves = {part: raw[part] for part in Part.values if raw.get(part) not in (None, "")}
    if not halves:
        return []
    if len(halves) < len(Part.values):
        raise Invalid(_("Please answer both: what you expect, and what you found."))
    return [Given(question, value=_number(question, halves[part]), part=part) for part in Part.values]


def _read_several(question: Question, raw) -> list[Given]:
    if raw is None or raw == "":
        return []
    if not isinstance(raw, list | tuple):
        raise Invalid(_("Please choose among the answers."))
    chosen = [_number(question, one) for one in raw]
    if len(set(chosen)) < len(chosen):
        raise Invalid(_("Please choose among the answers."))
    return [Given(question, value=value, part=str(value)) for value in sorted(chosen)]


def _read_text(question: Question, raw) -> list[Given]:
    if not isinstance(raw, str):
        raise Invalid(_("This is not a text."))
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if any(unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\n\t" for letter in text):
        raise Invalid(_("The text has signs that cannot be stored. Please type it again."))
    if len(text) > MAX_TEXT:
        raise Invalid(
            _("At most %(most)d characters, please; these are %(count)d.") % {"most": MAX_TEXT, "count": len(text)}
        )
    return [Given(question, text=text)] if text else []

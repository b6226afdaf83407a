"""What counts as an answer. One rule for the public page and for whatever else calls the service."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from feedback.enums import QuestionKind
from feedback.models import Question
from foundation.common.errors import Invalid

MAX_TEXT = 2000
RANGES = {QuestionKind.SATISFACTION: (1, 5), QuestionKind.RECOMMEND: (0, 10), QuestionKind.YES_NO: (0, 1)}
_WHOLE_NUMBER = re.compile(r"0|[1-9][0-9]?")


@dataclass(frozen=True)
class Given:
    """One valid answer: a whole number within the question's range, or a text."""

    question: Question
    value: int | None = None
    text: str = ""


def valid_answers(questions: Iterable[Question], answers: Mapping[str, object]) -> list[Given]:
    """Read {question code: answer}. An open question may be left out or empty; nothing is guessed and nothing is clipped.

    Raises Invalid with a sentence for each question that is not answered well, or for a code that is not asked.
    """
    questions = list(questions)
    if set(answers) - {question.code for question in questions}:
        raise Invalid(_("These answers belong to another questionnaire."))
    given, wrong = [], {}
    for question in questions:
        try:
            answer = _read(question, answers.get(question.code))
        except Invalid as error:
            wrong[question.code] = error.messages
            continue
        if answer is not None:
            given.append(answer)
        elif question.required:
            wrong[question.code] = [_("Please choose an answer.")]
    if wrong:
        raise Invalid(wrong)
    return given


def _read(question: Question, raw) -> Given | None:
    if raw is None or raw == "":
        return None
    if question.kind == QuestionKind.TEXT:
        return _read_text(question, raw)
    text = str(raw) if isinstance(raw, str | int) and not isinstance(raw, bool) else "?"
    low, high = RANGES[question.kind]
    if not _WHOLE_NUMBER.fullmatch(text) or not low <= int(text) <= high:
        raise Invalid(_("Please choose one of the answers."))
    return Given(question, value=int(text))


def _read_text(question: Question, raw) -> Given | None:
    if not isinstance(raw, str):
        raise Invalid(_("This is not a text."))
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if any(unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\n\t" for letter in text):
        raise Invalid(_("The text has signs that cannot be stored. Please type it again."))
    if len(text) > MAX_TEXT:
        raise Invalid(
            _("At most %(most)d characters, please; these are %(count)d.") % {"most": MAX_TEXT, "count": len(text)}
        )
    return Given(question, text=text) if text else None

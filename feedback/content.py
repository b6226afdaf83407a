"""The questions of a questionnaire as plain values: what presets, copies, the builder and its undo share. Nothing here touches the database
but `content_of` and `rows_of`, which read and make rows."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from feedback.models import Question, Questionnaire
from foundation.common.texts import current_suffix


@dataclass(frozen=True)
class QuestionContent:
    """`options`: (Chinese, English) each. `condition_code`: the earlier question whose answer must be one of `condition_values`; empty: always
    shown. An empty `code` is a question that is new."""

    code: str
    kind: str
    text_zh: str
    text_en: str
    required: bool = True
    dimension: str = ""
    options: tuple[tuple[str, str], ...] = ()
    condition_code: str = ""
    condition_values: tuple[int, ...] = ()
    is_counted: bool = False


def content_of(questionnaire: Questionnaire) -> list[QuestionContent]:
    """In their order; one query."""
    return [content_of_question(row) for row in questionnaire.questions.all()]


def content_of_question(row: Question) -> QuestionContent:
    return from_plain({name: getattr(row, name) for name in QuestionContent.__dataclass_fields__})


def from_plain(values: dict) -> QuestionContent:
    """From what `as_plain` wrote."""
    options = tuple((zh, en) for zh, en in values["options"])
    return QuestionContent(**{**values, "options": options, "condition_values": tuple(values["condition_values"])})


def as_plain(contents: Iterable[QuestionContent]) -> list[dict]:
    """JSON values."""
    return [asdict(content) for content in contents]


def rows_of(questionnaire: Questionnaire, contents: Sequence[QuestionContent]) -> list[Question]:
    """Unsaved rows, numbered from 1."""
    return [
        Question(questionnaire=questionnaire, order=order, **values)
        for order, values in enumerate(as_plain(contents), start=1)
    ]


def option_texts(question) -> list[str]:
    """The options in the reader's language, of a row or a content."""
    return [zh if current_suffix() == "zh" or not en else en for zh, en in question.options]

"""What a preset holds, and the questions that several of them ask."""

from dataclasses import dataclass

from feedback.content import QuestionContent
from feedback.enums import QuestionKind


@dataclass(frozen=True)
class Preset:
    """`name_zh`, `name_en`: what those who choose it read; the other texts are what customers will read."""

    name_zh: str
    name_en: str
    title_zh: str
    title_en: str
    intro_zh: str
    intro_en: str
    questions: tuple[QuestionContent, ...]


# Asked alike wherever they are asked, so that answers to several questionnaires can be laid side by side.
RECOMMEND = QuestionContent(
    "recommend",
    QuestionKind.RECOMMEND,
    "您愿意向亲友推荐我行吗？",
    "How likely are you to recommend us to friends or family?",
    required=False,
    is_counted=True,
)
ANYTHING_ELSE = QuestionContent(
    "text",
    QuestionKind.TEXT,
    "还有什么想告诉我们的吗？",
    "Is there anything else you would like to tell us?",
    required=False,
)

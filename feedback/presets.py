"""Questionnaires ready to use. A preset is a starting point: its texts are copied into the questionnaire and fixed when that is opened."""

from dataclasses import dataclass

from feedback.enums import QuestionKind


@dataclass(frozen=True)
class QuestionPreset:
    code: str
    kind: str
    text_zh: str
    text_en: str
    required: bool = True


@dataclass(frozen=True)
class Preset:
    title_zh: str
    title_en: str
    intro_zh: str
    intro_en: str
    questions: tuple[QuestionPreset, ...]


STANDARD = Preset(
    title_zh="客户服务满意度调查",
    title_en="How did we serve you?",
    intro_zh="感谢您来我行办理业务。本问卷只有四个问题，大约需要一分钟。",
    intro_en="Thank you for coming to us. Four questions, about one minute.",
    questions=(
        QuestionPreset(
            "satisfaction",
            QuestionKind.SATISFACTION,
            "您对本次服务满意吗？",
            "How satisfied are you with the service you received?",
        ),
        QuestionPreset(
            "need_met", QuestionKind.YES_NO, "您要办的事情办成了吗？", "Did you get done what you came for?"
        ),
        QuestionPreset(
            "recommend",
            QuestionKind.RECOMMEND,
            "您愿意向亲友推荐我行吗？",
            "How likely are you to recommend us to friends or family?",
            required=False,
        ),
        QuestionPreset(
            "text",
            QuestionKind.TEXT,
            "还有什么想告诉我们的吗？",
            "Is there anything else you would like to tell us?",
            required=False,
        ),
    ),
)

PRESETS: dict[str, Preset] = {"standard": STANDARD}

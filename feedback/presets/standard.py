"""Four questions, one minute."""

from feedback.content import QuestionContent
from feedback.enums import QuestionKind
from feedback.presets.shape import ANYTHING_ELSE, RECOMMEND, Preset

STANDARD = Preset(
    name_zh="标准问卷",
    name_en="Standard questions",
    title_zh="客户服务满意度调查",
    title_en="How did we serve you?",
    intro_zh="感谢您来我行办理业务。本问卷只有四个问题，大约需要一分钟。",
    intro_en="Thank you for coming to us. Four questions, about one minute.",
    questions=(
        QuestionContent(
            "satisfaction",
            QuestionKind.SATISFACTION,
            "您对本次服务满意吗？",
            "How satisfied are you with the service you received?",
            is_counted=True,
        ),
        QuestionContent(
            "need_met",
            QuestionKind.YES_NO,
            "您要办的事情办成了吗？",
            "Did you get done what you came for?",
            is_counted=True,
        ),
        RECOMMEND,
        ANYTHING_ELSE,
    ),
)

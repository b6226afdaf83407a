"""After a contact with the hotline or online: was it easy, was it settled, and if not, why (customer effort, Dixon and others 2010)."""

from feedback.content import QuestionContent
from feedback.enums import QuestionKind
from feedback.presets.shape import Preset

EFFORT = Preset(
    name_zh="联系我行之后：费力度",
    name_en="Effort after a contact",
    title_zh="这次联系，您觉得省力吗？",
    title_en="How easy was it to reach us?",
    intro_zh="感谢您联系我行。本问卷大约需要一分钟。",
    intro_en="Thank you for contacting us. This takes about one minute.",
    questions=(
        QuestionContent(
            "effort",
            QuestionKind.EFFORT,
            "这次要办成您的事情，对您来说费力还是省力？",
            "How easy did we make it to get your matter handled?",
            is_counted=True,
        ),
        QuestionContent(
            "need_met",
            QuestionKind.YES_NO,
            "您的事情已经解决了吗？",
            "Has your matter been settled?",
            is_counted=True,
        ),
        QuestionContent(
            "unsettled",
            QuestionKind.CHOICES,
            "还差在哪里？可以选几项。",
            "What is still missing? You may choose several.",
            required=False,
            options=(
                ("没有人回复", "Nobody has answered"),
                ("要重复说明情况", "I have to explain it again and again"),
                ("被转来转去", "I was passed from one to another"),
                ("办理时间太长", "It takes too long"),
                ("没有听懂说明", "I did not understand the explanation"),
            ),
            condition_code="need_met",
            condition_values=(0,),
        ),
        QuestionContent(
            "contacts",
            QuestionKind.CHOICE,
            "为这件事，您一共联系了我们几次？",
            "How often did you contact us about this?",
            options=(("一次", "Once"), ("两次", "Twice"), ("三次以上", "Three times or more")),
        ),
        QuestionContent(
            "hard",
            QuestionKind.TEXT,
            "哪一步最费力？",
            "Which step was the hardest?",
            required=False,
            condition_code="effort",
            condition_values=(1, 2, 3),
        ),
    ),
)

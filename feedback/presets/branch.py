"""After a visit to a branch: waiting, the person at the counter, the place."""

from feedback.content import QuestionContent
from feedback.enums import QuestionKind
from feedback.presets.shape import ANYTHING_ELSE, RECOMMEND, Preset

BRANCH = Preset(
    name_zh="网点到访",
    name_en="Branch visit",
    title_zh="您这次到网点办理业务的感受",
    title_en="Your visit to our branch",
    intro_zh="感谢您光临我行网点。本问卷大约需要两分钟。",
    intro_en="Thank you for visiting our branch. This takes about two minutes.",
    questions=(
        QuestionContent(
            "satisfaction",
            QuestionKind.SATISFACTION,
            "总的来说，您对这次到访满意吗？",
            "All in all, how satisfied are you with this visit?",
            is_counted=True,
        ),
        QuestionContent(
            "need_met",
            QuestionKind.YES_NO,
            "您要办的事情办成了吗？",
            "Did you get done what you came for?",
            is_counted=True,
        ),
        QuestionContent(
            "why_not",
            QuestionKind.CHOICE,
            "没有办成，主要是因为什么？",
            "What was the main reason that it was not done?",
            options=(
                ("材料没有带齐", "Documents were missing"),
                ("等候时间太长", "The wait was too long"),
                ("系统或设备故障", "A system or machine did not work"),
                ("员工说这里办不了", "I was told that it cannot be done here"),
                ("其他原因", "Something else"),
            ),
            condition_code="need_met",
            condition_values=(0,),
        ),
        QuestionContent(
            "waiting",
            QuestionKind.CHOICE,
            "您等了多久才轮到？",
            "How long did you wait for your turn?",
            options=(
                ("不到 5 分钟", "Less than 5 minutes"),
                ("5 至 15 分钟", "5 to 15 minutes"),
                ("15 至 30 分钟", "15 to 30 minutes"),
                ("30 分钟以上", "More than 30 minutes"),
            ),
        ),
        QuestionContent(
            "explained",
            QuestionKind.LIKERT5,
            "员工把手续、费用和风险讲清楚了。",
            "Steps, fees and risks were explained so that I understood them.",
        ),
        QuestionContent(
            "place",
            QuestionKind.LIKERT5,
            "网点环境整洁，指引清楚。",
            "The branch was clean and it was clear where to go.",
            required=False,
        ),
        RECOMMEND,
        ANYTHING_ELSE,
    ),
)

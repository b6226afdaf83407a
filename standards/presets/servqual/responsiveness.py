"""Responsiveness: willing to help, and prompt."""

from standards.content import DimensionContent
from standards.presets.shape import measured, rating, yes_no

RESPONSIVENESS = DimensionContent(
    code="responsiveness",
    name_zh="响应性",
    name_en="Responsiveness",
    target=90,
    indicators=(
        rating(
            "3.1",
            700,
            "乐于帮助",
            "Willing to help",
            look_zh="客户开口之后，员工是想办法帮，还是找理由推。看有没有主动找替代办法、联系相关部门、帮客户准备材料。",
            look_en=(
                "Once the customer has asked: does the employee look for a way, or for an excuse? Look for other ways offered, departments "
                "contacted, papers prepared with the customer."
            ),
            levels=(
                (
                    "主动想办法，超出本岗职责为客户协调办妥",
                    "Found a way unasked and got others to act, beyond their own duties",
                ),
                ("积极协助，在职责内全部办妥", "Helped readily and settled all that was theirs to settle"),
                ("有问有答，但不主动", "Answered what was asked, and no more"),
                ("勉强应付，客户坚持后才帮助", "Reluctant, helped only when the customer insisted"),
                ("以“不归我管”“规定就这样”回绝", "Refused with “not my job” or “those are the rules”"),
            ),
        ),
        rating(
            "3.2",
            500,
            "迅速接待",
            "Prompt attention",
            look_zh="看到客户或接到来电、来信后，是否马上放下手头与服务无关的事。现场自行计时，记录看首次应答时间。",
            look_en=(
                "When a customer comes, calls or writes: is whatever does not serve customers put aside at once? On site, time it; in records, "
                "read the time of the first answer."
            ),
            levels=(
                ("立即示意并接待，不让客户等待", "Acknowledged and attended to at once"),
                (
                    "先示意“马上就来”，1 分钟内接待",
                    "Acknowledged with “with you in a moment”, and attended to within a minute",
                ),
                ("未示意，1 分钟内接待", "Not acknowledged, but attended to within a minute"),
                (
                    "手头有事让客户等了 1 至 3 分钟",
                    "Kept the customer waiting for one to three minutes with other work",
                ),
                ("处理私事、聊天，或让客户等候超过 3 分钟", "Private matters or chatting, or more than three minutes"),
            ),
        ),
        yes_no(
            "3.3",
            400,
            "告知进度",
            "Telling how it stands",
            look_zh="不能当场办结的，是否告诉客户下一步是什么、谁来办、到哪里查进度。当场办结的，选“不适用”。",
            look_en=(
                "Where it cannot be settled at once: is the customer told what comes next, who does it, and where to see how it stands? Not "
                "applicable if it was settled at once."
            ),
            na_allowed=True,
            yes=("说明了下一步、经办人和查询办法", "Next step, person and where to ask were given"),
            no=("客户不知道接下来会怎样", "The customer does not know what comes next"),
        ),
        measured(
            "3.4",
            400,
            "问题得到解决",
            "The matter was resolved",
            look_zh="已应答的服务记录中，问题得到解决的占比。没有写明结果的记录不计入。由系统计算。",
            look_en="The share of answered service records in which the matter was resolved. Records that state no outcome are left out. Computed.",
            measure="records.resolved",
            break_points=(("0.60", "0"), ("0.80", "60"), ("0.90", "80"), ("0.95", "90"), ("1.00", "100")),
        ),
    ),
)

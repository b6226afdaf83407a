"""Whether it is done in time."""

from standards.content import DimensionContent
from standards.presets.deductions.taking import taking

TIMELINESS = DimensionContent(
    code="timeliness",
    name_zh="服务时效",
    name_en="Timeliness",
    indicators=(
        taking(
            "3.1",
            2,
            10,
            "应答超时",
            "Answered too late",
            look_zh="来电 60 秒、在线 60 秒、留言 1 小时、柜面等候 15 分钟，超过的每次计算。本行另有规定的从其规定。",
            look_en=(
                "More than 60 seconds on the phone or in chat, an hour for a message, 15 minutes of waiting at the counter: each time counts. "
                "The bank’s own times come first."
            ),
        ),
        taking(
            "3.2",
            5,
            15,
            "承诺未兑现",
            "A promise not kept",
            look_zh="答应的答复、回电、办结时间没有做到，又没有在到期前说明，每次计算。",
            look_en="The promised answer, call or date was not kept, and nothing was said before: each time counts.",
            repeats_doubled=True,
        ),
        taking(
            "3.3",
            3,
            9,
            "空岗、离岗、停办未告知",
            "Nobody there, and no notice",
            look_zh="应开放的柜口、热线、在线客服无人值守超过 5 分钟，或临时停办没有告示，每次计算。",
            look_en="An open counter, line or chat left for more than 5 minutes, or a closure without notice: each time counts.",
        ),
        taking(
            "3.4",
            3,
            9,
            "让客户多跑、多转",
            "One journey or transfer too many",
            look_zh="因一次没有说清或材料没有一次告知，客户多来一趟、多打一次、多转接一次，每次计算。",
            look_en="Not everything was said at once, so that the customer came, called or was transferred once more: each time counts.",
        ),
        taking(
            "3.5",
            5,
            10,
            "答复超过 24 小时",
            "No reply within 24 hours",
            look_zh="不能当场答复的，超过 24 小时没有答复客户，每件算一次；每满 24 小时再算一次。",
            look_en="Where no answer could be given at once: none within 24 hours is one occurrence, and every further 24 hours another.",
        ),
    ),
)

"""Response time: is the customer answered soon, and told how long it will take?"""

from standards.content import DimensionContent
from standards.presets.shape import measured, rating, yes_no

RESPONSE = DimensionContent(
    code="response",
    name_zh="响应时间",
    name_en="Response time",
    target=90,
    indicators=(
        rating(
            "1.1",
            500,
            "首次应答",
            "First response",
            look_zh="从客户接入或走到柜台前，到有人主动招呼并开始受理所用的时间；看记录中的应答时间，现场观察时自行计时。",
            look_en=(
                "The time from the customer’s call, message or arrival until somebody greets them and takes the matter up. Read it in "
                "the record; on site, time it."
            ),
            levels=(
                ("20 秒内应答并主动问候，随即进入受理", "Answered and greeted within 20 seconds, and taken up at once"),
                ("40 秒内应答，问候完整", "Answered within 40 seconds, with a full greeting"),
                ("60 秒内应答，或问候不完整", "Answered within 60 seconds, or greeted incompletely"),
                ("超过 60 秒才应答，但对等候致歉", "Answered after more than 60 seconds, with an apology for the wait"),
                (
                    "超过 60 秒且未致歉，或客户反复催促后才受理",
                    "More than 60 seconds without an apology, or only after the customer asked again",
                ),
            ),
        ),
        rating(
            "1.2",
            400,
            "等候说明",
            "Keeping the customer informed while waiting",
            look_zh="需要客户等候、转接或另行查询时，是否说明原因与预计时长，并按时回到客户身边。没有发生等候的，选“不适用”。",
            look_en=(
                "When the customer has to hold, is transferred or something must be looked up: are reason and expected time given and "
                "kept? Not applicable if nobody had to wait."
            ),
            na_allowed=True,
            levels=(
                (
                    "说明原因和预计时长，等候中主动回应，结束后致谢",
                    "Reason and expected time given, checked back while waiting, thanked afterwards",
                ),
                ("说明原因和预计时长，基本按时回应", "Reason and expected time given and roughly kept"),
                ("只说“请稍等”，但等候不超过 1 分钟", "Only “one moment, please”, but for less than a minute"),
                ("未说明原因，等候超过 1 分钟后才回应", "No reason given, and back only after more than a minute"),
                (
                    "让客户长时间空等，或未经说明直接转接、挂断",
                    "The customer was left waiting, or was transferred or cut off without a word",
                ),
            ),
        ),
        yes_no(
            "1.3",
            400,
            "答复时限承诺",
            "A time for the reply",
            look_zh="当场不能办结的，是否告知客户 24 小时内的具体答复时间和答复方式。当场办结的，选“不适用”。",
            look_en=(
                "Where the matter cannot be settled at once: is the customer told when (within 24 hours) and how they will hear? Not "
                "applicable if it was settled at once."
            ),
            na_allowed=True,
            yes=(
                "告知了 24 小时内的具体答复时间和方式",
                "A definite time within 24 hours and the way of reply were given",
            ),
            no=("没有承诺时间，或只说“尽快”“有消息再通知您”", "No time was given, or only “as soon as possible”"),
        ),
        measured(
            "1.4",
            700,
            "时限内应答率",
            "Answered within target",
            look_zh="本单位全部服务记录中，在规定时限内应答的比例；未应答的计为未达标，未记录应答时间的不计入。由系统根据服务记录计算。",
            look_en=(
                "The share of all the unit’s service records that were answered within the set time; unanswered ones count as missed, "
                "those without a time are left out. Computed from the service records."
            ),
            measure="records.answered_in_target",
            break_points=(("0.50", "0"), ("0.70", "60"), ("0.80", "80"), ("0.90", "90"), ("1.00", "100")),
        ),
    ),
)

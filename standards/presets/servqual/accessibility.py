"""Accessibility: everybody can reach the service and use it."""

from standards.content import DimensionContent
from standards.presets.shape import measured, rating, yes_no

ACCESSIBILITY = DimensionContent(
    code="accessibility",
    name_zh="可及性",
    name_en="Accessibility",
    target=90,
    indicators=(
        rating(
            "6.1",
            300,
            "找得到人",
            "Reaching a person",
            look_zh="从拨通热线、打开应用或走进网点起，要经过几步才能找到能办这件事的人；转人工的入口是否好找。",
            look_en="From the call, the app or the door: how many steps to a person who can deal with it, and is the way to a person easy to find?",
            levels=(
                ("一步找到，或直接由人工接待", "At the first step, or a person at once"),
                ("两步找到，入口清楚", "Two steps, the way is clear"),
                ("三步找到，或入口需要寻找", "Three steps, or the way has to be looked for"),
                ("四步以上，或中途要重新开始", "Four or more, or to begin anew on the way"),
                ("找不到人，只能放弃", "No person to be found, the customer gives up"),
            ),
        ),
        rating(
            "6.2",
            300,
            "特殊群体用得上",
            "Usable by everybody",
            look_zh=(
                "老年人、残障人士、孕妇、外籍客户等能否独立或在帮助下办成。看坡道、助视助听、大字版、优先办理和上门服务。"
                "没有此类客户且为记录检查的，选“不适用”。"
            ),
            look_en=(
                "Can elderly, disabled, pregnant and foreign customers get it done, alone or with help? Look for ramp, aids for eyes and ears, "
                "large type, priority and home visits. Not applicable for records without such a customer."
            ),
            na_allowed=True,
            levels=(
                ("设施齐全好用，有人主动陪同办理", "Everything is there and works, and somebody comes to help"),
                ("设施齐全好用，提出后有人帮助", "Everything is there and works, help comes when asked for"),
                ("有一项设施缺少或不好用，有人帮助", "One aid is missing or awkward, but there is help"),
                ("多项设施缺少，要靠家人帮助", "Several aids are missing, the family has to help"),
                ("办不成，或被拒绝", "It cannot be done, or is refused"),
            ),
        ),
        yes_no(
            "6.3",
            200,
            "时间与方式公开",
            "Hours and ways are public",
            look_zh="营业时间、热线时段、可办业务和临时停办，是否在门口、官网和应用上公布，且三处一致。",
            look_en=(
                "Hours of outlet and hotline, what can be done there and temporary closures: are they at the door, on the website and in the "
                "app, and do the three agree?"
            ),
            yes=("三处都已公布并且一致", "Published in all three, and they agree"),
            no=("有缺漏、过期或互相矛盾", "Missing, out of date or contradictory"),
        ),
        measured(
            "6.4",
            200,
            "接得通",
            "Getting through",
            look_zh="客户来电、来访、留言等得到应答的占比。由系统按写明是否应答的服务记录计算。",
            look_en="The share of calls, visits and messages that were answered. Computed from the service records that say whether they were.",
            measure="records.answered",
            break_points=(("0.70", "0"), ("0.85", "60"), ("0.90", "80"), ("0.95", "90"), ("1.00", "100")),
        ),
    ),
)

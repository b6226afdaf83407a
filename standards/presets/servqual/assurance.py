"""Assurance: competent, courteous, and worthy of trust."""

from standards.content import DimensionContent
from standards.enums import ProtectionElement
from standards.presets.shape import critical, event, measured, rating

ASSURANCE = DimensionContent(
    code="assurance",
    name_zh="保证性",
    name_en="Assurance",
    target=90,
    indicators=(
        rating(
            "4.1",
            500,
            "能力：业务过硬",
            "Competent: knows the business",
            look_zh="业务是否熟练，遇到少见的问题能否自己查清，或者准确找到能答的人。",
            look_en="Does the employee know the business, and can they look up what is rare or find the one who knows?",
            levels=(
                ("对答如流，少见的问题也能当场查清", "Answers with ease, and looks up on the spot what is rare"),
                (
                    "常见业务熟练，少见的问题找对人解答",
                    "At home in what is common, finds the right person for what is rare",
                ),
                ("常见业务会办，但要翻查或请教", "Manages what is common, but has to look up or ask"),
                ("常见业务也不熟，办理反复", "Unsure even of what is common, goes back and forth"),
                ("不懂业务，无法继续", "Does not know the business and cannot go on"),
            ),
        ),
        rating(
            "4.2",
            500,
            "礼貌：以礼相待",
            "Courteous: treats people with respect",
            look_zh="从开头到结束的称呼、语气、目光和姿态；重点看客户说错话、发脾气或占用时间较长时，礼貌是否不变。",
            look_en=(
                "Address, tone, eyes and bearing from beginning to end; above all, is courtesy the same when the customer is mistaken, angry "
                "or takes long?"
            ),
            levels=(
                ("自始至终得体有礼，客户情绪激动时依然如此", "Courteous throughout, also when the customer was upset"),
                ("得体有礼，个别用语平淡", "Courteous, a phrase or two a little flat"),
                ("开头结尾有礼，中间较随便", "Courteous at the beginning and the end, casual in between"),
                ("态度冷淡，少有礼貌用语", "Cool, with few words of courtesy"),
                ("语气生硬，或与客户争吵", "Harsh, or quarrelled with the customer"),
            ),
        ),
        rating(
            "4.3",
            400,
            "信誉：实话实说",
            "Reputable: says how it is",
            look_zh="费用、风险、限制和不利的一面，是不是在客户决定之前主动说清；有没有夸大好处、回避问题。没有涉及的，选“不适用”。",
            look_en=(
                "Are fees, risks, limits and drawbacks made clear unasked before the customer decides? Is anything overstated or avoided? Not "
                "applicable where none arose."
            ),
            na_allowed=True,
            levels=(
                (
                    "决定前逐项说清，并确认客户明白",
                    "All made clear before the decision, and it was made sure that the customer understood",
                ),
                ("决定前说清，没有确认客户是否明白", "All made clear before the decision, without making sure"),
                ("客户问到才说清", "Made clear when the customer asked"),
                ("说得含糊，客户事后才知道", "Vague, the customer learned it afterwards"),
                ("隐瞒或否认不利的一面", "Drawbacks hidden or denied"),
            ),
        ),
        measured(
            "4.4",
            300,
            "信任：愿意推荐",
            "Trusted: would recommend us",
            look_zh="问卷中推荐意愿 9、10 分的占比减去 0 至 6 分的占比，从 −1 到 1。由系统按问卷计算。",
            look_en=(
                "The share of answers of 9 and 10 to “would you recommend us” less that of 0 to 6, from −1 to 1. Computed from the "
                "questionnaires."
            ),
            measure="feedback.recommend",
            break_points=(("-0.20", "0"), ("0.00", "40"), ("0.30", "70"), ("0.50", "90"), ("0.70", "100")),
        ),
        critical(
            "4.5",
            "欺骗客户",
            "Deceiving a customer",
            look_zh="伪造、涂改资料或签字，代客户操作，以虚假说法促成交易的，一经查实即触发红线。",
            look_en=(
                "Triggered by forged or altered papers or signatures, by acting in the customer’s place, and by bringing a deal about with a "
                "false statement."
            ),
            element=ProtectionElement.MARKETING,
        ),
        critical(
            "4.6",
            "擅自查询或外传客户信息",
            "Looking up or passing on customer data",
            look_zh="没有业务需要而查询客户信息，或把客户信息发给、卖给他人的，一经查实即触发红线。",
            look_en="Triggered by looking up customer data without need, and by sending or selling it to others.",
            element=ProtectionElement.PRIVACY,
        ),
        event(
            "4.7",
            "公共事件",
            "Public incident",
            look_zh="本单位的服务问题引起媒体报道或网络舆情，经总行认定的，登记发生日期并上传认定文件。",
            look_en=(
                "A failure of the unit’s service that reached the press or the public and was found so by head office. Enter the day and add "
                "the finding."
            ),
        ),
    ),
)

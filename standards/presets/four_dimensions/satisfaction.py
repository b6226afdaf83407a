"""Satisfaction: does the customer leave content, and is displeasure met?"""

from standards.content import DimensionContent
from standards.enums import ProtectionElement
from standards.presets.shape import measured, rating, yes_no

SATISFACTION = DimensionContent(
    code="satisfaction",
    name_zh="满意度",
    name_en="Satisfaction",
    target=90,
    indicators=(
        rating(
            "4.1",
            400,
            "结果确认",
            "Confirming the outcome",
            look_zh="结束前是否确认问题已经解决、客户已经明白，并询问有无其他需要。",
            look_en=(
                "Before the end: is it confirmed that the matter is settled and understood, and is the customer asked whether there is "
                "anything else?"
            ),
            levels=(
                (
                    "主动小结办理结果，确认客户明白并询问其他需要",
                    "Summed up the outcome, made sure it was understood and asked for anything else",
                ),
                ("确认问题已解决，并询问其他需要", "Confirmed that it was settled and asked for anything else"),
                ("只作简单确认", "Confirmed briefly"),
                ("未确认，客户自行结束", "Did not confirm, the customer ended it"),
                ("客户仍有疑问即草草结束", "Ended while the customer still had questions"),
            ),
        ),
        yes_no(
            "4.2",
            200,
            "邀请评价",
            "Inviting the customer’s view",
            look_zh="结束时是否邀请客户评价，且没有诱导或代为评价。客户提前离线或正在投诉的，选“不适用”。",
            look_en=(
                "Is the customer invited to rate the service, without being led or rated on behalf of? Not applicable if they left "
                "early or are complaining."
            ),
            na_allowed=True,
            yes=("邀请客户评价，没有诱导", "Invited, without leading"),
            no=("没有邀请，或诱导、代替客户评价", "Not invited, or led, or rated on the customer’s behalf"),
        ),
        rating(
            "4.3",
            400,
            "不满情绪处理",
            "Meeting displeasure",
            element=ProtectionElement.DISPUTES,
            look_zh="客户表达不满时，是否先安抚情绪，诚恳致歉，再处理问题，避免升级为投诉。客户没有不满的，选“不适用”。",
            look_en=(
                "When the customer is displeased: are they calmed and given an honest apology first, and then helped, so that it need "
                "not become a complaint? Not applicable otherwise."
            ),
            na_allowed=True,
            levels=(
                (
                    "及时安抚、诚恳致歉，妥善处理，客户情绪明显好转",
                    "Calmed at once, apologised honestly, dealt with it well; the customer was visibly relieved",
                ),
                ("安抚并致歉，客户情绪平稳", "Calmed and apologised, the customer settled down"),
                ("有致歉，但缺少安抚", "Apologised, but did little to calm"),
                ("回避客户的不满", "Avoided the displeasure"),
                ("与客户争辩，激化矛盾", "Argued and made it worse"),
            ),
        ),
        measured(
            "4.4",
            1000,
            "客户满意度",
            "Customer satisfaction",
            look_zh="客户问卷中总体满意度为 4 分或 5 分的比例。由系统根据问卷计算。",
            look_en="The share of customers whose overall satisfaction is 4 or 5 of 5. Computed from the questionnaires.",
            measure="feedback.satisfaction",
            break_points=(("0.60", "0"), ("0.80", "60"), ("0.90", "80"), ("0.95", "90"), ("1.00", "100")),
        ),
    ),
)

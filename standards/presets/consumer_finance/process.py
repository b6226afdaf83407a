"""The service itself: attitude, speed, professionalism."""

from standards.content import DimensionContent
from standards.enums import ProtectionElement
from standards.presets.shape import critical, deduction, measured, points, rating

PROCESS = DimensionContent(
    code="process",
    name_zh="服务过程",
    name_en="Service process",
    target=90,
    indicators=(
        rating(
            "1.1",
            700,
            "服务态度",
            "Attitude",
            look_zh="是否尊重客户、语气平和；对申请被拒、已经逾期或情绪激动的客户，态度是否一样。",
            look_en="Is the customer treated with respect and in a calm voice, and just the same when refused, overdue or upset?",
            levels=(
                (
                    "尊重体贴，对处境困难的客户同样耐心",
                    "Respectful and considerate, just as patient with customers in difficulty",
                ),
                ("尊重有礼，语气平和", "Respectful and calm"),
                ("礼貌但较机械，照本宣科", "Polite but mechanical, reads from the script"),
                ("语气居高临下，或多次打断", "Speaks down to the customer, or interrupts several times"),
                ("嘲讽、指责客户", "Mocks or blames the customer"),
            ),
        ),
        deduction(
            "1.2",
            500,
            "催收规范",
            "Fair collection",
            look_zh="在规定时段以外联系、超出规定频次、言语施压、未表明身份或未说明欠款构成，每出现一项算一次。不涉及催收的，选“不适用”。",
            look_en=(
                "Contact outside the permitted hours or too often, pressure in words, not saying who calls or what the debt consists of: each "
                "is one occurrence. Not applicable where nothing is collected."
            ),
            step=5,
            most=10,
            repeats_doubled=True,
            na_allowed=True,
        ),
        measured(
            "1.3",
            600,
            "应答速度",
            "Speed of answer",
            look_zh="来电、在线咨询、邮件等在各自时限内得到应答的占比。由系统按全部服务记录计算。",
            look_en="The share of calls, chats and mails answered within the time set for each. Computed from all service records.",
            measure="records.answered_in_target",
            break_points=(("0.50", "0"), ("0.70", "60"), ("0.80", "80"), ("0.90", "90"), ("1.00", "100")),
        ),
        rating(
            "1.4",
            600,
            "办理速度",
            "Speed of handling",
            look_zh="申请、放款、提前结清、退费、结清证明等，从受理到办结是否在公布的时限内，客户是否需要催办。单纯咨询选“不适用”。",
            look_en=(
                "Application, payout, early settlement, refund, certificates: done within the published time, without the customer having to "
                "ask again? Not applicable for mere questions."
            ),
            na_allowed=True,
            levels=(
                ("不到公布时限的一半即办结", "Done in less than half of the published time"),
                ("在公布的时限内办结", "Done within the published time"),
                ("超时，但事先说明并取得客户同意", "Later, but announced and agreed with the customer"),
                ("超时，客户催办后才办结", "Later, and only after the customer asked"),
                ("超时仍未办结，也没有说明", "Late and still not done, without a word"),
            ),
        ),
        rating(
            "1.5",
            800,
            "息费说明",
            "Explaining what it costs",
            look_zh="是否用年化利率和总还款额说明成本，并讲清各项费用、还款日、提前还款和逾期的后果。没有涉及借款成本的，选“不适用”。",
            look_en=(
                "Is the cost told as annual rate and total to repay, with every fee, the due days, and what early or late payment means? Not "
                "applicable where cost did not arise."
            ),
            na_allowed=True,
            element=ProtectionElement.MARKETING,
            levels=(
                (
                    "年化利率、总还款额和后果逐项讲清，并举例确认客户明白",
                    "Annual rate, total and consequences all told, made sure of with an example",
                ),
                ("年化利率和总还款额讲清，后果有提示", "Annual rate and total told, consequences mentioned"),
                ("讲了利率和月供，没有讲总还款额", "Rate and instalment told, the total not"),
                ("只讲日利率或月供，显得便宜", "Only the daily rate or the instalment, which makes it look cheap"),
                ("息费讲错，或隐瞒费用", "Cost told wrongly, or a fee hidden"),
            ),
        ),
        rating(
            "1.6",
            500,
            "专业能力",
            "Professional knowledge",
            look_zh="对额度、征信、还款、分期、结清等问题是否答得准确，能否指出客户理解上的错误。",
            look_en=(
                "Are questions on limit, credit record, repayment, instalments and settlement answered correctly, and is a customer’s "
                "misunderstanding noticed?"
            ),
            levels=(
                ("准确透彻，主动纠正客户的误解", "Correct and thorough, puts misunderstandings right unasked"),
                ("准确，能回答追问", "Correct, also when asked further"),
                ("大体准确，细节要转问他人", "Correct on the whole, details had to be asked elsewhere"),
                ("有错误，可能影响客户的征信或还款", "Mistakes that may touch the credit record or a repayment"),
                ("答非所问，无法办理", "Misses the question, nothing can be done with it"),
            ),
        ),
        points(
            "1.7",
            300,
            "身份核验与留痕",
            "Identification and record",
            look_zh="满分 10 分。核验身份、告知录音、登记事由、记录结论、写明后续安排，每缺一项扣 2 分。",
            look_en=(
                "10 points at most: identification, notice of recording, reason, outcome and next steps on record; 2 points off for each that "
                "is missing."
            ),
            full=10,
            element=ProtectionElement.PRIVACY,
        ),
        critical(
            "1.8",
            "不当催收",
            "Abusive collection",
            look_zh="恐吓、侮辱、骚扰客户，或向与债务无关的人催收、透露欠款的，一经查实即触发红线。",
            look_en="Triggered by threats, insults or harassment, and by pressing or telling people who have nothing to do with the debt.",
        ),
        critical(
            "1.9",
            "违规使用个人信息",
            "Misuse of personal data",
            look_zh="未经授权收集、查询征信、提供给第三方或泄露客户个人信息的，一经查实即触发红线。",
            look_en=(
                "Triggered by collecting personal data, asking for a credit record, passing data to third parties or leaking it without "
                "permission."
            ),
            element=ProtectionElement.PRIVACY,
        ),
    ),
)

"""Reliability: correct, and when it was promised."""

from standards.content import DimensionContent
from standards.presets.shape import deduction, measured, rating

RELIABILITY = DimensionContent(
    code="reliability",
    name_zh="可靠性",
    name_en="Reliability",
    target=90,
    indicators=(
        rating(
            "2.1",
            800,
            "准确：说得对",
            "Correct: what is said",
            look_zh="对照现行制度和产品说明，看条件、金额、费用、时间有没有说错或漏说，前后两次说法是否一致。",
            look_en=(
                "Compare with the rules and the terms of the product: is any condition, amount, fee or date wrong or left out, and do two "
                "answers agree?"
            ),
            levels=(
                (
                    "全部正确、完整，并说明了依据或查询途径",
                    "All correct and complete, with the rule it rests on or where to look it up",
                ),
                ("正确，少说了一点次要信息", "Correct, a minor detail was left out"),
                ("说错一处，结束前自行发现并更正", "One thing wrong, noticed and put right before the end"),
                ("有错漏，客户因此要再问一次", "Wrong or incomplete, so that the customer had to ask again"),
                ("关键内容说错，误导了客户的决定", "Something essential was wrong and misled the customer’s decision"),
            ),
        ),
        deduction(
            "2.2",
            500,
            "准确：办得对",
            "Correct: what is done",
            look_zh="账号、金额、户名、凭证、录入等办理差错，每出现一笔算一次。客户自己填错而员工已提醒的不算。",
            look_en=(
                "Wrong account, amount, name, voucher or entry: each mistake is one occurrence. A customer’s own mistake of which they were "
                "warned does not count."
            ),
            step=5,
            most=10,
            repeats_doubled=True,
        ),
        rating(
            "2.3",
            500,
            "及时：说到做到",
            "Timely: promises are kept",
            look_zh="答应客户的时间是否兑现；做不到时是否在到期前主动告知并重新约定。没有作出承诺的，选“不适用”。",
            look_en=(
                "Is what was promised done by then? If it cannot be, is the customer told before the day and given a new one? Not applicable "
                "if nothing was promised."
            ),
            na_allowed=True,
            levels=(
                ("提前办妥，并主动告知客户", "Done ahead of time, and the customer was told"),
                ("按承诺的时间办妥", "Done when it was promised"),
                (
                    "到期前告知要延后，并按新的时间办妥",
                    "Told before the day that it would be later, and done by the new one",
                ),
                ("到期后才告知，或客户催问后才办", "Told after the day, or done only when the customer asked"),
                ("承诺落空，没有任何说明", "The promise was broken without a word"),
            ),
        ),
        measured(
            "2.4",
            600,
            "及时：按时应答",
            "Timely: answered within the set time",
            look_zh="各接触点规定时限内应答的服务记录占比。由系统按本单位的全部服务记录计算，不在评分表上打分。",
            look_en=(
                "The share of service records answered within the time set for their touchpoint. Computed from all of the unit’s records, not "
                "marked on a sheet."
            ),
            measure="records.answered_in_target",
            break_points=(("0.50", "0"), ("0.70", "60"), ("0.80", "80"), ("0.90", "90"), ("1.00", "100")),
        ),
        measured(
            "2.5",
            500,
            "可靠：事情办成",
            "Reliable: the customer got it done",
            look_zh="问卷中回答“要办的事办成了”的客户占比。由系统按问卷计算，不在评分表上打分。",
            look_en=(
                "The share of customers who say in the questionnaire that they got done what they came for. Computed from the answers, not "
                "marked on a sheet."
            ),
            measure="feedback.need_met",
            break_points=(("0.60", "0"), ("0.80", "60"), ("0.90", "85"), ("0.95", "95"), ("1.00", "100")),
        ),
    ),
)

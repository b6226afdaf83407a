"""个人信息保护: collected with consent, kept safe, given back on request."""

from standards.enums import ProtectionElement
from standards.presets.protection_elements.element import element_dimension
from standards.presets.shape import critical, deduction, rating, yes_no

PRIVACY = element_dimension(
    ProtectionElement.PRIVACY,
    "个人信息保护",
    "Personal information protection",
    (
        rating(
            "7.1",
            300,
            "告知与同意",
            "Notice and consent",
            look_zh="收集、使用、对外提供个人信息前，是否讲明目的和范围并取得同意；敏感信息是否单独同意；不同意是否照样提供无关的服务。",
            look_en=(
                "Before data are collected, used or passed on: are purpose and extent told and consent given, separately for what is "
                "sensitive, and is other service given without it?"
            ),
            levels=(
                (
                    "告知清楚，单独同意齐全，不强制、不捆绑",
                    "Clearly told, separate consent where due, neither forced nor tied",
                ),
                ("告知和同意齐全，文字较难懂", "Told and consented, in words that are hard to follow"),
                ("个别单独同意缺失，已补", "A separate consent was missing and was added"),
                ("以一次总授权代替各项同意", "One consent for everything"),
                ("未经同意收集或提供", "Collected or passed on without consent"),
            ),
        ),
        deduction(
            "7.2",
            300,
            "保管与查询",
            "Keeping and looking up",
            look_zh="权限超出岗位需要、无事由查询、明文导出、离职未收回权限、纸质资料未入柜，每项扣 5 分，再犯加倍，满分 20 分。",
            look_en=(
                "Rights beyond the post, looked up without reason, exported in the clear, rights kept after leaving, paper not locked away: 5 "
                "of 20 points off for each, double when it happens again."
            ),
            step=5,
            most=20,
            repeats_doubled=True,
        ),
        yes_no(
            "7.3",
            200,
            "响应客户权利",
            "Answering the customer’s rights",
            look_zh="客户要求查询、更正、删除个人信息或撤回同意的，是否有入口并在 15 个工作日内答复。没有此类要求的，试走一遍入口。",
            look_en=(
                "When a customer wants to see, correct or delete data or to withdraw consent: is there a way, and an answer within 15 working "
                "days? Where nobody asked, try the way."
            ),
            yes=("入口可用，全部按时答复", "The way works, all answered in time"),
            no=("没有入口、不可用，或超时未答复", "No way, it does not work, or answered late"),
        ),
        critical(
            "7.4",
            "侵害个人信息",
            "Breach of personal information",
            look_zh="出售、非法提供、泄露客户个人信息，或瞒报信息安全事件的，触发红线。",
            look_en="Data sold, unlawfully passed on or leaked, or a breach kept quiet: the red line is triggered.",
        ),
    ),
)

"""营销行为管理: what is promised, what is disclosed, how it is sold and by whom."""

from standards.enums import ProtectionElement
from standards.presets.protection_elements.element import element_dimension
from standards.presets.shape import critical, deduction, rating

MARKETING = element_dimension(
    ProtectionElement.MARKETING,
    "营销行为管理",
    "Marketing conduct",
    (
        rating(
            "3.1",
            700,
            "宣传内容",
            "What is promised",
            look_zh="抽查海报、短信、直播、朋友圈和网页各两件：是否真实准确、经过审批、风险提示醒目、没有诱导借贷。",
            look_en=(
                "Two each of posters, messages, live shows, social media and pages: true, approved, with risks in plain view, and nobody lured "
                "into debt?"
            ),
            levels=(
                ("全部合格，有审批和留存", "All in order, approved and on file"),
                ("内容合格，个别留存不全", "All true, a file or two incomplete"),
                ("一件风险提示不醒目", "In one the risk is hard to see"),
                ("有未经审批或表述夸大的", "Something not approved, or overstated"),
                ("有虚假宣传或诱导借贷", "Something false, or luring into debt"),
            ),
        ),
        rating(
            "3.2",
            600,
            "信息披露",
            "What is disclosed",
            look_zh="利率、费用、收益计算、风险、退出条件是否在合同前用客户看得懂的话讲明，年化利率是否标出。抽查五份合同并回访两位客户。",
            look_en=(
                "Rate, fees, how returns are reckoned, risks and ways out: told in plain words before the contract, with the annual rate? See "
                "five contracts and call two customers."
            ),
            levels=(
                ("五份齐全，两位客户都说得清", "All five complete, both customers can tell"),
                ("五份齐全，一位客户说得清", "All five complete, one customer can tell"),
                ("四份齐全", "Four complete"),
                ("两至三份齐全，或年化利率标示不清", "Two or three complete, or the annual rate unclear"),
                ("关键信息没有披露", "Something essential not disclosed"),
            ),
        ),
        deduction(
            "3.3",
            700,
            "销售过程与双录",
            "Selling and its recording",
            look_zh="抽看十笔：未在专区、无资质人员销售、搭售、漏读提示、双录缺失或不清，每处扣 5 分，再犯加倍，满分 50 分。",
            look_en=(
                "Ten sales: not in the area, by somebody not qualified, tied to something else, notice left out, recording missing or unclear: "
                "5 of 50 points off for each, double when it happens again."
            ),
            step=5,
            most=50,
            repeats_doubled=True,
        ),
        deduction(
            "3.4",
            500,
            "合作机构管理",
            "Partners",
            look_zh="对代销、导流、催收等合作机构：没有准入评估、没有约定消保责任、未监测其行为、投诉转推给对方，每项扣 5 分，满分 20 分。",
            look_en=(
                "Partners who sell, refer or collect: not assessed, no duty to protect consumers agreed, not watched, complaints passed on to "
                "them: 5 of 20 points off for each."
            ),
            step=5,
            most=20,
            na_allowed=True,
        ),
        critical(
            "3.5",
            "误导销售",
            "Misleading sales",
            look_zh="虚构收益、混淆产品、隐瞒重要事实促成交易的，经查实即触发红线。",
            look_en="A deal brought about by invented returns, by mixing up products or by hiding what matters: the red line is triggered.",
        ),
    ),
)

"""Information disclosure 信息公示: 80 points."""

from standards.content import DimensionContent
from standards.enums import ProtectionElement
from standards.presets.outlet_bai_jia.thousand import docked, ticked

DISCLOSURE = DimensionContent(
    code="disclosure",
    name_zh="信息公示",
    name_en="Information disclosure",
    target=90,
    indicators=(
        docked(
            "2.1",
            20,
            "证照与营业信息",
            "Licences and hours",
            look_zh="金融许可证、营业执照、营业时间（分工作日与节假日、对公与对私）、临时停业公告。缺失、过期或不醒目，每项扣 5 分。",
            look_en=(
                "Financial and business licence, hours (working days and holidays, corporate and personal), notice of closures. Missing, out "
                "of date or not in view: 5 points off for each."
            ),
            step=5,
        ),
        docked(
            "2.2",
            25,
            "服务价格与利率",
            "Fees and rates",
            look_zh="服务价目、减免项目、存贷款利率、外汇牌价是否现行有效、便于查阅。缺失、未更新或与实际收费不符，每项扣 5 分。",
            look_en=(
                "Fees, what is free, rates for deposits and loans, exchange rates: current and easy to find? Missing, not updated or other "
                "than what is charged: 5 points off for each."
            ),
            step=5,
            element=ProtectionElement.MARKETING,
        ),
        docked(
            "2.3",
            20,
            "产品与风险信息",
            "Products and risks",
            look_zh="在售及代销产品清单、发行机构、风险等级、销售人员资质和查询核实渠道。缺失、过期或与总行清单不一致，每项扣 5 分。",
            look_en=(
                "List of own and third-party products on sale, issuer, risk class, who is qualified to sell, where to check. Missing, out of "
                "date or not as head office has it: 5 points off for each."
            ),
            step=5,
            element=ProtectionElement.MARKETING,
        ),
        ticked(
            "2.4",
            15,
            "投诉渠道公示",
            "Where to complain",
            look_zh="在醒目位置公布本行投诉电话、处理流程和监管热线 12378；随机拨打公布的电话，能够接通。",
            look_en=(
                "The bank’s number for complaints, the procedure and the regulator’s hotline 12378 are in plain view; try the bank’s number, "
                "it must answer."
            ),
            element=ProtectionElement.DISPUTES,
            yes=("三项齐全醒目，电话能够接通", "All three in plain view, and the number answers"),
            no=("有一项缺失、不醒目，或电话打不通", "One is missing or hard to see, or nobody answers"),
        ),
    ),
)

"""Elderly and accessible service 适老服务: 90 points."""

from standards.content import DimensionContent
from standards.enums import ProtectionElement
from standards.presets.outlet_bai_jia.thousand import docked, rated, ticked

ACCESSIBILITY = DimensionContent(
    code="accessibility",
    name_zh="适老与无障碍服务",
    name_en="Elderly and accessible service",
    target=90,
    indicators=(
        docked(
            "7.1",
            25,
            "适老与无障碍设施",
            "Aids for the elderly and disabled",
            look_zh="坡道或求助铃、爱心座椅、低位柜台、老花镜、放大镜、助听或写字板、轮椅、大字版指南。缺少或不能用，每项扣 5 分。",
            look_en=(
                "Ramp or bell, reserved seats, low counter, reading glasses, magnifier, hearing aid or writing board, wheelchair, guide in "
                "large type. 5 points off for each that is missing or does not work."
            ),
            step=5,
        ),
        rated(
            "7.2",
            25,
            "优先与陪同",
            "Priority and company",
            look_zh="老年人、残障人士、孕妇等是否优先叫号、有人陪同，说话是否放慢、放大、重复确认。",
            look_en=(
                "Are elderly, disabled and pregnant customers called first and accompanied, spoken to slowly, loud enough, and asked whether "
                "they understood?"
            ),
            levels=(
                ("一进门即识别，优先办理，全程陪同", "Noticed at the door, served first, accompanied throughout"),
                ("优先办理，关键环节陪同", "Served first, accompanied where it matters"),
                ("客户提出后优先办理", "Served first when they asked"),
                ("没有优先，但态度耐心", "Not served first, but with patience"),
                ("催促、嫌弃，或让其自行使用机具", "Hurried, slighted, or sent to the machines alone"),
            ),
        ),
        ticked(
            "7.3",
            15,
            "保留传统服务",
            "Traditional ways kept",
            look_zh="现金、存折、纸质单据、人工柜台是否照常提供，不以机具或手机代替。请一位同事以老年客户身份询问。",
            look_en=(
                "Are cash, passbooks, paper and a counter with a person still offered, not only machines and phones? Have a colleague ask as "
                "an elderly customer."
            ),
            yes=("照常提供，并主动告知可以选择", "Offered, and the choice is mentioned"),
            no=("拒绝、拖延，或只推荐机具和手机", "Refused, put off, or only machines and phones offered"),
        ),
        docked(
            "7.4",
            15,
            "上门与延伸服务",
            "Home visits",
            look_zh=(
                "对确实来不了的客户是否登记并在 3 个工作日内上门，双人办理、留痕完整。未登记、超时、单人上门，每件扣 5 分。没有申请的选“不适用”"
                "。"
            ),
            look_en=(
                "For those who cannot come: was it registered, was the visit within 3 working days, by two people and on record? 5 points off "
                "for each lapse. Not applicable where nobody asked."
            ),
            step=5,
            na_allowed=True,
        ),
        rated(
            "7.5",
            10,
            "防诈提醒",
            "Warning of fraud",
            look_zh="老年客户大额取现、转账、购买复杂产品时，是否问清用途、提醒风险，有疑问时联系家人或报警。",
            look_en=(
                "When elderly customers draw or transfer large sums or buy what is complicated: are they asked what for and warned, and is "
                "family or police called when in doubt?"
            ),
            na_allowed=True,
            element=ProtectionElement.EDUCATION,
            levels=(
                (
                    "问清用途，逐项提醒并留有记录；有疑问的联系了家人或报警",
                    "Asked, warned point by point and on record; family or police called where in doubt",
                ),
                ("问清用途并提醒，记录不全", "Asked and warned, not fully on record"),
                ("只按表格例行询问", "Asked by the form only"),
                ("问得含糊，没有提醒", "Asked vaguely, not warned"),
                ("没有询问就办理", "Not asked at all"),
            ),
        ),
    ),
)

"""Complaints and discipline, what is earned on top, and the unit's red lines."""

from standards.content import DimensionContent
from standards.enums import ProtectionElement
from standards.presets.deductions.taking import taking
from standards.presets.shape import bonus, event

DISCIPLINE = DimensionContent(
    code="discipline",
    name_zh="投诉与纪律",
    name_en="Complaints and discipline",
    indicators=(
        taking(
            "5.1",
            5,
            20,
            "投诉未按时联系",
            "Complainant not contacted in time",
            look_zh="接到投诉 24 小时内没有联系客户，每件算一次。",
            look_en="A complainant not contacted within 24 hours: each complaint is one occurrence.",
            repeats_doubled=True,
            element=ProtectionElement.DISPUTES,
        ),
        taking(
            "5.2",
            5,
            15,
            "投诉登记、办结不实",
            "Complaint not registered, or wrongly closed",
            look_zh="没有登记、改动类别、未经客户确认就办结、没有写明原因，每件算一次。",
            look_en="Not registered, put in another class, closed without the customer’s word, no cause given: each complaint is one occurrence.",
            element=ProtectionElement.DISPUTES,
        ),
        taking(
            "5.3",
            5,
            15,
            "整改不到位",
            "Not rectified",
            look_zh="上期发现的问题到期没有销号，或本期再次发现，每个问题算一次。",
            look_en="A finding of the last cycle not closed by its deadline, or found again: each is one occurrence.",
            repeats_doubled=True,
            element=ProtectionElement.INSTITUTION,
        ),
        taking(
            "5.4",
            2,
            6,
            "意见未答复",
            "An opinion unanswered",
            look_zh="意见簿、线上留言中，3 个工作日内没有答复的，每条算一次。",
            look_en="In the book or online: each opinion not answered within 3 working days is one occurrence.",
            element=ProtectionElement.DISPUTES,
        ),
        taking(
            "5.5",
            2,
            6,
            "上岗时做无关的事",
            "Private matters on duty",
            look_zh="玩手机、吃东西、闲聊、大声喧哗，每人每次计算。",
            look_en="Phone, food, chatting, loud talk: each person and time counts.",
        ),
        bonus(
            "5.6",
            "客户表扬",
            "Praise by customers",
            look_zh="客户书面、来电或通过监管渠道表扬并经核实的，每件加 1 分，最多加 3 分。",
            look_en="Praise in writing, by call or through the regulator, checked: 1 point each, 3 at most.",
            most=3,
        ),
        event(
            "5.7",
            "监管处罚",
            "Regulatory penalty",
            look_zh="被监管部门处罚、通报或采取监管措施的，登记日期和文号。",
            look_en="A penalty, a public notice or a measure by the regulator. Enter date and number.",
            element=ProtectionElement.INSTITUTION,
        ),
        event(
            "5.8",
            "有责投诉",
            "Justified complaint",
            look_zh="经核查由本单位承担责任的投诉，登记认定日期，并写明责任环节。",
            look_en="A complaint for which the unit was found responsible. Enter the day of the finding and the step that failed.",
            element=ProtectionElement.DISPUTES,
        ),
        event(
            "5.9",
            "公共舆情事件",
            "Incident in the press",
            look_zh="服务问题被省级及以上媒体报道，或网络传播造成较大影响，并经总行认定的，登记日期。",
            look_en=(
                "A failure of service in the press at provincial level or above or spread widely online, found so by head office. Enter the "
                "day."
            ),
        ),
    ),
)

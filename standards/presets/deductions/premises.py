"""Appearance, premises, disclosure. Not applicable for calls, chats and other records."""

from standards.content import DimensionContent
from standards.enums import ProtectionElement
from standards.presets.deductions.taking import taking

PREMISES = DimensionContent(
    code="premises",
    name_zh="环境与仪表",
    name_en="Premises and appearance",
    indicators=(
        taking(
            "4.1",
            1,
            5,
            "着装、工牌不符",
            "Dress or badge not as required",
            look_zh="现场看每位在岗人员，未按规定着装、未佩戴工牌、仪容不整，每人算一次。",
            look_en="On site: each person on duty without proper dress, badge or appearance is one occurrence.",
        ),
        taking(
            "4.2",
            1,
            5,
            "环境不整洁",
            "Not clean or tidy",
            look_zh="大厅、柜台、自助区、卫生间和门前，每发现一处脏乱、损坏或杂物堆放算一次。",
            look_en="Lobby, counter, self-service, toilet and the front: each spot that is dirty, damaged or cluttered is one occurrence.",
        ),
        taking(
            "4.3",
            2,
            6,
            "设备故障未提示",
            "Out of order without a notice",
            look_zh="叫号、自助、打印等设备故障，既没有提示牌也没有报修记录，每台算一次。",
            look_en="Each machine out of order with neither a notice nor a repair on record is one occurrence.",
        ),
        taking(
            "4.4",
            2,
            8,
            "公示不全",
            "Disclosure incomplete",
            look_zh="证照、营业时间、收费标准、在售产品、投诉电话和 12378，每缺一项或过期一项算一次。",
            look_en="Licence, hours, fees, products on sale, number for complaints and 12378: each missing or out of date is one occurrence.",
            element=ProtectionElement.MARKETING,
        ),
        taking(
            "4.5",
            3,
            9,
            "适老与无障碍设施缺失",
            "Aids missing",
            look_zh="坡道或求助铃、爱心座椅、老花镜、轮椅、大字指南，每缺一项或不能用算一次。",
            look_en="Ramp or bell, reserved seats, reading glasses, wheelchair, guide in large type: each missing or useless is one occurrence.",
        ),
    ),
)

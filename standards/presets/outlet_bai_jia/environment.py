"""Environment and facilities: 100 points."""

from standards.content import DimensionContent
from standards.presets.outlet_bai_jia.thousand import docked, rated

ENVIRONMENT = DimensionContent(
    code="environment",
    name_zh="环境与设施",
    name_en="Environment and facilities",
    target=90,
    indicators=(
        docked(
            "1.1",
            25,
            "室外环境",
            "Outside",
            look_zh="门头、招牌、外墙、门窗、台阶和停车区。破损、污渍、乱张贴、堆放杂物、占用通道，每处扣 2 分。",
            look_en=(
                "Sign, front, doors, windows, steps and parking. Damage, stains, stray posters, things left about, a blocked way: 2 points off "
                "for each."
            ),
            step=2,
        ),
        docked(
            "1.2",
            25,
            "室内环境",
            "Inside",
            look_zh="地面、柜台、座椅、灯光、绿植和卫生间。脏污、损坏、私人物品外露、线缆杂乱，每处扣 2 分。",
            look_en="Floor, counter, seats, lights, plants and toilet. Dirt, damage, private things in sight, loose cables: 2 points off for each.",
            step=2,
        ),
        docked(
            "1.3",
            20,
            "分区与标识",
            "Areas and signs",
            look_zh="咨询引导、客户等候、自助服务、现金、理财、公众教育等区域是否划分合理，标识是否齐全一致。每缺一区或一处标识不符，扣 2 分。",
            look_en=(
                "Information, waiting, self-service, cash, wealth management and public education: is each area there with its sign? 2 points "
                "off for each that is missing or wrongly marked."
            ),
            step=2,
        ),
        docked(
            "1.4",
            20,
            "机具与便民设施",
            "Machines and amenities",
            look_zh=(
                "叫号机、自助机、点钞机、回单机、饮水机、雨具、充电、急救箱等逐项试用。不能用又无提示，每台（件）扣 4 分；"
                "有提示且已报修的不扣。"
            ),
            look_en=(
                "Try each: ticket, self-service, counting and receipt machines, water, umbrellas, charging, first aid. 4 points off for each "
                "out of order without a notice; none if there is a notice and repair is on its way."
            ),
            step=4,
        ),
        rated(
            "1.5",
            10,
            "等候舒适度",
            "Comfort of waiting",
            look_zh="座位是否够用，温度、通风、噪声是否合适，等候时有没有可看可用的东西。",
            look_en="Are there seats enough, are temperature, air and noise right, is there something to read or use while waiting?",
            levels=(
                (
                    "座位充足，温度适宜、安静，等候区资料和用品常新",
                    "Seats enough, the right temperature, quiet, fresh reading and supplies",
                ),
                ("座位充足，温度适宜，略有嘈杂", "Seats enough, the right temperature, a little noisy"),
                ("高峰时座位不够，其余适宜", "Not enough seats at the peak, otherwise fine"),
                ("长时间有客户站立，或闷热、寒冷", "Customers stand for long, or it is stuffy or cold"),
                ("没有等候区，或无法停留", "No waiting area, or nobody could stay in it"),
            ),
        ),
    ),
)

"""消费者服务: the quality of everyday service, for everybody."""

from standards.enums import ProtectionElement
from standards.presets.protection_elements.element import element_dimension
from standards.presets.shape import event, measured, rating

SERVICE = element_dimension(
    ProtectionElement.SERVICE,
    "消费者服务",
    "Consumer service",
    (
        rating(
            "6.1",
            350,
            "服务规范",
            "Service as it should be",
            look_zh="抽查十次服务（网点、热线、在线各有）：态度、准确、流程、时限四项是否都达到本行服务规范。",
            look_en="Ten contacts at outlet, on the phone and in chat: do attitude, correctness, procedure and time all meet the bank’s own rules?",
            levels=(
                ("十次全部达到", "All ten do"),
                ("九次达到", "Nine do"),
                ("七至八次达到", "Seven or eight do"),
                ("五至六次达到", "Five or six do"),
                ("达到的不足五次", "Fewer than five do"),
            ),
        ),
        rating(
            "6.2",
            300,
            "特殊群体服务",
            "Service for those who need more",
            look_zh="老年人、残障人士、外籍人士等能否顺利获得服务：设施、绿色通道、上门、大字版和无障碍版应用、现金服务。",
            look_en=(
                "Do elderly, disabled and foreign customers get served: aids, priority, home visits, an app in large type and for screen "
                "readers, cash?"
            ),
            levels=(
                ("五个方面齐备好用，有客户反馈", "All five are there and work, customers say so"),
                ("五个方面齐备", "All five are there"),
                ("缺一个方面", "One is missing"),
                ("缺两至三个方面", "Two or three are missing"),
                ("基本没有安排，或拒绝服务", "Hardly anything, or service is refused"),
            ),
        ),
        measured(
            "6.3",
            300,
            "客户满意度",
            "Customer satisfaction",
            look_zh="客户问卷总体满意度达到 4 分及以上的占比，作为消费者服务的结果指标。由系统计算。",
            look_en="The share of customers with an overall satisfaction of 4 or more of 5, as the result of consumer service. Computed.",
            measure="feedback.satisfaction",
            break_points=(("0.60", "0"), ("0.80", "60"), ("0.90", "80"), ("0.95", "90"), ("1.00", "100")),
        ),
        measured(
            "6.4",
            250,
            "问题解决率",
            "Resolved rate",
            look_zh="服务记录写明结果的，其中问题得到解决的占比。由系统计算，未应答的不计入。",
            look_en="Of the service records with an outcome, the share in which the matter was resolved. Computed; unanswered ones are left out.",
            measure="records.resolved",
            break_points=(("0.60", "0"), ("0.80", "60"), ("0.90", "80"), ("0.95", "90"), ("1.00", "100")),
        ),
        event(
            "6.5",
            "公共事件",
            "Public incident",
            look_zh="侵害消费者权益引发群体性事件或重大舆情，经总行或监管部门认定的，登记日期和处置情况。",
            look_en=(
                "A breach of consumers’ rights that led to a crowd or grave bad press, found so by head office or regulator. Enter the day and "
                "what was done."
            ),
        ),
    ),
)

"""Tangibles: what customers see and touch."""

from standards.content import DimensionContent
from standards.presets.shape import deduction, rating, yes_no

TANGIBLES = DimensionContent(
    code="tangibles",
    name_zh="有形性",
    name_en="Tangibles",
    target=90,
    indicators=(
        rating(
            "1.1",
            400,
            "环境与秩序",
            "Premises and order",
            look_zh="现场看门面、地面、柜台和等候区是否整洁，引导标识是否清楚，排队是否有序。电话、在线等记录检查选“不适用”。",
            look_en=(
                "On site: are front, floor, counter and waiting area clean, are the signs clear, is there order in the queue? Not applicable "
                "for calls, chats and other records."
            ),
            na_allowed=True,
            levels=(
                (
                    "整洁明亮、标识清楚、秩序井然，客户进门就知道往哪里走",
                    "Clean and bright, clear signs, good order: a customer knows at the door where to go",
                ),
                ("整洁有序，有一处小瑕疵", "Clean and in order, with one small flaw"),
                ("大体整洁，标识不全或排队略乱", "Clean on the whole; a sign is missing or the queue a little muddled"),
                ("多处脏乱，客户找不到办理区域", "Untidy in several places, customers do not find where to go"),
                ("环境脏乱，或存在安全隐患", "Dirty, or not safe"),
            ),
        ),
        deduction(
            "1.2",
            300,
            "设备与便民设施",
            "Equipment and amenities",
            look_zh="逐项试用叫号机、自助设备、填单台、饮水机、无线网络等。有一项不能用又没有提示牌的，算一处。记录检查选“不适用”。",
            look_en=(
                "Try ticket machine, self-service machines, writing desk, drinking water, wireless network. Each that does not work and "
                "carries no notice is one occurrence. Not applicable for records."
            ),
            step=2,
            most=10,
            na_allowed=True,
        ),
        yes_no(
            "1.3",
            300,
            "资料与凭证",
            "Papers and screens",
            look_zh="交给或发给客户的单据、折页、短信和页面，是否现行有效，费用、期限、风险等关键内容是否看得清。没有提供资料的，选“不适用”。",
            look_en=(
                "Forms, leaflets, messages and screens given to the customer: are they current, and can fees, terms and risks be read with "
                "ease? Not applicable if nothing was given."
            ),
            na_allowed=True,
            yes=("资料现行有效，关键内容醒目易读", "Current, and what matters stands out"),
            no=("资料过期、缺页，或关键内容难以看清", "Out of date, incomplete, or what matters is hard to read"),
        ),
    ),
)

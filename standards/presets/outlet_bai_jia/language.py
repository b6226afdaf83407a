"""The language of service and its forbidden phrases 服务禁语: 50 points."""

from standards.content import DimensionContent
from standards.presets.outlet_bai_jia.thousand import docked, rated
from standards.presets.shape import critical

LANGUAGE = DimensionContent(
    code="language",
    name_zh="服务用语与禁语",
    name_en="Language and forbidden phrases",
    target=90,
    indicators=(
        rated(
            "8.1",
            20,
            "规范用语",
            "Proper language",
            look_zh="“请、您好、谢谢、对不起、再见”是否自然使用，普通话是否清楚，能否按客户习惯用方言或外语简单交流。",
            look_en=(
                "Are please, hello, thank you, sorry and goodbye used with ease, is the speech clear, can dialect or a foreign language be "
                "managed where needed?"
            ),
            levels=(
                ("用语自然亲切，能按客户习惯交流", "Natural and warm, in the customer’s own way of speaking"),
                ("用语规范，表达清楚", "Proper and clear"),
                ("用语规范但生硬", "Proper but stiff"),
                ("多处遗漏，口头语较多", "Often left out, with many careless phrases"),
                ("基本不用文明用语", "Hardly a word of courtesy"),
            ),
        ),
        docked(
            "8.2",
            30,
            "服务禁语",
            "Forbidden phrases",
            look_zh="“不知道”“不归我管”“你自己看”“还没上班呢”“有意见去投诉”等禁语，听到一句扣 10 分，同一人再次使用加倍。",
            look_en=(
                "“No idea”, “not my job”, “look for yourself”, “we are not open yet”, “go and complain then”: 10 points off for each one "
                "heard, double when it is heard again."
            ),
            step=10,
            repeats_doubled=True,
        ),
        critical(
            "8.3",
            "辱骂、歧视客户",
            "Abuse or discrimination",
            look_zh="辱骂、推搡、嘲笑客户，或因年龄、残疾、民族、衣着拒绝服务的，即触发红线。",
            look_en="Triggered by insults, pushing or mockery, and by refusing service over age, disability, origin or dress.",
        ),
    ),
)

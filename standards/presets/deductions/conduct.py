"""How customers are treated."""

from standards.content import DimensionContent
from standards.enums import ProtectionElement
from standards.presets.deductions.taking import taking
from standards.presets.shape import critical

CONDUCT = DimensionContent(
    code="conduct",
    name_zh="服务态度",
    name_en="Conduct",
    indicators=(
        taking(
            "1.1",
            5,
            20,
            "使用服务禁语",
            "A forbidden phrase",
            look_zh="对照本行服务禁语清单，每说一句算一次；写在文字答复里的同样计算。",
            look_en="By the bank’s list of forbidden phrases: each one said, or written in an answer, is one occurrence.",
            repeats_doubled=True,
            na_allowed=False,
        ),
        taking(
            "1.2",
            5,
            20,
            "冷淡或推诿",
            "Cold, or passing the customer on",
            look_zh="不理睬、不耐烦、让客户“去找别人”而不告诉找谁。同一次接触中同一表现只算一次。",
            look_en=(
                "Ignoring, impatience, sending the customer “to somebody else” without saying whom. The same behaviour counts once in a "
                "contact."
            ),
            repeats_doubled=True,
            na_allowed=False,
        ),
        taking(
            "1.3",
            1,
            5,
            "缺少礼貌用语",
            "A missing courtesy",
            look_zh="问候、称呼、致谢、致歉、道别，应有而没有的，每缺一项算一次。",
            look_en="Greeting, address, thanks, apology, goodbye: each that was due and missing is one occurrence.",
            na_allowed=False,
        ),
        taking(
            "1.4",
            2,
            6,
            "打断或不倾听",
            "Interrupting, not listening",
            look_zh="客户没有说完就打断，或让客户把同一件事再说一遍，每次计算。",
            look_en="The customer was cut short or had to tell the same thing again: each time counts.",
            na_allowed=False,
        ),
        taking(
            "1.5",
            5,
            10,
            "怠慢特殊群体",
            "Slighting those who need more care",
            look_zh="对老年人、残障人士、孕妇、行动或语言不便的客户，没有给予优先和帮助，每位算一次。没有此类客户的，选“不适用”。",
            look_en=(
                "No priority or help for elderly, disabled or pregnant customers or those who have trouble moving or speaking: each customer "
                "is one occurrence. Not applicable where there were none."
            ),
        ),
        critical(
            "1.6",
            "辱骂、威胁、歧视客户",
            "Abuse, threats, discrimination",
            look_zh="经录音、录像或两名以上证人证实的，触发红线。",
            look_en="Shown by a recording or by two witnesses or more: the red line is triggered.",
        ),
        critical(
            "1.7",
            "欺骗、误导客户",
            "Deceiving or misleading a customer",
            look_zh="承诺收益、隐瞒费用或风险、代客户签字或操作的，触发红线。",
            look_en="Returns promised, fees or risks hidden, signing or acting in the customer’s place: the red line is triggered.",
            element=ProtectionElement.MARKETING,
        ),
    ),
)

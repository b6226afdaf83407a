"""Service attitude: is the customer treated with courtesy, attention and patience?"""

from standards.content import DimensionContent
from standards.enums import ProtectionElement
from standards.presets.shape import critical, rating

ATTITUDE = DimensionContent(
    code="attitude",
    name_zh="服务态度",
    name_en="Service attitude",
    target=90,
    indicators=(
        rating(
            "2.1",
            600,
            "礼貌用语",
            "Courtesy",
            look_zh="称呼、问候、致谢、致歉、道别等规范用语是否自然到位；有无服务禁语。",
            look_en="Are forms of address, greeting, thanks, apology and goodbye natural and complete? Are forbidden phrases avoided?",
            levels=(
                (
                    "全程使用礼貌用语，称呼得当，自然亲切",
                    "Courteous throughout, addresses the customer properly, sounds natural and warm",
                ),
                ("用语规范，个别环节略显生硬", "Proper wording, a little stiff in places"),
                (
                    "主要环节有礼貌用语，但遗漏问候或道别",
                    "Courteous on the whole, but the greeting or the goodbye is missing",
                ),
                ("多处缺少礼貌用语，语气随意", "Often without courtesy, casual in tone"),
                ("使用服务禁语，或冷淡、顶撞客户", "Used forbidden phrases, or was cold or argued with the customer"),
            ),
        ),
        rating(
            "2.2",
            600,
            "倾听与理解",
            "Listening and understanding",
            look_zh="是否让客户把话说完，抓住要点并复述确认，不让客户重复说明。",
            look_en="Is the customer allowed to finish? Is the point taken up and repeated back, so that nothing has to be explained twice?",
            levels=(
                (
                    "耐心听完，准确复述要点并得到客户确认",
                    "Listened to the end, repeated the point correctly and had it confirmed",
                ),
                ("认真倾听，理解准确，未作复述", "Listened and understood correctly, without repeating it back"),
                ("基本理解，需客户补充说明一次", "Understood on the whole, the customer had to add something once"),
                ("打断客户，或让客户多次重复", "Interrupted, or had the customer repeat things several times"),
                ("不听客户说明，答非所问", "Did not listen, the answers missed the question"),
            ),
        ),
        rating(
            "2.3",
            500,
            "耐心与关怀",
            "Patience and empathy",
            look_zh="客户着急、不懂业务、年长或有特殊困难时，是否理解其处境，放慢节奏，主动给予帮助。",
            look_en=(
                "When the customer is in a hurry, unfamiliar with the matter, elderly or in difficulty: is their situation understood, "
                "the pace adapted and help offered?"
            ),
            levels=(
                (
                    "主动体察客户处境，给予贴心的安抚和帮助",
                    "Noticed the customer’s situation unasked, reassured and helped",
                ),
                ("有耐心，能回应客户的情绪", "Patient, and answered the customer’s feelings"),
                ("有耐心，但对客户情绪没有回应", "Patient, but did not respond to the customer’s feelings"),
                ("有催促或敷衍的表现", "Hurried the customer or fobbed them off"),
                ("明显不耐烦，或指责客户", "Plainly impatient, or blamed the customer"),
            ),
        ),
        rating(
            "2.4",
            400,
            "表达与语音",
            "Clear expression",
            look_zh="口齿清楚、语速适中、用词通俗，文字答复条理清楚、没有错别字；少用客户听不懂的术语。",
            look_en=(
                "Clear speech at a comfortable pace in plain words; in writing, well ordered and without mistakes; no jargon that the "
                "customer cannot follow."
            ),
            levels=(
                ("表达清晰有条理，用词通俗，客户一听就懂", "Clear and well ordered in plain words, understood at once"),
                ("表达清楚，偶有专业术语但作了解释", "Clear; an occasional technical term was explained"),
                ("意思能听懂，但条理不够或语速不当", "Can be followed, but poorly ordered or at the wrong pace"),
                ("多用术语或含糊其辞，客户需要追问", "Full of jargon or vague, the customer had to ask again"),
                ("表达混乱，客户无法理解", "Confused, the customer could not understand it"),
            ),
        ),
        rating(
            "2.5",
            400,
            "仪容仪表与服务环境",
            "Appearance and premises",
            look_zh="现场观察时评：着装、工牌、仪态是否规范，柜面与等候区是否整洁，服务设施是否可用。电话、在线等记录检查选“不适用”。",
            look_en=(
                "On site only: are dress, badge and bearing proper, counter and waiting area tidy, facilities in order? Not applicable "
                "for calls, chats and other records."
            ),
            na_allowed=True,
            levels=(
                (
                    "仪容仪表规范，环境整洁有序，设施完好",
                    "Appearance proper, premises tidy and in order, everything works",
                ),
                ("整体规范，有一处细节不足", "Proper as a whole, one detail wanting"),
                ("有两至三处不足，不影响客户办理", "Two or three things wanting, without trouble for customers"),
                ("有明显不足，影响客户体验", "Plainly wanting, customers notice"),
                (
                    "着装或环境严重不符合要求，或主要设施不可用",
                    "Dress or premises far from what is required, or main facilities out of order",
                ),
            ),
        ),
        critical(
            "2.6",
            "误导或辱骂客户",
            "Misleading or abusive conduct",
            element=ProtectionElement.MARKETING,
            look_zh="误导销售、隐瞒重要信息、承诺收益，或辱骂、威胁、歧视客户的，一经发现即触发红线。",
            look_en=(
                "Triggered by misleading sales talk, by hiding what matters, by promised returns, and by abuse, threats or "
                "discrimination against a customer."
            ),
        ),
    ),
)

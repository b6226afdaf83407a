"""How the business is done."""

from standards.content import DimensionContent
from standards.enums import ProtectionElement
from standards.presets.deductions.taking import taking
from standards.presets.shape import critical

HANDLING = DimensionContent(
    code="handling",
    name_zh="业务办理",
    name_en="Handling",
    indicators=(
        taking(
            "2.1",
            5,
            20,
            "答复错误",
            "A wrong answer",
            look_zh="规定、费用、期限、材料等说错或前后矛盾，每处算一次；当场自行更正的不算。",
            look_en="Rule, fee, term or paper stated wrongly or in two ways: each is one occurrence. What was put right at once does not count.",
            repeats_doubled=True,
        ),
        taking(
            "2.2",
            5,
            20,
            "办理差错",
            "A mistake in handling",
            look_zh="金额、账号、户名、录入、凭证错误，造成冲正、补办或客户再来一次的，每笔算一次。",
            look_en=(
                "Amount, account, name, entry or voucher wrong, so that it was reversed, done again or the customer had to return: each is one "
                "occurrence."
            ),
            repeats_doubled=True,
        ),
        taking(
            "2.3",
            2,
            10,
            "流程漏项",
            "A step left out",
            look_zh="登记、告知、复述确认、结果反馈等规定步骤，每漏一步算一次。身份核实和双录另计。",
            look_en=(
                "Registering, informing, repeating back, telling the outcome: each step left out is one occurrence. Identification and "
                "recording count below."
            ),
        ),
        taking(
            "2.4",
            10,
            20,
            "未核实身份",
            "No identification",
            look_zh="办理账户类业务或提供账户信息前，没有按规定核实身份，每次计算。",
            look_en="Account business done, or account information given, without proper identification: each time counts.",
            repeats_doubled=True,
            element=ProtectionElement.PRIVACY,
        ),
        taking(
            "2.5",
            5,
            15,
            "重要事项未告知",
            "Something essential not said",
            look_zh="费用、风险、限制、到期日、不可撤销等，应在客户决定前告知而没有告知，每项算一次。",
            look_en="Fee, risk, limit, due day, no way back: each that should have been said before the customer decided is one occurrence.",
            element=ProtectionElement.MARKETING,
        ),
        taking(
            "2.6",
            10,
            20,
            "双录缺失或不合格",
            "Recording missing or not valid",
            look_zh="应当录音录像的销售没有录、录不全、看不清听不清，或没有录到客户亲口确认，每笔算一次。",
            look_en=(
                "A sale that must be recorded was not, not wholly, not so that one sees and hears, or without the customer’s own consent: each "
                "is one occurrence."
            ),
            repeats_doubled=True,
            element=ProtectionElement.MARKETING,
        ),
        critical(
            "2.7",
            "泄露客户信息",
            "Leaking customer information",
            look_zh="向无关人员提供、出售、公开客户信息，或因保管不当造成外泄的，触发红线。",
            look_en="Given, sold or shown to others, or lost through careless keeping: the red line is triggered.",
            element=ProtectionElement.PRIVACY,
        ),
    ),
)

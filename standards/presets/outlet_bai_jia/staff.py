"""Staff: 100 points."""

from standards.content import DimensionContent
from standards.presets.outlet_bai_jia.thousand import counted, docked

STAFF = DimensionContent(
    code="staff",
    name_zh="员工管理",
    name_en="Staff",
    target=90,
    indicators=(
        docked(
            "5.1",
            25,
            "着装与仪容",
            "Dress and appearance",
            look_zh="全员统一着装、佩戴工牌、发型妆容整洁；含保安、保洁和驻点人员。每人每处不符扣 2 分。",
            look_en=(
                "Everybody in uniform with badge, hair and make-up neat; guards, cleaners and agents too. 2 points off for each person and "
                "matter."
            ),
            step=2,
        ),
        docked(
            "5.2",
            20,
            "举止规范",
            "Bearing",
            look_zh="站姿、坐姿、手势、双手递接；吃东西、玩手机、扎堆聊天、大声喧哗，每人每次扣 2 分。",
            look_en=(
                "Standing, sitting, gestures, giving and taking with both hands; eating, phones, chatting in groups, loud talk: 2 points off "
                "each time."
            ),
            step=2,
        ),
        counted(
            "5.3",
            20,
            "业务知识抽考",
            "Questions on the business",
            look_zh="随机抽两名员工，各问五个常见业务、消保和防诈问题，每答对一题得 2 分，满分 20 分。",
            look_en=(
                "Two employees drawn by lot, five questions each on common business, consumer protection and fraud; 2 points for "
                "each right answer, 20 at most."
            ),
        ),
        docked(
            "5.4",
            20,
            "晨会与培训记录",
            "Morning meetings and training",
            look_zh="近三个月的晨会、服务培训、案例学习记录和签到。缺一次、代签或内容雷同，扣 5 分。",
            look_en=(
                "Morning meetings, training and case studies of the last three months with sign-in. One missing, signed for another or copied: "
                "5 points off."
            ),
            step=5,
        ),
        docked(
            "5.5",
            15,
            "离岗与替岗",
            "Leaving the post",
            look_zh="离开岗位未摆放暂停牌、未锁屏、未收好印章凭证，或由无资格人员替岗，每次扣 5 分。",
            look_en="No pause sign, screen not locked, stamps or vouchers left out, or replaced by somebody not qualified: 5 points off each time.",
            step=5,
        ),
    ),
)

"""Empathy: sees the person behind the transaction."""

from standards.content import DimensionContent
from standards.presets.shape import bonus, measured, rating

EMPATHY = DimensionContent(
    code="empathy",
    name_zh="移情性",
    name_en="Empathy",
    target=90,
    indicators=(
        rating(
            "5.1",
            500,
            "了解个别需要",
            "Understanding this customer",
            look_zh="是否把客户当作具体的人：记得说过的话，顾及其职业、家庭、时间上的难处，给出适合他的建议。",
            look_en=(
                "Is the customer taken as the person they are: is what they said remembered, are work, family and time considered, does the "
                "advice fit them?"
            ),
            levels=(
                (
                    "建议完全贴合客户情况，客户没说的难处也想到了",
                    "Advice that fits entirely, with thought for what the customer had not said",
                ),
                ("建议符合客户的情况", "Advice that fits the customer’s situation"),
                ("套用通用说法，大体可用", "A general answer that will mostly do"),
                ("没有顾及客户说过的情况", "What the customer had said was not considered"),
                ("建议与客户的需要相反", "Advice against what the customer needs"),
            ),
        ),
        rating(
            "5.2",
            400,
            "体谅难处",
            "Feeling for difficulties",
            look_zh="客户遇到盗刷、遗失、误操作、经济困难或丧事等情形时，有没有先关心人、再办事。没有此类情形的，选“不适用”。",
            look_en=(
                "Fraud, loss, a slip, money trouble, a death in the family: is there a word for the person before the matter is dealt with? "
                "Not applicable where there was none of it."
            ),
            na_allowed=True,
            levels=(
                ("先安慰，再快速处理，事后回访关心", "Comforted first, acted fast, asked afterwards how things were"),
                ("先安慰，再处理", "Comforted first, then acted"),
                ("处理得当，没有关心的话", "Dealt with it properly, without a kind word"),
                ("公事公办，让客户更加焦虑", "By the book, which made the customer more anxious"),
                ("责怪客户，或说风凉话", "Blamed or mocked the customer"),
            ),
        ),
        rating(
            "5.3",
            300,
            "为客户着想",
            "On the customer’s side",
            look_zh="有更省钱、更省时、更安全的办法时，是否主动告诉客户，即使对本行收入没有好处。",
            look_en="If there is a cheaper, quicker or safer way: is the customer told of it, even where it earns the bank nothing?",
            levels=(
                ("主动比较几种办法，帮客户选最合适的", "Compared the ways unasked and helped to choose the best"),
                ("主动提到更合适的办法", "Mentioned the better way unasked"),
                ("按客户要求办理，没有提到其他办法", "Did as asked, without mentioning another way"),
                ("明知有更合适的办法而不说", "Knew of a better way and kept it back"),
                ("引导客户选择对其不利的办法", "Led the customer to what was worse for them"),
            ),
        ),
        measured(
            "5.4",
            200,
            "客户当场评分",
            "Rating given on the spot",
            look_zh="客户在服务结束时给出的 1 至 5 分的平均分。由系统按服务记录计算，未评分的不计入。",
            look_en=(
                "The mean of the 1 to 5 that customers gave at the end of the contact. Computed from the service records; those without a "
                "rating are left out."
            ),
            measure="records.rating",
            break_points=(("2.0", "0"), ("3.0", "40"), ("4.0", "80"), ("4.5", "90"), ("5.0", "100")),
        ),
        bonus(
            "5.5",
            "感动服务",
            "Beyond the call of duty",
            look_zh="为客户解决了职责以外的急难，有客户感谢信、锦旗或记录为证的，每件加 1 分，最多加 3 分。",
            look_en="Helped a customer in need beyond their duties, shown by a letter of thanks, a pennant or a record: 1 point each, 3 at most.",
            most=3,
        ),
    ),
)

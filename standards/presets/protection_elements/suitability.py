"""适当性管理: the right product for the right customer."""

from standards.enums import ProtectionElement
from standards.presets.protection_elements.element import element_dimension
from standards.presets.shape import critical, deduction, rating

SUITABILITY = element_dimension(
    ProtectionElement.SUITABILITY,
    "适当性管理",
    "Suitability management",
    (
        rating(
            "2.1",
            400,
            "客户风险测评",
            "Assessing the customer",
            look_zh="抽查十份测评：是否由本人完成、答案是否前后合理、是否在有效期内、结果是否告知客户。",
            look_en="Ten assessments: answered by the customer, without contradictions, still valid, and the result told?",
            levels=(
                ("十份全部合格", "All ten in order"),
                ("九份合格，缺陷不影响结果", "Nine in order, the fault does not touch the result"),
                ("七至八份合格", "Seven or eight in order"),
                ("五至六份合格", "Five or six in order"),
                ("合格不足五份", "Fewer than five in order"),
            ),
        ),
        deduction(
            "2.2",
            400,
            "产品与客户匹配",
            "Product and customer match",
            look_zh="产品风险高于客户承受能力、期限或流动性与用途不符、超出贷款偿还能力，每笔扣 5 分，再犯加倍，满分 20 分。",
            look_en=(
                "Riskier than the customer can bear, term or liquidity against the purpose, a loan beyond what can be repaid: 5 of 20 points "
                "off for each, double when it happens again."
            ),
            step=5,
            most=20,
            repeats_doubled=True,
        ),
        rating(
            "2.3",
            200,
            "产品分级与提示",
            "Grading products, giving notice",
            look_zh="在售产品是否都有风险等级和适合人群，系统能否拦截不匹配的交易。现场请员工演示一笔。",
            look_en="Has each product on sale a risk class and a group it suits, and does the system stop what does not match? Have one shown.",
            levels=(
                ("全部分级，系统自动拦截并留痕", "All graded, the system stops and records"),
                ("全部分级，系统提示、人工把关", "All graded, the system warns and a person decides"),
                ("全部分级，只靠人工提示", "All graded, only people warn"),
                ("部分产品没有分级", "Some products not graded"),
                ("没有分级", "Not graded"),
            ),
        ),
        critical(
            "2.4",
            "代做风险测评",
            "Answering for the customer",
            look_zh="代替客户填写、诱导修改测评答案，或规避系统拦截完成销售的，触发红线。",
            look_en="Answers given or changed for the customer, or the system’s stop got round to make a sale: the red line is triggered.",
        ),
    ),
)

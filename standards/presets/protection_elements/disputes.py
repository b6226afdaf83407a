"""纠纷化解: complaints are easy to make, handled in time, settled fairly, and their causes removed."""

from standards.enums import ProtectionElement
from standards.presets.protection_elements.element import element_dimension
from standards.presets.shape import bonus, deduction, event, rating, yes_no

DISPUTES = element_dimension(
    ProtectionElement.DISPUTES,
    "纠纷化解",
    "Dispute resolution",
    (
        deduction(
            "4.1",
            700,
            "投诉时限",
            "Complaints in time",
            look_zh="24 小时内未联系客户、超过 15 日（情况复杂经批准 30 日）未作出处理决定、延期未告知客户，每件扣 5 分，再犯加倍，满分 50 分。",
            look_en=(
                "Not contacted within 24 hours, not decided within 15 days (30 if complex and approved), extended without a word: 5 of 50 "
                "points off for each, double when it happens again."
            ),
            step=5,
            most=50,
            repeats_doubled=True,
        ),
        rating(
            "4.2",
            600,
            "处理质量",
            "Handled well",
            look_zh="抽查十件投诉：事实是否查清、责任是否认定、方案是否公平、答复是否逐项回应、客户是否确认。",
            look_en="Ten complaints: facts found, responsibility stated, a fair solution, each point answered, the customer’s word?",
            levels=(
                ("十件全部合格，客户多数满意", "All ten in order, most customers content"),
                ("九件以上合格", "Nine or more in order"),
                ("七至八件合格", "Seven or eight in order"),
                ("五至六件合格", "Five or six in order"),
                ("合格不足五件，或有弄虚作假", "Fewer than five in order, or something untrue"),
            ),
        ),
        rating(
            "4.3",
            400,
            "多元化解",
            "Mediation",
            look_zh="协商不成的，是否告知并协助客户申请第三方调解；小额纠纷是否快速处理；调解协议是否履行。没有此类纠纷的，选“不适用”。",
            look_en=(
                "Where no agreement was reached: was the customer told of mediation and helped to it, were small sums settled fast, was what "
                "was agreed carried out? Not applicable where there was none."
            ),
            na_allowed=True,
            levels=(
                ("全部告知并协助，协议按时履行", "All told and helped, agreements carried out in time"),
                ("全部告知，协议履行", "All told, agreements carried out"),
                ("多数告知，协议履行略有延误", "Most told, carried out a little late"),
                ("少数告知", "Few told"),
                ("拒绝调解，或不履行协议", "Mediation refused, or agreements not carried out"),
            ),
        ),
        rating(
            "4.4",
            500,
            "溯源整改",
            "Removing the cause",
            look_zh="投诉集中的产品和环节是否找到根本原因，是否立项整改，整改后同类投诉是否下降。看整改台账和前后数据。",
            look_en=(
                "Where complaints gather: was the root cause found, a rectification task set, and did such complaints fall afterwards? See the "
                "ledger and the figures before and after."
            ),
            levels=(
                ("原因查清、整改完成，同类投诉明显下降", "Cause found, rectified, such complaints clearly fewer"),
                ("原因查清，整改完成，效果待观察", "Cause found, rectified, effect still to be seen"),
                ("原因查清，整改进行中", "Cause found, rectification under way"),
                ("有分析，没有整改", "Analysed, nothing done"),
                ("没有分析", "Not analysed"),
            ),
        ),
        yes_no(
            "4.5",
            300,
            "渠道畅通",
            "Ways to complain",
            look_zh="网点、热线、官网、应用和书信五种渠道是否都能投诉，随机试两种，是否当场给出受理编号。",
            look_en="Can one complain at the outlet, by hotline, website, app and letter? Try two: is a number given at once?",
            yes=("五种渠道可用，试用的两种都当场给出编号", "All five work, both that were tried gave a number at once"),
            no=("有渠道不可用，或没有给出编号", "One does not work, or gave no number"),
        ),
        bonus(
            "4.6",
            "主动化解",
            "Settled before it grew",
            look_zh="主动发现并化解群体性、历史遗留或高风险纠纷，有记录为证的，每件加 1 分，最多加 2 分。",
            look_en="A dispute of many, an old one or a dangerous one found and settled unasked, on record: 1 point each, 2 at most.",
            most=2,
        ),
        event(
            "4.7",
            "有责投诉",
            "Justified complaint",
            look_zh="监管部门转办并认定本单位有责任的投诉，登记认定日期和涉及的要素。",
            look_en="A complaint forwarded by the regulator in which the unit was found responsible. Enter the day and the element it touches.",
        ),
    ),
)

"""体制机制: who is responsible, how products are reviewed, how it counts for pay."""

from standards.enums import ProtectionElement
from standards.presets.protection_elements.element import element_dimension
from standards.presets.shape import event, rating, yes_no

INSTITUTION = element_dimension(
    ProtectionElement.INSTITUTION,
    "体制机制",
    "Institutional arrangements",
    (
        rating(
            "1.1",
            300,
            "组织与职责",
            "Organization and duties",
            look_zh="是否有分管领导、牵头部门和专岗，职责是否写明，本季度是否研究过消保工作。看文件、分工和会议纪要。",
            look_en=(
                "Is there a manager in charge, a leading department and a post, are duties written down, was consumer protection discussed "
                "this quarter? See orders, duties and minutes."
            ),
            levels=(
                (
                    "三级职责清楚，本季度专题研究且决议落实",
                    "Duties clear on three levels, discussed as its own matter, decisions carried out",
                ),
                ("职责清楚，本季度研究过", "Duties clear, discussed this quarter"),
                ("职责清楚，本季度没有研究", "Duties clear, not discussed"),
                ("有人分管，没有专岗或职责不清", "Somebody in charge, no post or duties unclear"),
                ("没有明确由谁负责", "Nobody is responsible"),
            ),
        ),
        rating(
            "1.2",
            250,
            "消保审查",
            "Review before launch",
            look_zh="面向客户的产品、合同、收费和宣传，上线前是否经过消保审查，意见是否采纳。抽查五项。",
            look_en="Were products, contracts, fees and promotion for customers reviewed before launch, and was the advice taken? Look at five.",
            levels=(
                ("五项全部审查，意见全部采纳", "All five reviewed, all advice taken"),
                ("全部审查，未采纳的写明理由", "All reviewed, reasons given where advice was not taken"),
                ("四项审查", "Four reviewed"),
                ("两至三项审查，或上线后补审", "Two or three reviewed, or only after launch"),
                ("没有审查", "None reviewed"),
            ),
        ),
        rating(
            "1.3",
            250,
            "考核与问责",
            "Appraisal and accountability",
            look_zh="消保指标是否进入部门和个人考核，出了问题是否问责，薪酬是否扣回。看考核表和问责记录。",
            look_en=(
                "Does consumer protection count in the appraisal of departments and people, are failures answered for, is pay taken back? See "
                "appraisals and records."
            ),
            levels=(
                (
                    "部门和个人都考核，问责到人，结果用于薪酬",
                    "Departments and people appraised, persons answer, pay depends on it",
                ),
                ("部门和个人都考核，有问责", "Departments and people appraised, failures answered for"),
                ("只考核部门", "Only departments appraised"),
                ("有规定，没有执行", "Ruled, but not done"),
                ("不考核、不问责", "Neither appraised nor answered for"),
            ),
        ),
        yes_no(
            "1.4",
            200,
            "内部培训",
            "Training of staff",
            look_zh="本季度面向客户的岗位是否全员接受消保培训并测试合格。看签到、课件和成绩。",
            look_en=(
                "Was everybody who faces customers trained in consumer protection this quarter, and did they pass the test? See sign-in, "
                "material and results."
            ),
            yes=("全员培训，测试全部合格或补考合格", "All trained, all passed, at once or the second time"),
            no=("有人未参加，或没有测试", "Somebody was left out, or there was no test"),
        ),
        event(
            "1.5",
            "监管处罚或监管措施",
            "Penalty or measure by the regulator",
            look_zh="因侵害消费者权益被处罚、约谈、责令整改的，登记日期、文号和要素归属。",
            look_en="A penalty, a summons or an order over consumers’ rights. Enter date, number and the element it belongs to.",
        ),
    ),
)

"""Emergencies: 60 points."""

from standards.content import DimensionContent
from standards.presets.outlet_bai_jia.thousand import counted, docked
from standards.presets.shape import event

EMERGENCY = DimensionContent(
    code="emergency",
    name_zh="应急管理",
    name_en="Emergencies",
    target=90,
    indicators=(
        docked(
            "9.1",
            20,
            "预案与演练",
            "Plans and drills",
            look_zh="系统故障、客户突发疾病、抢劫、火灾、挤兑、舆情等预案是否齐全，本季度是否演练。缺一项预案或一次演练，扣 5 分。",
            look_en=(
                "Plans for system failure, a sick customer, robbery, fire, a run on the bank and bad press, and a drill in the "
                "quarter: 5 points off for each plan or drill that is missing."
            ),
            step=5,
        ),
        docked(
            "9.2",
            20,
            "消防与安防",
            "Fire and security",
            look_zh="灭火器、应急灯、疏散通道、报警按钮、监控覆盖。过期、失灵、堵塞、有盲区，每处扣 5 分。",
            look_en="Extinguishers, emergency lights, ways out, alarm buttons, cameras. Expired, dead, blocked or blind: 5 points off for each.",
            step=5,
        ),
        counted(
            "9.3",
            20,
            "现场应变",
            "Reacting on the spot",
            look_zh="随机抽一名员工，设定一个突发情形，看处置步骤、报告路线、客户安抚和记录，每项 5 分，满分 20 分。",
            look_en=(
                "One employee drawn by lot is given a made-up case: steps, whom to report to, calming customers, record; 5 points each, 20 at "
                "most."
            ),
        ),
        event(
            "9.4",
            "重大公共事件",
            "Serious public incident",
            look_zh="因处置不当造成客户伤亡、群体性事件或重大负面舆情的，登记发生日期并上传认定文件。",
            look_en="Customers hurt, a crowd or grave bad press because it was handled badly. Enter the day and add the finding.",
        ),
    ),
)

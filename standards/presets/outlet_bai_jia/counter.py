"""Counter and e-banking: 170 points."""

from standards.content import DimensionContent
from standards.presets.outlet_bai_jia.thousand import computed, docked, rated

COUNTER = DimensionContent(
    code="counter",
    name_zh="柜面与电子银行服务",
    name_en="Counter and e-banking",
    target=90,
    indicators=(
        docked(
            "4.1",
            40,
            "服务七步",
            "Seven steps of service",
            look_zh="迎、问、接、办、核、递、送。抽看五笔柜面录像，每缺一步扣 4 分。",
            look_en="Greet, ask, receive, handle, confirm, hand over, see off. On five recordings, 4 points off for each step that is missing.",
            step=4,
        ),
        rated(
            "4.2",
            30,
            "业务熟练度",
            "Skill at the counter",
            look_zh="抽测点钞、录入、常见业务的办理用时，与本行定额比较；遇到少见业务看是否知道怎么查。",
            look_en="Time counting, entry and common business against the bank’s norm; for rare business, see whether they know where to look.",
            levels=(
                ("全部优于定额，少见业务会查会办", "Better than the norm in all, and finds out what is rare"),
                ("全部达到定额", "At the norm in all"),
                ("一项未达定额", "Below the norm in one"),
                ("两项未达定额，或业务中断求助", "Below in two, or has to break off for help"),
                ("多数未达定额，或无法独立办理", "Below in most, or cannot work alone"),
            ),
        ),
        docked(
            "4.3",
            25,
            "办理差错",
            "Mistakes",
            look_zh="近一个季度柜面业务被冲正、补录或客户要求更正的差错，每笔扣 5 分，同一人或同一类再次发生的加倍。",
            look_en=(
                "Counter transactions of the quarter that had to be reversed, entered again or put right: 5 points off for each, double when "
                "it happens again."
            ),
            step=5,
            repeats_doubled=True,
        ),
        docked(
            "4.4",
            20,
            "柜口开放",
            "Open counters",
            look_zh="高峰时开放的柜口少于排班、柜口亮灯无人、未公示暂停服务、提前停止叫号，每次扣 5 分。",
            look_en=(
                "Fewer counters open at the peak than on the roster, a lit counter with nobody, no notice of a pause, tickets stopped early: 5 "
                "points off each time."
            ),
            step=5,
        ),
        rated(
            "4.5",
            25,
            "电子银行讲解",
            "Explaining e-banking",
            look_zh="开通手机银行、网上银行时，是否讲清功能、限额、收费和防骗要点，并由客户自己完成一笔演练。未遇到的选“不适用”。",
            look_en=(
                "When mobile or online banking is opened: are functions, limits, fees and fraud explained, and does the customer try it once? "
                "Not applicable where it was not seen."
            ),
            na_allowed=True,
            levels=(
                ("讲清四项要点，客户独立完成演练", "All four explained, the customer tried it alone"),
                ("讲清四项要点，演练有人协助", "All four explained, tried with help"),
                ("讲清功能和限额，没有演练", "Functions and limits explained, not tried"),
                ("只帮客户安装，没有讲解", "Installed without explanation"),
                ("未经客户同意开通，或捆绑开通", "Opened without consent, or tied to something else"),
            ),
        ),
        docked(
            "4.6",
            15,
            "自助服务区",
            "Self-service area",
            look_zh="24 小时自助区的照明、门禁、求助电话、吞卡说明、凭条与现金配备。每处不合要求扣 3 分。",
            look_en="Round-the-clock area: light, door, help line, notice on swallowed cards, paper and cash. 3 points off for each shortcoming.",
            step=3,
            na_allowed=True,
        ),
        computed(
            "4.7",
            15,
            "等候达标率",
            "Seen within the set time",
            look_zh="本网点柜面等服务记录中，在规定等候时间内得到接待的占比。由系统计算。",
            look_en="The share of the outlet’s service records in which the customer was attended to within the set time. Computed.",
            measure="records.answered_in_target",
            break_points=(("0.50", "0"), ("0.70", "60"), ("0.80", "80"), ("0.90", "90"), ("1.00", "100")),
        ),
    ),
)

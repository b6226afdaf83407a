"""Culture and social responsibility: 50 points, and what can be earned on top."""

from standards.content import DimensionContent
from standards.presets.outlet_bai_jia.thousand import computed, docked, rated
from standards.presets.shape import bonus

CULTURE = DimensionContent(
    code="culture",
    name_zh="服务文化与社会责任",
    name_en="Culture and social responsibility",
    target=90,
    indicators=(
        rated(
            "10.1",
            20,
            "服务文化",
            "Service culture",
            look_zh="网点有没有自己的服务理念和做法，员工能否说出来、做出来；对员工是否关心。与两名员工交谈。",
            look_en="Has the outlet its own idea of service, can employees say it and show it, and are they themselves cared for? Talk to two.",
            levels=(
                (
                    "理念鲜明，人人践行，有可推广的做法",
                    "A clear idea that everybody lives, with something others could take up",
                ),
                ("理念清楚，多数员工践行", "A clear idea, most live it"),
                ("有理念，员工说得出、做得少", "An idea, told rather than lived"),
                ("只有口号上墙", "A slogan on the wall"),
                ("员工说不出，士气低落", "Nobody can tell, and spirits are low"),
            ),
        ),
        docked(
            "10.2",
            15,
            "自查与整改",
            "Self-check and rectification",
            look_zh="自查记录、发现问题、整改台账。没有自查、问题未入台账、到期未销号、屡查屡犯，每项扣 5 分。",
            look_en=(
                "Self-checks, findings, rectification ledger. No self-check, a finding not in the ledger, not closed in time, found again: 5 "
                "points off for each."
            ),
            step=5,
        ),
        computed(
            "10.3",
            15,
            "客户满意度",
            "Customer satisfaction",
            look_zh="本网点客户问卷中总体满意度 4 分及以上的占比。由系统按问卷计算。",
            look_en="The share of the outlet’s customers whose overall satisfaction is 4 or more of 5. Computed from the questionnaires.",
            measure="feedback.satisfaction",
            break_points=(("0.60", "0"), ("0.80", "60"), ("0.90", "80"), ("0.95", "90"), ("1.00", "100")),
        ),
        bonus(
            "10.4",
            "荣誉",
            "Honours",
            look_zh="评估期内获得省级及以上服务类荣誉，或被监管部门、协会推广经验的，每项加 1 分，最多加 2 分（相当于千分制 20 分）。",
            look_en=(
                "An honour for service at provincial level or above, or held up as an example by regulator or association: 1 point each, 2 at "
                "most (20 of the 1,000)."
            ),
            most=2,
        ),
        bonus(
            "10.5",
            "助人与堵截",
            "Help and prevention",
            look_zh="见义勇为、救助客户、成功堵截电信诈骗，有公安机关或客户书面证明的，加 1 分（相当于千分制 10 分）。",
            look_en="Courage, rescue of a customer or a fraud stopped, confirmed in writing by police or customer: 1 point (10 of the 1,000).",
            most=1,
        ),
    ),
)

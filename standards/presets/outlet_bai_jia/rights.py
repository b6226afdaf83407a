"""Customers' rights 消保 and dual recording 双录: 150 points, with the outlet's red lines."""

from standards.content import DimensionContent
from standards.enums import ProtectionElement
from standards.presets.outlet_bai_jia.thousand import docked, rated
from standards.presets.shape import critical, event

RIGHTS = DimensionContent(
    code="rights",
    name_zh="消费者权益保护与双录",
    name_en="Customers’ rights and dual recording",
    target=90,
    indicators=(
        rated(
            "6.1",
            25,
            "适当性",
            "Suitability",
            look_zh="抽查五笔理财、基金、保险销售：风险测评是否由客户本人完成且在有效期内，产品风险是否不高于客户承受能力。",
            look_en=(
                "Five sales of wealth products, funds or insurance: did the customer answer the risk questions themselves, are they still "
                "valid, is the product no riskier than they can bear?"
            ),
            element=ProtectionElement.SUITABILITY,
            levels=(
                ("五笔全部合格，留存完整", "All five in order and fully on file"),
                ("五笔合格，一笔留存不全", "All five in order, one not fully on file"),
                ("一笔测评过期，产品匹配", "One assessment expired, the product fitted"),
                ("一笔不匹配但有客户书面确认", "One did not fit, with the customer’s written confirmation"),
                ("有代做测评，或向不合适的客户推销", "Somebody else answered, or it was sold to the wrong customer"),
            ),
        ),
        docked(
            "6.2",
            40,
            "双录",
            "Dual recording",
            look_zh="抽看十笔应双录的销售：未在专区、无录音录像、画面声音不清、漏读风险提示、未录到客户确认，每笔扣 10 分，再犯加倍。",
            look_en=(
                "Ten sales that must be recorded: not in the area, no recording, not to be seen or heard, risk notice left out, the customer’s "
                "consent missing: 10 points off for each, double when it happens again."
            ),
            step=10,
            repeats_doubled=True,
            element=ProtectionElement.MARKETING,
        ),
        docked(
            "6.3",
            25,
            "营销宣传",
            "Promotion",
            look_zh="折页、海报、朋友圈和口头推介。未经审批、承诺收益、贬低同业、隐去风险、使用过期材料，每处扣 5 分。",
            look_en=(
                "Leaflets, posters, social media and talk. Not approved, returns promised, competitors run down, risks left out, out of date: "
                "5 points off for each."
            ),
            step=5,
            element=ProtectionElement.MARKETING,
        ),
        docked(
            "6.4",
            25,
            "投诉处理",
            "Handling complaints",
            look_zh="近一个季度的投诉：未登记、24 小时内未联系客户、超时未答复、未经客户确认即办结，每件扣 5 分。",
            look_en=(
                "Complaints of the quarter: not registered, customer not contacted within 24 hours, answered late, closed without the "
                "customer’s word: 5 points off for each."
            ),
            step=5,
            element=ProtectionElement.DISPUTES,
        ),
        docked(
            "6.5",
            20,
            "客户信息保管",
            "Safekeeping of customer data",
            look_zh="单据、屏幕、废纸、复印件、手机照片。客户信息外露、未碎纸、用个人手机传送，每处扣 5 分。",
            look_en="Papers, screens, waste, copies, photos on phones. Data in sight, not shredded, sent by a private phone: 5 points off for each.",
            step=5,
            element=ProtectionElement.PRIVACY,
        ),
        rated(
            "6.6",
            15,
            "金融教育",
            "Financial education",
            look_zh="公众教育区是否有人维护、资料常新；本季度是否走进社区、学校、企业开展活动，有记录和照片。",
            look_en=(
                "Is the education corner kept up, and did the outlet go out to neighbourhoods, schools or firms this quarter, with record and "
                "photos?"
            ),
            element=ProtectionElement.EDUCATION,
            levels=(
                ("资料常新，外出活动三次以上且有反馈", "Fresh material, three activities or more with feedback"),
                ("资料常新，外出活动两次", "Fresh material, two activities"),
                ("资料齐全，外出活动一次", "Material complete, one activity"),
                ("资料陈旧，没有外出活动", "Old material, no activity"),
                ("没有公众教育区，也没有活动", "No corner and no activity"),
            ),
        ),
        critical(
            "6.7",
            "误导销售或私售产品",
            "Misleading or private sales",
            look_zh="把保险、基金说成存款，私自销售未经总行批准的产品，或诱导客户绕开双录的，即触发红线。",
            look_en=(
                "Triggered by selling insurance or funds as deposits, by private sales of what head office has not approved, and by leading "
                "customers around the recording."
            ),
            element=ProtectionElement.MARKETING,
        ),
        critical(
            "6.8",
            "泄露或倒卖客户信息",
            "Leaking or selling customer data",
            look_zh="网点员工或驻点人员泄露、出售、非法提供客户信息的，即触发红线。",
            look_en="Triggered when staff of the outlet or agents in it leak, sell or unlawfully pass on customer data.",
            element=ProtectionElement.PRIVACY,
        ),
        event(
            "6.9",
            "监管处罚",
            "Regulatory penalty",
            look_zh="本网点在评估期内被监管部门行政处罚的，登记处罚日期、文号和事由。",
            look_en="The outlet was fined or otherwise penalised by the regulator in the cycle. Enter date, number and reason.",
            element=ProtectionElement.INSTITUTION,
        ),
        event(
            "6.10",
            "有责投诉",
            "Justified complaint",
            look_zh="监管转办或总行认定本网点负有责任的投诉，登记认定日期和投诉编号。",
            look_en=(
                "A complaint forwarded by the regulator or found by head office to be the outlet’s fault. Enter the day of the finding and the "
                "complaint’s number."
            ),
            element=ProtectionElement.DISPUTES,
        ),
    ),
)

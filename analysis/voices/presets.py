"""The list that an organization begins with: themes of a bank's or consumer finance firm's customers, and words of its trade."""

from analysis.voices.sorting import Theme

_THEMES: tuple[tuple[str, str, str], ...] = (
    ("收费与利息", "Fees and interest", "手续费 年费 利息 利率 违约金 扣费 收费 服务费 滞纳金 管理费 扣了 fee interest charged"),
    ("排队与等待", "Waiting", "排队 等待 久等 等了 取号 叫号 窗口少 太慢 半天 很慢 queue wait slow"),
    ("服务态度", "Attitude", "态度 不耐烦 推诿 冷漠 不理 顶撞 生硬 热情 耐心 礼貌 亲切 rude attitude impolite friendly patient"),
    ("手机银行与线上", "App and online", "手机银行 网银 闪退 登录 验证码 app 小程序 卡顿 刷脸 人脸识别 在线客服 website log in crash"),
    ("银行卡", "Cards", "信用卡 借记卡 银行卡 吞卡 挂失 补卡 开卡 额度 credit card debit card"),
    ("贷款与还款", "Loans and repayment", "贷款 房贷 还款 放款 提前还款 提前结清 逾期 月供 分期 loan mortgage repay instalment"),
    ("征信", "Credit reporting", "征信 信用报告 信用记录 credit report credit record credit bureau"),
    ("催收", "Collection", "催收 催款 骚扰 威胁 轰炸 debt collect harass"),
    ("盗刷与诈骗", "Fraud", "盗刷 诈骗 被骗 冻结 陌生交易 境外消费 fraud stolen scam frozen"),
    ("个人信息", "Privacy", "个人信息 隐私 泄露 推销电话 营销短信 privacy personal data leak"),
    ("转账与支付", "Transfers and payments", "转账 汇款 到账 支付 代扣 收款 transfer payment remittance"),
    ("理财与保险", "Wealth and insurance", "理财 基金 保险 净值 退保 收益 到期 wealth fund insurance"),
    ("网点环境与设施", "Branch facilities", "充电 老花镜 座椅 停车 空调 无障碍 轮椅 饮水 自助机 柜员机 环境 atm parking seat"),
    ("投诉处理", "Complaint handling", "投诉 没有结果 没人回复 没有回复 不回电 重复说明 说了三遍 踢皮球 complain no reply nobody called"),
    ("告知与解释", "Information", "没有提醒 没有告知 未告知 未提醒 没说清楚 解释 说明 看不懂 not told explain unclear"),
)  # fmt: skip
# What jieba would cut into pieces, or not know.
OWN_WORDS = (
    "手机银行", "提前还款", "提前结清", "年费", "征信", "滞纳金", "盗刷", "闪退", "验证码", "人脸识别", "柜员机", "自助机", "信用报告", "代扣",
    "大堂经理", "叫号", "月供", "退保", "补卡", "吞卡", "没收到", "信用卡", "借记卡", "服务费", "违约金", "在线客服", "app", "atm",
)  # fmt: skip
# Of two words in the table above that belong together in English.
_TOGETHER = (
    "log in", "credit card", "debit card", "credit report", "credit record", "credit bureau", "debt collect", "personal data",
    "no reply", "nobody called", "not told",
)  # fmt: skip


def preset() -> dict:
    """Content of a first `VoiceList`."""
    themes = [
        Theme(number, zh, en, tuple(_split(words))).entry for number, (zh, en, words) in enumerate(_THEMES, start=1)
    ]
    return {"themes": themes, "own": list(OWN_WORDS), "stop": [], "next": len(themes) + 1}


def _split(words: str) -> list[str]:
    for pair in _TOGETHER:
        words = words.replace(pair, pair.replace(" ", "_"))
    return [word.replace("_", " ") for word in words.split()]

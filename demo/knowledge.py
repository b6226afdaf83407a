"""The knowledge base of the demo: categories, articles in force, one with two versions, one to look at again, one that waits for its review, one of a
unit's own, synonyms, and what was looked for in vain. Links to two tickets show what an article was used for."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from demo.keys import key_of
from demo.organization import Bank
from foundation.common import clock
from knowledge.models import Article, ArticleDraft, Category
from knowledge.services import drafting, publishing
from knowledge.services.reading import note_gap, rate_article
from knowledge.services.words import keep_category, keep_synonyms
from organization.models import Person
from standards.models import Indicator
from tickets.models import Ticket
from tickets.services.linking import link_article

CATEGORIES = (
    ("cards", "银行卡", "Cards"), ("loans", "贷款", "Loans"), ("wealth", "理财与保险", "Wealth and insurance"),
    ("channels", "手机银行与自助机", "Mobile and self-service"), ("service", "服务与投诉处理", "Service and complaints"),
)  # fmt: skip


@dataclass(frozen=True)
class Text:
    """`ago`: days before now on which it was approved; `months`: until it is looked at again; `author`: a role of the cast."""

    category: str
    title: tuple[str, str]
    asked: str
    answer: tuple[str, str]
    keywords: str
    source: str
    ago: int = 60
    months: int = 12
    author: str = "liaison"
    state: str = "in_force"
    indicators: tuple[str, ...] = ()
    unit: str = ""


TEXTS = (
    Text(
        "cards", ("信用卡疑似被盗刷怎么办", "What to do if a credit card is used by somebody else"),
        "卡在我手里，收到境外消费短信\n信用卡被盗刷了\n请立即冻结我的卡",
        (
            "# 立即要做的三件事\n1. 马上为客户办理**临时冻结**，不必等客户到网点。\n2. 登记争议交易：时间、金额、商户、币种。\n"
            "3. 提醒客户保留短信，并在 24 小时内报案、取得回执。\n\n# 时限\n"
            "- 争议调查一般 45 天，境外最长 90 天。\n- 调查期间不计收该笔争议金额的利息和违约金。\n\n"
            "> 不要答复“肯定能追回”，也不要让客户先还款再申诉。",
            "# At once\n1. **Block the card** on the call.\n2. Register the disputed transactions.\n"
            "3. Ask the customer to keep the message and to report it to "
            "the police within 24 hours.\n\n# Terms\n- 45 days as a rule, up to 90 abroad.\n- No interest on the disputed amount meanwhile.",
        ),
        "盗刷，冻结，争议交易", "《信用卡业务操作规程》第六章（2026 年修订）", ago=30,
    ),
    Text(
        "cards", ("信用卡年费：减免条件与退还", "Annual fee of a credit card: when it is waived or refunded"),
        "为什么扣我年费\n首年免年费第二年还收吗\n年费能退吗",
        (
            "# 收取标准\n普卡 100 元，金卡 300 元，白金卡 600 元；首年免收。\n\n"
            "# 减免\n- 上一年刷满 **6 次**，免当年年费。\n- 扣收前 30 日须短信和手机银行双渠道提醒。\n\n"
            "# 退还\n提醒未送达的，经核实全额退还，三个工作日到账。",
            "Free in the first year, and in the next after **six** payments. "
            "The customer is told 30 days ahead by two channels; if not, it is refunded.",
        ),
        "年费，退费，减免", "《服务价格目录》2026 年版", ago=90,
    ),
    Text(
        "loans", ("个人住房贷款提前还款与违约金", "Early repayment of a mortgage"), "提前还房贷要违约金吗\n提前结清怎么办\n合同没写违约金为什么要收",
        (
            "# 先看合同\n1. 合同写明违约金的，按合同；**合同没有约定的，不得收取**。\n2. "
            "放款满一年可以申请，手机银行、网点均可。\n\n# 需要材料\n- 身份证\n- 借款合同或合同编号\n\n"
            "# 时限\n受理后 15 个工作日内办结，结清证明 7 个工作日内寄出。",
            "A fee is charged only where the contract says so. Possible after one year; 15 working days.",
        ),
        "提前结清，违约金", "《个人贷款管理办法》第三十条", ago=340, months=11,
    ),
    Text(
        "wealth", ("理财产品到期：提醒与资金到账", "A wealth product matures: notice and payment"), "理财到期没有通知我\n到期的钱什么时候到账",
        (
            "# 到账\n到期日后 **T+1** 个工作日转入签约账户。\n\n# 提醒\n"
            "到期前 5 个工作日短信提醒；未留手机号的由客户经理电话通知并留痕。\n\n# 没有提醒怎么处理\n致歉、核实提醒记录，协助更新手机号，"
            "不承诺补偿收益。",
            "Paid one working day after maturity. A message goes out five working days ahead.",
        ),
        "到期，赎回，提醒", "《理财业务销售管理规程》2026-03", ago=45,
    ),
    Text(
        "channels", ("手机银行更新后闪退", "The app closes itself after an update"), "手机银行打不开\n点转账就闪退\n重装也不行",
        (
            "1. 请客户确认系统版本：安卓 9、iOS 14 以上。\n2. 设置里清除缓存，再重新登录；"
            "**不要先卸载**，以免设备绑定失效。\n3. 仍然闪退：记录机型、版本号、发生时间，转信息科技部。\n"
            "4. 急需转账的，引导使用网上银行或就近自助机。",
            "Check the system’s version, clear the cache, then register model, version and time for IT. Do not uninstall first.",
        ),
        "闪退，更新，登录", "信息科技部常见问题 2026-09", ago=20, author="lead",
    ),
    Text(
        "channels", ("自助机吞卡：当场与次日处理", "A machine keeps the card"), "取款机吞卡了怎么办\n吞卡多久能拿回来",
        (
            "# 工作时间\n网点人员当场核验身份后取出归还。\n\n# 非工作时间\n1. 安抚客户，"
            "登记机器编号和时间。\n2. 次日 12:00 前联系客户领卡；异地卡请发卡行协助。\n\n同一台机器一月内两次吞卡的，"
            "须报修并回复客户处理结果。",
            "In working hours it is given back at once; otherwise by noon of the next working day.",
        ),
        "吞卡，柜员机，ATM", "《自助设备运营管理细则》", ago=15,
    ),
    Text(
        "service", ("排队超过 30 分钟的现场处理", "When customers wait more than 30 minutes"), "等了一个小时没人管\n窗口太少",
        (
            "# 大堂经理\n1. 超过 **20 分钟**主动说明等候原因和预计时间。\n2. "
            "超过 30 分钟启动弹性窗口；老人、孕妇、残障人士优先。\n3. 大堂经理离岗必须有人顶岗。\n\n# 事后\n"
            "客户投诉的，两小时内由网点负责人回电。",
            "After 20 minutes the customer is told why and for how long; after 30 a further counter is opened.",
        ),
        "排队，等候，弹性窗口", "《网点服务规范》第 8 条", ago=25, indicators=("waiting",),
    ),
    Text(
        "service", ("投诉首次回应的标准用语", "What is said first to somebody who complains"), "客户很生气怎么开口\n投诉怎么道歉",
        (
            "- **先听完，再说话**；不打断，不辩解。\n- “给您带来不便，我们很抱歉。我来负责跟进，"
            "24 小时内给您答复。”\n- 留下姓名和工号，告知下一步和时间。\n\n> 不说“这不归我管”“您应该先看说明”。",
            "Listen to the end. “I am sorry. I will see to it myself and answer you within 24 hours.” Leave your name.",
        ),
        "投诉，道歉，用语", "《客户投诉处理办法》附件二", ago=50, author="agent",
    ),
    Text(
        "service", ("网点停电应急处置", "A power cut in the branch"), "停电了怎么办",
        ("1. 启用应急照明，安抚客户。\n2. 柜面暂停受理，登记在途业务。\n3. 联系物业与科技部。", ""), "停电，应急",
        "支行应急预案", unit="BR3", ago=12,
    ),
    Text(
        "cards", ("第三代社保卡金融功能开通", "Activating the bank functions of a social security card"), "社保卡怎么激活\n社保卡能当银行卡用吗",
        ("# 办理\n本人携带身份证和社保卡到任一网点，当场激活。\n\n# 代办\n卧床老人可预约上门。",
        "At any branch with the identity card; home visits for those who cannot leave their bed."),
        "社保卡，激活", "人社与银行合作备忘录 2026", state="review", author="agent",
    ),
)  # fmt: skip
SYNONYMS = (
    "信用卡，贷记卡，credit card",
    "房贷，按揭，住房贷款",
    "手机银行，掌上银行，APP",
    "自助机，取款机，ATM，柜员机",
)
GAPS = (("数字人民币钱包", 9), ("外币找零兑换", 5), ("etc绑卡注销", 3), ("公积金冲还贷", 2))


def write_knowledge(bank: Bank) -> None:
    _Desk(bank).work()


class _Desk:
    def __init__(self, bank: Bank):
        self.bank, self.now = bank, clock.now()
        self.lead = bank.people["lead"]
        self.categories: dict[str, Category] = {}
        self.articles: dict[str, Article] = {}

    def work(self) -> None:
        with clock.travelling(self.now - timedelta(days=400)):
            for place, (code, zh, en) in enumerate(CATEGORIES, start=1):
                self.categories[code] = keep_category(
                    actor=self.lead, name_zh=zh, name_en=en, position=place * 10, key=key_of("category", code)
                )
            for words in SYNONYMS:
                keep_synonyms(actor=self.lead, words=words, key=key_of("synonyms", words))
        for text in TEXTS:
            self._write(text)
        self._replace()
        self._read()
        self._look_in_vain()

    def _write(self, text: Text) -> None:
        author = self.bank.people[text.author]
        said = {
            "title_zh": text.title[0], "title_en": text.title[1], "questions_zh": text.asked, "questions_en": "",
            "answer_zh": text.answer[0], "answer_en": text.answer[1], "category": self.categories[text.category], "keywords": text.keywords,
            "source_kind": "policy", "source": text.source, "review_months": text.months, "indicators": _indicators(text),
            "units": [self.bank.units[text.unit]] if text.unit else [],
        }  # fmt: skip
        at = self.now - timedelta(days=text.ago if text.state == "in_force" else 2)
        with clock.travelling(at - timedelta(days=1)):
            draft = drafting.begin_article(actor=author, said=said, key=key_of("article", text.title[0]))
            draft = drafting.submit_draft(draft=draft, actor=author, version=draft.version)
        if text.state == "in_force":
            self.articles[text.title[0]] = self._approve(draft, at, author)

    def _approve(self, draft: ArticleDraft, at: datetime, author: Person) -> Article:
        reviewer = self.lead if author.pk != self.lead.pk else self.bank.people["manager"]
        with clock.travelling(at):
            version = publishing.approve_draft(
                draft=draft, actor=reviewer, version=draft.version, key=key_of("approve", draft.article.number, str(at.date()))
            )  # fmt: skip
        return Article.objects.select_related("owner__unit", "current").get(pk=version.article_id)

    def _replace(self) -> None:
        """The annual fee has a second version."""
        article = self.articles["信用卡年费：减免条件与退还"]
        before = article.current
        said = {
            **{name: getattr(before, name) for name in ("title_zh", "title_en", "questions_zh", "questions_en", "answer_en", "category", "keywords")},
            "source_kind": before.source_kind, "source": "《服务价格目录》2026 年第三季度修订", "review_months": 12,
            "answer_zh": before.answer_zh.replace("刷满 **6 次**", "刷满 **5 次**").replace("三个工作日", "两个工作日"),
        }  # fmt: skip
        author, at = self.bank.people["liaison"], self.now - timedelta(days=18)
        with clock.travelling(at - timedelta(hours=20)):
            draft = drafting.save_draft(
                article=article, actor=author, said=said, note="价格目录修订：减免次数由 6 次改为 5 次，退还时限缩短", version=0,
                key=key_of("next", article.number),
            )  # fmt: skip
            draft = drafting.submit_draft(draft=draft, actor=author, version=draft.version)
        self.articles["信用卡年费：减免条件与退还"] = self._approve(draft, at, author)

    def _read(self) -> None:
        for title, role, helped, remark in (
            ("信用卡年费：减免条件与退还", "agent", True, ""), ("信用卡年费：减免条件与退还", "owner", False, "附属卡怎么收没有写"),
            ("信用卡疑似被盗刷怎么办", "agent", True, "时限写得清楚"), ("信用卡疑似被盗刷怎么办", "staff", True, ""),
            ("自助机吞卡：当场与次日处理", "agent", True, ""),
        ):  # fmt: skip
            rate_article(
                article=self.articles[title], actor=self.bank.people[role], is_helpful=helped, remark=remark,
                key=key_of("rate", title, role),
            )  # fmt: skip
        for subject, title in (
            ("信用卡疑似被盗刷", "信用卡疑似被盗刷怎么办"),
            ("自助机吞卡两次", "自助机吞卡：当场与次日处理"),
        ):
            ticket = next((row for row in Ticket.objects.all() if row.subject == subject), None)
            if ticket is not None:
                article = self.articles[title]
                link_article(ticket=ticket, article=article, actor=ticket.holder, key=key_of("link", subject))

    def _look_in_vain(self) -> None:
        for words, times in GAPS:
            for number in range(times):
                with clock.travelling(self.now - timedelta(days=number)):
                    note_gap(words)


def _indicators(text: Text) -> list[str]:
    """The code of the standard in force whose name speaks of waiting."""
    if not text.indicators:
        return []
    found = Indicator.objects.filter(name_zh__contains="等候").order_by("-pk").values_list("code", flat=True)[:1]
    return list(found)

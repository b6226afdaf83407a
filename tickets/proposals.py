"""What a ticket probably is, by words that stand in it. A proposal only: a person always says what it is, and sees which words led to it."""

import json
from dataclasses import dataclass, field, replace
from functools import lru_cache

from tickets.enums import Complexity, Kind, Topic, Urgency
from tickets.learning import Learned
from tickets.models import LearnedTopics, Ticket

# In the order in which they are asked: the first word that is found decides, so what weighs more stands first.
KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        Kind.COMPLAINT,
        ("投诉", "举报", "不满", "曝光", "银保监", "金融监管", "12378", "12315", "维权", "骗", "乱扣", "complain", "unacceptable"),
    ),
    (Kind.PRAISE, ("表扬", "感谢", "点赞", "锦旗", "thank", "praise", "excellent service")),
    (Kind.SUGGESTION, ("建议", "希望增加", "希望能", "suggest", "it would be better")),
    (Kind.REQUEST, ("申请", "补发", "办理", "开具", "请帮", "request", "please send", "apply")),
    (Kind.ENQUIRY, ("咨询", "请问", "怎么", "如何", "查询", "how do i", "what is", "could you tell")),
)  # fmt: skip
TOPICS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (Topic.COLLECTION, ("催收", "催款", "逾期电话", "骚扰亲友", "debt collector", "collection")),
    (Topic.PRIVACY, ("个人信息", "泄露", "隐私", "personal data", "privacy", "leak")),
    (Topic.FEES, ("手续费", "年费", "利息", "利率", "违约金", "扣费", "收费", "服务费", "fee", "interest", "charged")),
    (Topic.LOAN, ("贷款", "房贷", "还款", "放款", "征信", "提前结清", "loan", "mortgage", "repay", "credit report")),
    (Topic.CARD, ("信用卡", "借记卡", "银行卡", "盗刷", "挂失", "补卡", "credit card", "debit card", "card")),
    (Topic.WEALTH, ("理财", "基金", "保险", "净值", "退保", "分红", "wealth", "fund", "insurance")),
    (Topic.CHANNEL, ("手机银行", "网银", "闪退", "登录", "验证码", "柜员机", "自助机", "atm", "app", "log in", "website")),
    (Topic.PAYMENT, ("转账", "汇款", "到账", "支付", "代扣", "收款", "transfer", "payment", "remittance")),
    (Topic.WAITING, ("排队", "等待", "等了", "太慢", "久等", "窗口少", "queue", "waited", "waiting", "slow")),
    (Topic.ATTITUDE, ("态度", "不耐烦", "推诿", "辱骂", "冷漠", "不理", "顶撞", "rude", "attitude", "ignored", "impolite")),
)  # fmt: skip
URGENT = (
    "盗刷", "冻结", "被骗", "诈骗", "人身", "生命", "媒体", "记者", "群体", "跳楼", "今天必须", "立即", "fraud", "stolen", "urgent",
    "journalist", "immediately", "frozen",
)  # fmt: skip
COMPLEX = (
    "诉讼", "律师", "法院", "仲裁", "多次", "第三次", "合同", "继承", "跨行", "历史遗留", "鉴定", "lawyer", "court", "lawsuit", "several times",
    "inherit", "contract",
)  # fmt: skip


@dataclass(frozen=True)
class Proposal:
    """`words`: {field: the words of the text that led to it}; a field without any stands as it is by default. `learned`: the accuracy of the
    topic where it comes from earlier tickets, empty where it comes from fixed words."""

    kind: str
    topic: str
    urgency: str = Urgency.NORMAL
    complexity: str = Complexity.SIMPLE
    words: dict[str, list[str]] = field(default_factory=dict)
    learned: dict = field(default_factory=dict)

    @property
    def values(self) -> dict[str, str]:
        return {"kind": self.kind, "topic": self.topic, "urgency": self.urgency, "complexity": self.complexity}


def propose(text: str, *, kind: str = "") -> Proposal:
    """From the subject and the text together. `kind`: what whoever received it has said; it stands unless a word speaks for a complaint."""
    text = text.casefold()
    words: dict[str, list[str]] = {}
    found_kind, kind_words = _first(KINDS, text)
    if found_kind == Kind.COMPLAINT or not kind:
        kind = found_kind or kind or Kind.ENQUIRY
        if kind_words:
            words["kind"] = kind_words
    topic, topic_words = _first(TOPICS, text)
    if topic_words:
        words["topic"] = topic_words
    urgent, complex_ = _in(URGENT, text), _in(COMPLEX, text)
    if urgent:
        words["urgency"] = urgent
    if complex_:
        words["complexity"] = complex_
    return Proposal(
        kind=kind,
        topic=topic or Topic.OTHER,
        urgency=Urgency.URGENT if urgent else Urgency.NORMAL,
        complexity=Complexity.COMPLEX if complex_ else Complexity.SIMPLE,
        words=words,
    )


def topic_by_words(text: str) -> str:
    return _first(TOPICS, text.casefold())[0] or Topic.OTHER


def propose_for(ticket: Ticket) -> Proposal:
    """With the topic by what was learned, where that does better than the fixed words and knows a word of the ticket."""
    text = ticket.said
    proposal = propose(text, kind=ticket.kind)
    row = LearnedTopics.objects.defer("content").first()
    if row is None or not row.is_better:
        return proposal
    guess = _learned(row.pk).guess(text)
    if guess is None:
        return proposal
    words = {**proposal.words, "topic": list(guess.terms)}
    return replace(proposal, topic=guess.label, words=words, learned={**row.accuracy, "n": row.n})


@lru_cache(maxsize=1)
def _learned(pk: int) -> Learned:
    content = json.loads(LearnedTopics.objects.get(pk=pk).content)
    return Learned(content["counts"], content["texts"])


def _first(rules: tuple[tuple[str, tuple[str, ...]], ...], text: str) -> tuple[str, list[str]]:
    for value, words in rules:
        if found := _in(words, text):
            return value, found
    return "", []


def _in(words: tuple[str, ...], text: str) -> list[str]:
    return [word for word in words if word in text]

"""Tickets of the demo: complaints at each node, one forwarded by the regulator, one that waits for further days, and what is no complaint.

Each happens in the hours before now, so that the clocks show something to do. Nothing here takes from the chance that gives the marks.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from demo.keys import key_of
from demo.organization import Bank
from foundation.common import clock
from organization.models import Person
from tickets.models import Ticket
from tickets.proposals import propose
from tickets.services import clocks, dispatching, handling, receiving
from tickets.services.receiving import Contact


@dataclass(frozen=True)
class Story:
    """`ago`: hours before now at which it was received; `at`: the unit; `nodes`: how far it has come."""

    ago: float
    kind: str
    channel: str
    at: str
    subject: str
    text: str
    name: str
    phone: str
    nodes: tuple[str, ...] = ()
    forwarded: tuple[str, str] = ("", "")
    found: str = ""
    answer: str = ""
    measure: str = ""
    justified: str = "yes"
    cause: str = "process"
    satisfaction: int | None = None


ALL = ("classify", "dispatch", "take_over", "contact", "investigate", "answer", "confirm", "close")
STORIES = (
    Story(
        24 * 40, "complaint", "hotline", "BR3", "排队一小时无人引导", "我在滨江支行取号后等了一个多小时，大堂没有人引导，窗口只开了两个。",
        "孙建国", "13800138201", ALL, found="当日两名柜员调休未补位，大堂经理参加会议离岗四十分钟。",
        answer="致歉并说明原因，为客户预约次日绿色通道办理。", measure="高峰时段实行弹性窗口，大堂经理离岗须有人顶岗。", satisfaction=4,
    ),
    Story(
        24 * 12, "complaint", "online", "CRD", "信用卡年费未告知", "办卡时说首年免年费，第二年直接扣了三百元，没有任何提醒，要求退还手续费。",
        "周敏", "13900139302", ALL, found="短信提醒因号码变更未送达，条款中有说明但未在办卡时口头提示。",
        answer="退还本年年费，并更新联系号码。", measure="扣收年费前三十日以短信和手机银行双渠道提醒。", justified="partly", cause="information",
        satisfaction=5,
    ),
    Story(
        24 * 9, "complaint", "letter", "LOA", "提前还款违约金有争议", "贷款合同没有写明提前结清要收违约金，多次沟通没有结果，请求重新核算。",
        "钱伟", "13700137403", ("classify", "dispatch", "take_over", "contact", "extend"),
        forwarded=("regulator", "JG-2026-1187"),
    ),
    Story(
        30, "complaint", "hotline", "BR1", "柜员态度不耐烦", "老人问了两遍怎么存折补登，柜员很不耐烦，说自己看说明。", "李秀英", "13600136504",
        ("classify", "dispatch", "take_over", "contact", "investigate"), found="调阅监控并询问当事人，柜员语气生硬、未提供一次性告知，情况属实。",
        cause="people",
    ),
    Story(
        27, "complaint", "social", "ONL", "手机银行闪退转账失败", "手机银行更新后一点转账就闪退，急着给孩子交学费，客服让我重装也不行。",
        "吴磊", "13500135605",
        ("classify",),
    ),
    Story(
        6, "complaint", "branch", "BR3", "理财到期未提醒", "理财到期一周没有人通知，钱躺在账户里没有收益。", "陈芳", "13400134706",
        ("classify", "dispatch"),
    ),
    Story(
        5, "complaint", "hotline", "BR3", "自助机吞卡两次", "同一台柜员机一个月内吞了我两次卡，每次补卡都要半天。", "孙建国", "13800138201",
        ("classify", "dispatch", "take_over", "contact"),
    ),
    Story(
        3, "complaint", "hotline", "CRD", "信用卡疑似被盗刷", "刚收到两笔境外消费短信，卡在我手里，肯定是被盗刷了，请立即冻结。",
        "赵倩", "13300133807",
        ("classify", "dispatch", "take_over", "remedy", "contact"),
    ),
    Story(50, "enquiry", "online", "TEL", "咨询外汇汇款限额", "请问个人一年可以向境外汇款多少，需要带什么材料？", "郑凯", "13200132908",
        ("classify", "answer", "confirm", "close"), answer="每人每年等值五万美元便利化额度；带身份证和用途材料到网点或在手机银行办理。",
        satisfaction=5,
    ),
    Story(20, "praise", "letter", "BR2", "感谢柜员耐心帮助老人", "城西支行的工作人员耐心教我父亲用手机银行，特别感谢。", "何丽", "",
        ("classify", "answer", "confirm", "close"), answer="已转达致谢并在晨会表扬。",
    ),
    Story(2, "suggestion", "online", "BR4", "希望增加充电插座", "建议等候区增加手机充电插座和老花镜。", "", "", ()),
)  # fmt: skip


def open_tickets(bank: Bank) -> None:
    now = clock.now()
    for story in STORIES:
        _Play(bank, story, now).run()


class _Play:
    """One story, act by act: each a part of the time since it was received."""

    def __init__(self, bank: Bank, story: Story, now: datetime):
        self.bank, self.story, self.now = bank, story, now
        self.received = now - timedelta(hours=story.ago)
        self.unit = bank.units[story.at]
        self.receiver = bank.people["agent"] if story.at != "BR2" else bank.staff["BR2"][0]
        self.handler = self._handler()
        self.ticket: Ticket | None = None

    def _handler(self) -> Person:
        if self.story.at == "BR3":
            return self.bank.people["owner"]
        return self.bank.people["staff"] if self.story.at == "BR1" else self.bank.staff[self.story.at][1]

    def run(self) -> None:
        story = self.story
        with clock.travelling(self.received):
            self.ticket = receiving.receive_ticket(
                actor=self.receiver,
                key=self._key("receive"),
                kind=story.kind,
                channel=story.channel,
                subject=story.subject,
                text=story.text,
                contact=Contact(story.name, story.phone),
                unit=None if "dispatch" in story.nodes else self.unit,
                forwarded_by=story.forwarded[0],
                forwarded_number=story.forwarded[1],
            )
        acts: dict[str, Callable[[], None]] = {name: getattr(self, f"_{name}") for name in story.nodes}
        # A day is promised: what is done is done within it, the end of the story a little later.
        span = min(story.ago, 22.0) * 0.9
        for place, act in enumerate(acts.values(), start=1):
            with clock.travelling(self.received + timedelta(hours=span * place / (len(acts) + 1))):
                self.ticket = act()

    def _key(self, act: str):
        return key_of("ticket", self.story.subject, self.story.ago, act)

    def _given(self, act: str, actor: Person | None = None) -> dict:
        return {"ticket": self.ticket, "actor": actor or self.ticket.holder, "key": self._key(act)}

    def _classify(self) -> Ticket:
        found = propose(f"{self.story.subject}\n{self.story.text}", kind=self.story.kind).values | {
            "kind": self.story.kind
        }
        return receiving.classify_ticket(**self._given("classify"), **found, proposed=found)

    def _dispatch(self) -> Ticket:
        return dispatching.dispatch_ticket(**self._given("dispatch"), unit=self.unit, text="请核实并联系客户。")

    def _take_over(self) -> Ticket:
        return dispatching.take_over(**self._given("take_over", self.handler))

    def _remedy(self) -> Ticket:
        text = "已先行冻结卡片并登记争议交易。"
        return handling.add_note(**self._given("remedy"), text=text, is_remedy=True)

    def _contact(self) -> Ticket:
        return handling.note_contact(**self._given("contact"), reached=True, text="已电话联系客户，致歉并核对经过。")

    def _investigate(self) -> Ticket:
        story = self.story
        return handling.investigate(
            **self._given("investigate"), text=story.found, justified=story.justified, cause=story.cause
        )

    def _answer(self) -> Ticket:
        return handling.answer_ticket(**self._given("answer"), text=self.story.answer)

    def _confirm(self) -> Ticket:
        return handling.confirm_ticket(
            **self._given("confirm"), outcome="content", satisfaction=self.story.satisfaction, text=""
        )

    def _close(self) -> Ticket:
        return handling.close_ticket(**self._given("close"), text=self.story.measure)

    def _extend(self) -> Ticket:
        found = {"kind": "complaint", "topic": "loan", "urgency": "normal", "complexity": "complex"}
        self.ticket = receiving.classify_ticket(**self._given("complex"), **found)
        return clocks.ask_extension(**self._given("extend"), text="需调取八年前的签约档案并请法律部门出具意见。")

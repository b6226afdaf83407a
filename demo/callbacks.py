"""Customers are called back: most of them answer in the end, some are never there, one refuses."""

from datetime import datetime, timedelta
from random import Random

from assessments.enums import CallOutcome, Method, SheetState
from assessments.models import Cycle, ScoreSheet
from assessments.selectors.sheets import for_page
from assessments.services.callbacks import note_attempt, reveal_number
from assessments.services.falling_out import replace_sheet_item
from demo.keys import key_of
from foundation.common import clock
from foundation.workdays.calendar import add_workdays
from sampling.enums import ReplacementReason

SCRIPT = """您好，我是滨海银行服务质量管理部的回访人员，想了解您近期办理业务的感受，共五个问题，约三分钟，请问您现在方便吗？
1. 您联系我们时是否及时接通或受理？等了多长时间？
2. 工作人员的态度怎么样，是否礼貌、耐心、认真倾听？
3. 您的问题解决了吗？如果没有，还有什么没有解决？
4. 是否向您讲解清楚，包括费用和风险？
5. 总体来说您是否满意？您希望我们在哪些方面改进？
感谢您的支持。还有什么需要我们转达的吗？"""
ANSWERS = (
    "客户表示接通较快，坐席态度好，问题当场解决；希望手机银行查询更简单。",
    "客户表示等了约三分钟才接通，解释清楚，但未主动告知办理时限。",
    "客户表示问题已解决，对转接两次、重复说明情况不满意。",
    "客户总体满意，建议增加老年客户专属服务时段。",
    "客户表示费用说明不够清楚，经追问才告知。",
)


def call_and_ask(sheet: ScoreSheet, moment: datetime) -> None:
    """The customer answers at the moment; every second one was not there two hours before."""
    random = Random(f"call {sheet.number}")
    if random.random() < 0.5 and sheet.created_at < moment - timedelta(hours=2):
        _call(sheet, moment - timedelta(hours=2), random.choice((CallOutcome.NO_ANSWER, CallOutcome.BUSY)))
    _call(sheet, moment - timedelta(minutes=12), CallOutcome.COMPLETED, note=random.choice(ANSWERS))


def leave_some_open(cycle: Cycle, earlier: datetime, later: datetime) -> None:
    """What is not scored stands everywhere between “not called yet” and “may be given up”; one customer refuses and is replaced."""
    rows = ScoreSheet.objects.filter(cycle=cycle, method=Method.CALLBACK).exclude(state=SheetState.SUBMITTED)
    for place, sheet in enumerate(for_page(rows).order_by("assessor", "number")):
        turn = place % 5
        if turn == 0:
            _call(sheet, earlier, CallOutcome.NO_ANSWER)
            _call(sheet, earlier + timedelta(hours=5), CallOutcome.NO_ANSWER)
            _call(sheet, later, CallOutcome.BUSY)
        elif turn == 1:
            _call(sheet, later, CallOutcome.LATER, wish=_tomorrow(later), note="客户正在开会，约定次日上午再联系。")
        elif turn == 2:
            _call(sheet, later, CallOutcome.NO_ANSWER)
        elif turn == 3 and place == 3:
            _refuse(sheet, later)


def _tomorrow(moment: datetime) -> datetime:
    return clock.at_local(add_workdays(clock.local(moment).date(), 1), 10, 30)


def _refuse(sheet: ScoreSheet, moment: datetime) -> None:
    _call(sheet, moment, CallOutcome.REFUSED)
    with clock.travelling(moment + timedelta(minutes=10)):
        replace_sheet_item(
            sheet=sheet,
            turn=sheet.turn,
            actor=sheet.assessor,
            reason=ReplacementReason.REFUSED,
            note="",
            key=key_of("refused", sheet.number),
        )


def _call(
    sheet: ScoreSheet, moment: datetime, outcome: CallOutcome, *, wish: datetime | None = None, note: str = ""
) -> None:
    """The number is looked up, the customer called, the attempt noted four minutes later."""
    with clock.travelling(moment):
        reveal_number(sheet=sheet, actor=sheet.assessor, reason=f"评分表 {sheet.number} 电话回访")
    with clock.travelling(moment + timedelta(minutes=4)):
        note_attempt(
            sheet=sheet,
            actor=sheet.assessor,
            turn=sheet.turn,
            outcome=outcome,
            at=moment,
            call_back_at=wish,
            note=note,
            key=key_of("call", sheet.number, moment.isoformat()),
        )

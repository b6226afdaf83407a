"""Interviews and CCTV reviews of the running quarter: some done, some under way, some still to come."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from assessments.enums import Method, SheetState
from assessments.method_enums import FootageGone, InterviewOutcome
from assessments.methods_planned import Further
from assessments.models import Cycle, Plan, ScoreSheet
from assessments.selectors.footage import footage_of_sheet
from assessments.selectors.interviews import interviews_of_sheet
from assessments.selectors.sheets import for_page
from assessments.services.footage import answer_request, note_viewing, request_footage
from assessments.services.interviews import note_interview
from demo.keys import key_of
from demo.organization import Bank
from foundation.common import clock
from foundation.workdays.calendar import add_workdays
from organization.enums import Role
from organization.models import Person
from organization.selectors import answerable_for, holders_of

QUESTIONS = """您好，我来自服务质量管理部，想了解您今天办理业务的感受，可以问您四个问题吗？不记录您的姓名。
1. 您今天来办什么业务？办好了吗？
2. 您等了多长时间？可以接受吗？
3. 工作人员的态度怎么样？讲解清楚吗？
4. 您觉得哪些地方可以做得更好？"""
LOOK = """1. 客户进门后是否有人迎接、询问，多长时间
2. 柜台和等候区的秩序，客户等候时窗口是否开放
3. 老年客户、残障客户和带小孩的客户是否得到照顾"""
SAID = (
    ("办理定期存款转存，已办好", "大约十分钟，可以接受", "态度很好，利率讲得清楚", "希望增加自助设备"),
    ("修改预留手机号，已办好", "等了二十多分钟，有点久", "态度可以，没有提前说明要带的证件", "最好提前告知所需材料"),
    ("咨询理财产品，没有购买", "不用等", "很耐心，风险也讲了", "没有意见"),
    ("代父亲取养老金，没有办成", "十五分钟", "态度好，但跑了两趟", "老年人业务能不能上门办"),
)
PURPOSE = "季度客户服务质量评估：查看两个抽定时段内客户的接待和服务情况。"
GROUND = "《滨海银行安防监控录像管理办法》第十二条；仅用于内部服务监督，现场查看，不复制。"
CAMERAS = ("营业大厅，叫号机上方", "三号柜台", "营业大厅入口")


def planned(bank: Bank, plan: Plan, team: Sequence[Person], still_at_work: frozenset[int]) -> list[Further]:
    """In the plans of those who are at work, and of the unit whose head signs in."""
    is_theirs = any(person.pk in still_at_work for person in team)
    if not still_at_work or not (is_theirs or plan.unit_id == bank.people["head"].unit_id):
        return []
    return [Further(Method.INTERVIEW, 2, QUESTIONS), Further(Method.FOOTAGE, 2, LOOK)]


def _open_ones(cycle: Cycle, method: str) -> list[ScoreSheet]:
    rows = ScoreSheet.objects.filter(cycle=cycle, method=method).exclude(state=SheetState.SUBMITTED)
    return list(for_page(rows).order_by("number"))


def ask_customers(cycle: Cycle, until: datetime, still_at_work: frozenset[int]) -> list[ScoreSheet]:
    """Whoever stood there has noted what came of it; those that can be scored. The last one, of somebody at work, lacks two minutes."""
    done = []
    for sheet in _open_ones(cycle, Method.INTERVIEW):
        so_far = interviews_of_sheet(sheet)
        if so_far.ends + timedelta(minutes=30) < until:
            done.append(sheet)
    done.sort(key=lambda sheet: (sheet.assessor_id in still_at_work, sheet.due_on, sheet.number))
    for sheet in done:
        random, so_far = Random(f"interview {sheet.number}"), interviews_of_sheet(sheet)
        slots = so_far.slots[:4] if sheet is done[-1] else so_far.slots
        with clock.travelling(so_far.ends + timedelta(minutes=30)):
            for slot in slots:
                _note(sheet, slot, random)
    return done[:-1]


def _note(sheet: ScoreSheet, slot, random: Random) -> None:
    outcome = random.choice((InterviewOutcome.INTERVIEWED,) * 3 + (InterviewOutcome.DECLINED, InterviewOutcome.NOBODY))
    outcome = InterviewOutcome.INTERVIEWED if slot.number == 1 else outcome
    said = random.choice(SAID)
    note_interview(
        sheet=sheet,
        actor=sheet.assessor,
        turn=sheet.turn,
        number=slot.number,
        outcome=outcome,
        at=slot.moment.start + timedelta(minutes=random.randint(1, 4)),
        consented=True,
        touchpoint="counter",
        answers={str(number): text for number, text in enumerate(said, start=1)},
        key=key_of("interview", f"{sheet.number} {slot.number}"),
    )


def review_footage(bank: Bank, cycle: Cycle, asked_at: datetime, until: datetime) -> list[ScoreSheet]:
    """Asked, answered, watched, each as far as it has come; those that can be scored."""
    done = []
    for place, sheet in enumerate(_open_ones(cycle, Method.FOOTAGE)):
        waits = sheet.unit_id == bank.people["head"].unit_id
        if place % 5 == 4 and not waits:
            continue
        with clock.travelling(until - timedelta(days=1) if waits else asked_at):
            asked = request_footage(
                sheet=sheet, actor=sheet.assessor, turn=sheet.turn, camera=CAMERAS[place % 3], purpose=PURPOSE, ground=GROUND,
                key=key_of("footage", sheet.number),
            )  # fmt: skip
        if waits:
            continue
        with clock.travelling(_days_after(asked_at, 3 if place % 5 == 1 else 1)):
            _answer(sheet, asked, is_provided=place % 5 != 3)
        if place % 5 in (0, 1):
            with clock.travelling(_days_after(asked_at, 4)):
                _watch(sheet)
            done.append(sheet)
    return done


def _days_after(moment: datetime, days: int) -> datetime:
    return clock.at_local(add_workdays(clock.local(moment).date(), days), 10)


def _answer(sheet: ScoreSheet, asked, *, is_provided: bool) -> None:
    heads = list(holders_of(Role.HEAD, sheet.unit)) or answerable_for(sheet.unit)
    said = (
        {"where": "二楼监控室", "shown_by": "安保主管 周勇", "kept_until": clock.today() + timedelta(days=20)}
        if is_provided
        else {"reason": FootageGone.OVERWRITTEN, "text": "该摄像头只保存三十天，已被覆盖。"}
    )
    if heads:
        answer_request(asked=asked, actor=heads[0], is_provided=is_provided, key=key_of("answer", sheet.number), **said)


def _watch(sheet: ScoreSheet) -> None:
    if footage_of_sheet(sheet).is_provided:
        note_viewing(
            sheet=sheet, actor=sheet.assessor, turn=sheet.turn, at=clock.now() - timedelta(minutes=20), place="二楼监控室",
            present="安保主管 周勇", key=key_of("viewing", sheet.number),
        )  # fmt: skip

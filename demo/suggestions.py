"""Suggestions of the demo, signed and without a name, in each state; voices; and the surveys of staff of the last months, one of them open."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from uuid import UUID

from demo.keys import key_of
from demo.organization import Bank
from foundation.common import clock
from organization.models import Person
from organization.selectors import people_in_force
from suggestions import codes
from suggestions.enums import Question
from suggestions.models import Suggestion
from suggestions.services import answering, sending, surveying

# title, text, topic, unit, author (a role, or nothing), days ago, how far, answer, voices
STORIES = (
    ("等候区增加充电插座和老花镜", "很多老年客户手机没电看不清号码，建议等候区配充电插座、老花镜和放大镜。", "service", "BR3", "owner", 34, "done",
     "已在全部网点配备，10 月底前到位。", 9),
    ("晨会改为隔天一次", "每天晨会占用开门前准备时间，建议隔天一次，把通知发到系统里。", "workplace", "BR3", "", 26, "not_taken_up",
     "晨会还承担风险提示，暂不减少次数；已要求压缩到十分钟以内。", 14),
    ("投诉工单模板太长", "同一信息要填三遍，建议自动带出客户姓名和业务号。", "system", "", "agent", 21, "taken_up",
     "已列入第四季度系统优化，12 月上线。", 17),
    ("双录设备经常卡顿", "理财双录每次要重来，客户抱怨，建议更换老旧摄像头。", "system", "", "", 15, "taken_up",
     "已完成摸底，先更换使用五年以上的 26 台。", 11),
    ("夜间值班表提前公布", "值班表常常前一天才知道，建议提前两周公布。", "workplace", "BR1", "", 12, "looked_at", "", 6),
    ("把常见问答放到手机上", "外拓时查不到标准答复，建议知识库能在手机上看。", "service", "", "staff", 8, "looked_at", "", 8),
    ("柜面单据减少签字次数", "开户要签七次名，客户很不耐烦，能否合并。", "process", "", "", 3, "received", "", 0),
    ("新员工跟岗延长到一个月", "跟岗两周太短，遇到投诉不知道怎么办。", "workplace", "BR3", "", 2, "received", "", 0),
)  # fmt: skip
TEXTS = (
    "希望系统少卡一点", "旺季能不能增加临时窗口", "培训多讲案例", "客户问的问题常常找不到标准答案",
    "值班后应有调休", "谢谢最近的改进", "领导多听一线的话",
)  # fmt: skip
MEANS = {Question.ABLE: 4.1, Question.RULES: 3.3, Question.TRAINED: 3.8, Question.HEARD: 3.1, Question.WORKLOAD: 2.9}


def suggest(bank: Bank, random: Random) -> None:
    """`random` is this file's own: nothing here takes from the chance that gives the marks."""
    now = clock.now()
    for story in STORIES:
        _play(bank, story, now)
    _ask_staff(random, now)


def _play(bank: Bank, story, now) -> None:
    title, text, topic, unit, author, ago, state, answer, voices = story
    said = {"title": title, "text": text, "topic": topic, "unit": bank.units[unit] if unit else None}
    with clock.travelling(now - timedelta(days=ago)):
        row = _send(said, bank.people[author] if author else None, key_of("suggestion", title))
    who = bank.people["liaison"] if unit == "BR3" else bank.people["lead"]
    steps: list[tuple[float, Callable]] = []
    if state != "received":
        steps.append((1, lambda row: answering.look_at(suggestion=row, actor=who, version=row.version)))
    if answer:
        taken = state != "not_taken_up"
        steps.append(
            (
                4,
                lambda row: answering.decide(
                    suggestion=row, actor=who, taken_up=taken, answer=answer, version=row.version
                ),
            )
        )
    if state == "done":
        done = "全部 18 个网点已配备，欢迎继续提意见。"
        steps.append((20, lambda row: answering.finish(suggestion=row, actor=who, answer=done, version=row.version)))
    for after, step in steps:
        with clock.travelling(now - timedelta(days=ago - min(after, ago - 0.5))):
            row = step(row)
    if state != "received":
        people = [person for unit_staff in bank.staff.values() for person in unit_staff if person.pk != row.author_id]
        for person in people[:voices]:
            answering.support(suggestion=row, actor=person, wanted=True)
    if title.startswith("双录"):
        sending.say(suggestion=row, actor=who, text="请问是哪些网点？请用查询码补充。", key=key_of("say", title))


def _send(said: dict, author: Person | None, key: UUID) -> Suggestion:
    if author is not None:
        return sending.send_signed(actor=author, said=said, key=key)
    return sending.found_by(sending.send_anonymously(said=said, key=key))


def _ask_staff(random: Random, now) -> None:
    """The last two months, answered by half of those who can sign in; this month's is open in its first days."""
    today = clock.local(now).date()
    staff = list(people_in_force().exclude(user=None).order_by("staff_number"))
    for back in (2, 1):
        index = today.year * 12 + today.month - 1 - back
        first = today.replace(year=index // 12, month=index % 12 + 1, day=1)
        with clock.travelling(clock.at_local(first, 8)):
            survey = surveying.open_survey()
        with clock.travelling(clock.at_local(first + timedelta(days=4), 12)):
            for number, person in enumerate(staff[: len(staff) // 2]):
                code = surveying.take_code(survey=survey, actor=person)
                marks = {q.value: _mark(random, MEANS[q] - 0.15 * (back - 1)) for q in Question}
                text = TEXTS[number % len(TEXTS)] if number % 3 == 0 else ""
                surveying.answer_survey(survey=survey, code=codes.shown(code), marks=marks, text=text)
        with clock.travelling(clock.at_local(first + timedelta(days=12), 1)):
            surveying.close_surveys()
    surveying.open_survey()


def _mark(random: Random, mean: float) -> int:
    return min(5, max(1, round(random.gauss(mean, 0.9))))

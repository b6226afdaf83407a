"""What customers write of their own accord, over sixteen weeks: most of it as ever, and two things that have been said more often of late.

With chances of its own, so that the rest of the demo stays as it is. Nothing here was said by anybody.
"""

from datetime import timedelta
from random import Random

from analysis.voices.passing import go_through
from analysis.voices.tone import learn_tone
from demo.keys import random_key
from demo.organization import Bank
from feedback.services import answer_invitation, create_questionnaire, invite, open_questionnaire
from foundation.common import clock
from organization.models import Unit

WEEKS, LATE_WEEKS = 16, 4
A_WEEK = 2
# (how good a score goes with it, what is said). The places in braces are filled by chance.
USUAL: tuple[tuple[int, str], ...] = (
    (1, "排队{wait}才叫到号，窗口只开了两个。"),
    (2, "等候时间太长，{who}没有人引导。"),
    (2, "柜员态度生硬，问一句答一句。"),
    (1, "业务办到一半让我换窗口重新排队。"),
    (2, "手机银行{app}，急用的时候转不了账。"),
    (1, "验证码收不到，登录不了，客服让我再等等。"),
    (2, "同一件事说了三遍，还是没有人回电。"),
    (3, "材料没有一次说清楚，跑了两趟。"),
    (3, "自助机不好用，老人不会操作。"),
    (2, "等候区座椅太少，夏天空调也不够凉。"),
    (4, "{who}很耐心，讲得清楚。"),
    (5, "{who}主动帮老人取号，态度很好。"),
    (5, "办理很快，十分钟就好了，满意。"),
    (5, "贷款放款及时，客户经理专业负责。"),
    (4, "手机银行新版转账方便多了。"),
    (5, "投诉之后第二天就回电解决了，感谢。"),
    (4, "网点环境整洁，有老花镜和饮水。"),
    (5, "理财到期提前提醒，讲解了风险。"),
    (4, "电话一打就通，客服声音亲切。"),
    (3, "希望周末也能办对公业务。"),
)  # fmt: skip
LATELY: dict[str, tuple[tuple[int, str], ...]] = {
    "CRD": (
        (1, "信用卡年费没有提醒就扣了，要求退还。"),
        (1, "说好刷卡六次免年费，还是扣了年费，客服推来推去。"),
        (2, "年费规则改了没有通知，短信也没收到。"),
    ),
    "LOA": (
        (1, "提前还款要排到{when}，利息照收。"),
        (2, "提前还款的违约金没说清楚，合同上找不到。"),
        (1, "提前还款后征信没有更新，影响我买房。"),
    ),
}
FILLED = {
    "wait": ("四十分钟", "一个多小时", "半天"),
    "who": ("大堂经理", "柜员", "工作人员"),
    "app": ("闪退", "卡顿", "总是要刷脸"),
    "when": ("下个月", "三周以后", "月底"),
}


def speak(bank: Bank) -> None:
    """A questionnaire whose links lie at the counter, answered week by week."""
    random = Random("voices")
    now, lead = clock.now(), bank.people["lead"]
    with clock.travelling(now - timedelta(weeks=WEEKS, days=1)):
        questionnaire = open_questionnaire(
            questionnaire=create_questionnaire(actor=lead, preset="standard"), actor=lead
        )
    for ago in range(WEEKS, 0, -1):
        week = now - timedelta(weeks=ago)
        for unit in bank.assessed:
            said = _said(random, unit, late=ago <= LATE_WEEKS)
            with clock.travelling(week):
                invited = invite(
                    questionnaire=questionnaire, unit=unit, count=len(said), actor=lead, key=random_key(random)
                )
            for token, (score, text) in zip(invited.tokens, said, strict=True):
                answers = {"satisfaction": score, "need_met": int(score > 2), "recommend": 2 * score - 1, "text": text}
                with clock.travelling(week + timedelta(days=random.uniform(0, 6.9))):
                    answer_invitation(token=token, answers=answers, key=random_key(random), language="zh-hans")


def _said(random: Random, unit: Unit, *, late: bool) -> list[tuple[int, str]]:
    said = [random.choice(USUAL) for _ in range(A_WEEK)]
    if unit.code in LATELY:
        said += random.choices(LATELY[unit.code], k=7 if late else int(random.random() < 0.25))
    return [
        (score, text.format(**{name: random.choice(words) for name, words in FILLED.items()})) for score, text in said
    ]


def read_everything() -> None:
    """What the worker does by and by."""
    learn_tone()
    go_through(why="demo", seconds=float("inf"))

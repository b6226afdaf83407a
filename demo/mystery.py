"""A mystery visitor from outside: engaged for a quarter, one visit sealed with a photo, others still to be made."""

from datetime import datetime, time, timedelta
from io import BytesIO
from random import Random

from assessments.enums import Method, SheetState
from assessments.methods_planned import Further
from assessments.models import Cycle, ScoreSheet
from assessments.selectors.criteria import criteria_of
from assessments.selectors.frames import half_day_of_key
from assessments.selectors.sheets import for_page
from assessments.services.evidence import add_evidence
from assessments.services.sheets import submit_sheet
from assessments.services.visits import Visit
from demo.keys import key_of
from demo.organization import OUTSIDER, Bank
from demo.password import PASSWORD
from demo.quarter import Quarter
from demo.scoring import marks_for
from foundation.common import clock
from organization.models import Person
from organization.services import create_outside_assessor

VISITED = "BR2"
WANTED = 3
SCENARIO = """您是第一次来办业务的普通客户，不透露身份，不签署任何文件。
1. 进门取号，记下有人招呼您的时间。
2. 咨询开立储蓄账户，并询问收益更高的产品。
3. 表示一次没听懂风险，听对方如何讲解。
4. 礼貌地抱怨等候时间长，记下对方如何答复。
5. 离开网点后再打开本页记录。"""
HOURS = {"am": time(9, 50), "pm": time(14, 20)}


def engage(bank: Bank, quarter: Quarter) -> Person:
    """Two weeks before the quarter, until the next one is over: its plan, which is copied from this one, names the visitor again."""
    with clock.travelling(clock.at_local(quarter.start - timedelta(days=13), 10)):
        visitor = create_outside_assessor(
            name=OUTSIDER[1],
            name_en=OUTSIDER[2],
            firm="明察神秘顾客调研有限公司",
            unit=bank.units["QAO"],
            first_day=quarter.start - timedelta(days=13),
            last_day=quarter.end + timedelta(days=130),
            username=OUTSIDER[0],
            password=PASSWORD,
            email="outsider@mingcha.example",
            actor=None,
        )
    bank.people[OUTSIDER[0]] = visitor
    return visitor


def planned_by(visitor: Person) -> dict[str, list[Further]]:
    """{code of the unit: what its plan looks at besides}"""
    return {VISITED: [Further(Method.MYSTERY, WANTED, SCENARIO, (visitor,))]}


def visit(cycle: Cycle, quarter: Quarter) -> None:
    """The earliest visit is made and sealed; where its half-day lies ahead it was made sooner, and says why."""
    rows = ScoreSheet.objects.filter(cycle=cycle, method=Method.MYSTERY, state=SheetState.ASSIGNED)
    sheet = for_page(rows).order_by("due_on", "number").first()
    if sheet is None:
        return
    came, why = _when(sheet, quarter)
    criteria, random = criteria_of(sheet.standard_version), Random(f"mystery {sheet.number}")
    with clock.travelling(came + timedelta(hours=2)):
        add_evidence(
            sheet=sheet, actor=sheet.assessor, source=_photo(), name="等候区.png", key=key_of("mystery", sheet.number, "photo"),
            caption="等候区一角",
        )  # fmt: skip
        submit_sheet(
            sheet=sheet,
            actor=sheet.assessor,
            marks=marks_for(random, criteria, 0.82),
            version=sheet.version,
            key=key_of("mystery", sheet.number),
            visit=Visit(
                came,
                "网点大堂、3 号柜台",
                left_at=came + timedelta(minutes=35),
                why=why,
                met="大堂经理，男，约三十岁；3 号柜台，女，戴眼镜",
            ),
        )


def _when(sheet: ScoreSheet, quarter: Quarter) -> tuple[datetime, str]:
    day, half = half_day_of_key(sheet.item.key)
    came = clock.at_local(day, HOURS[half].hour, HOURS[half].minute)
    if day <= quarter.last_day:
        return came, ""
    return quarter.on(0.97, 10), "抽中当日网点停业装修，经评估组长同意提前到访。"


def _photo() -> BytesIO:
    """A plain picture: nobody is on it."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (960, 640), "#e8edf2")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 430, 960, 640), fill="#c9d3dd")
    for left in (120, 330, 540, 750):
        draw.rounded_rectangle((left, 330, left + 130, 470), 16, fill="#7d93ab")
    data = BytesIO()
    picture.save(data, "PNG")
    data.seek(0)
    return data

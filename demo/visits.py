"""A visit ends with its fact sheet: most heads sign, one with objections, one refuses."""

from io import BytesIO
from math import sin
from random import Random

from PIL import Image, ImageDraw

from assessments.enums import FactSheetOutcome
from assessments.models import ScoreSheet
from assessments.selectors.facts import digest_of_content
from assessments.services.facts import Confirmation, confirm_facts, present_content
from assessments.services.signatures import Signature
from demo.keys import key_of
from organization.enums import Role
from organization.selectors import holders_of

OBJECTIONS = (
    "叫号机当日上午故障，已安排人工引导，请在评分时予以考虑。",
    "三号柜台人员临时外出办理上门服务，有登记记录。",
)
REFUSAL = "负责人认为等候时间系系统升级所致，不同意事实表述，拒绝签字。"
SIZE = (1000, 300)


def confirm(sheet: ScoreSheet, place: int) -> None:
    """The facts of the saved draft, laid before the unit's head. `place`: the visit's place in the quarter; every seventh is refused."""
    head = holders_of(Role.HEAD, sheet.unit).order_by("pk").first()
    name, random = head.name if head else "值班经理", Random(f"facts {sheet.number}")
    if place % 7 == 5:
        said = Confirmation(
            outcome=FactSheetOutcome.REFUSED, name=name, post="单位负责人", refusal=REFUSAL, witness="大堂经理 孙涛"
        )
    else:
        objections = random.choice(OBJECTIONS) if place % 3 == 1 else ""
        said = Confirmation(
            outcome=FactSheetOutcome.SIGNED,
            name=name,
            post="单位负责人",
            objections=objections,
            signature=Signature(_drawn(random), "png"),
        )
    confirm_facts(
        sheet=sheet,
        actor=sheet.assessor,
        confirmation=said,
        digest=digest_of_content(present_content(sheet)),
        key=key_of("facts", sheet.number),
    )


def _drawn(random: Random) -> bytes:
    """Strokes as a hurried hand makes them."""
    picture = Image.new("L", SIZE, 255)
    pen = ImageDraw.Draw(picture)
    left = 120
    for _character in range(3):
        for _stroke in range(random.randint(3, 5)):
            start = (left + random.randint(0, 120), random.randint(70, 220))
            bend, length, lean = random.uniform(-40, 40), random.randint(60, 170), random.uniform(-0.6, 0.9)
            line = [
                (start[0] + step * length / 20, start[1] + step * length * lean / 20 + bend * sin(step / 20 * 3.1))
                for step in range(21)
            ]
            pen.line(line, fill=24, width=random.randint(5, 8), joint="curve")
        left += random.randint(210, 250)
    sink = BytesIO()
    picture.save(sink, "PNG", optimize=True)
    return sink.getvalue()

"""A small standard, a plan that is being scored, and sheets on it: what the tests of scoring start from."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count

from assessments.enums import CycleState, Method, PlanState
from assessments.methods import WAYS
from assessments.models import Cycle, FactSheet, Plan, PlannedMethod, ScoreSheet, SpotCheck
from assessments.selectors.facts import digest_of_content
from assessments.services.facts import CONFIRMED, present_content, seal_of
from assessments.services.visits import Visit
from foundation.audit.services import record_event
from foundation.common import clock
from organization.models import Person, Unit
from records.models import ServiceRecord, Source
from sampling.enums import DrawState
from sampling.models import Draw, DrawnItem
from standards.enums import Scale, VersionState
from standards.models import Dimension, Indicator, RubricLevel, Standard, StandardVersion
from tests.cast import Cast

# dimension → [(code, name_zh, name_en, scale, weight, full marks, N/A allowed)]
CONTENTS = {
    ("time", "响应时间", "Response time"): [
        ("1.1", "及时接听", "Prompt answer", Scale.RATING, 1000, 100, False),
        ("1.2", "及时回复", "Prompt reply", Scale.YES_NO, 1000, 100, True),
        ("1.M", "接通率", "Answered in time", Scale.MEASURED, 1000, 100, False),
    ],
    ("attitude", "服务态度", "Service attitude"): [
        ("2.1", "礼貌用语与语气", "Courtesy", Scale.RATING, 1000, 100, False),
        ("2.2", "耐心倾听、不打断", "Listening without interrupting", Scale.RATING, 800, 100, False),
        ("2.3", "安抚与共情", "Empathy", Scale.RATING, 700, 100, True),
    ],
    ("solution", "问题解决", "Problem resolution"): [
        ("3.1", "首问负责：由本人跟进到底", "First-contact ownership", Scale.RATING, 1500, 100, False),
        ("3.2", "方案正确、完整", "Correct and complete solution", Scale.RATING, 1200, 100, False),
        ("3.3", "记录完整", "Complete record", Scale.POINTS, 800, 30, True),
        ("3.R", "泄露客户信息", "Leak of customer data", Scale.CRITICAL, 0, 100, False),
    ],
    ("satisfaction", "满意度", "Satisfaction"): [
        ("4.1", "确认客户满意", "Made sure the customer was content", Scale.RATING, 1000, 100, False),
        ("4.R", "与客户争吵", "Quarrel with a customer", Scale.CRITICAL, 0, 100, False),
    ],
}
RATING = {5: "100", 4: "85", 3: "70", 2: "40", 1: "0"}
RUBRIC = {
    5: ("全程做到", "Throughout"),
    4: ("偶有一次疏漏，随即补救", "One lapse, mended at once"),
    3: ("部分做到，未完全补救", "In part, not fully mended"),
    2: ("多次未做到", "Missed several times"),
    1: ("没有做到", "Not done"),
}
_numbers = count(1)


def rated(rows: int) -> dict:
    """A standard of so many rating indicators with equal weights, in the shape of CONTENTS."""
    return {
        ("attitude", "服务态度", "Service attitude"): [
            (f"1.{number}", f"指标{number}", f"Indicator {number}", Scale.RATING, 10_000 // rows, 100, False)
            for number in range(1, rows + 1)
        ]
    }


def make_version(author: Person | None = None, *, rows: int = 0, **policy) -> StandardVersion:
    """The standard of CONTENTS, or one of `rows` rating indicators."""
    standard = Standard.objects.create(
        code=f"SERVICE-{next(_numbers)}", name_zh="客户服务质量评估标准", name_en="Customer service quality"
    )
    version = StandardVersion.objects.create(
        standard=standard, number=1, state=VersionState.IN_FORCE, author=author, target=Decimal(90), **policy
    )
    order = 0
    for position, ((code, name_zh, name_en), indicators) in enumerate((rated(rows) if rows else CONTENTS).items()):
        dimension = Dimension.objects.create(
            version=version, code=code, name_zh=name_zh, name_en=name_en, order=position
        )
        for number, zh, en, scale, weight, full, na in indicators:
            order += 1
            indicator = Indicator.objects.create(
                version=version,
                dimension=dimension,
                code=number,
                name_zh=zh,
                name_en=en,
                order=order,
                scale=scale,
                weight=weight,
                max_points=Decimal(full),
                na_allowed=na,
                measure="records.answered" if scale == Scale.MEASURED else "",
            )
            levels = {Scale.RATING: RATING, Scale.YES_NO: {1: "100", 0: "0"}}.get(scale, {})
            for level, points in levels.items():
                zh_text, en_text = (
                    RUBRIC[level] if scale == Scale.RATING else {1: ("是", "Yes"), 0: ("否", "No")}[level]
                )
                RubricLevel.objects.create(
                    indicator=indicator, level=level, points=Decimal(points), text_zh=zh_text, text_en=en_text
                )
    return version


def make_cycle(version: StandardVersion, state: str = CycleState.COLLECTING, code: str = "2026Q4") -> Cycle:
    year, quarter = int(code[:4]), int(code[-1])
    start = date(year, 3 * quarter - 2, 1)
    end = date(year + quarter // 4, (3 * quarter) % 12 + 1, 1)
    return Cycle.objects.create(code=code, start=start, end=end, state=state, standard_version=version)


def make_plan(cycle: Cycle, unit: Unit, author: Person | None = None) -> Plan:
    draw = Draw.objects.create(
        title=f"{cycle.code} {unit.code}", commitment="0" * 64, secret="00" * 32, state=DrawState.DRAWN
    )
    return Plan.objects.create(
        cycle=cycle, unit=unit, state=PlanState.SCORING, author=author, draw=draw, records_wanted=6, visits_wanted=1
    )


def make_record(unit: Unit, **more) -> ServiceRecord:
    source, _new = Source.objects.get_or_create(name="callcentre")
    values = {
        "number": f"CALL-{next(_numbers):05d}",
        "occurred_at": datetime(2026, 11, 3, 2, 15, tzinfo=clock.local(clock.now()).tzinfo),
        "agent": "00123",
        "topic": "借记卡挂失与补卡",
        "answered": True,
        "resolved": True,
        "answer_seconds": 23,
        "handle_seconds": 252,
        "rating": 4,
        "customer_name": "王小明",
        "customer_phone": "13812345678",
    }
    return ServiceRecord.objects.create(source=source, unit=unit, **{**values, **more})


def make_sheet(
    plan: Plan | None,
    assessor: Person,
    *,
    spot_check: SpotCheck | None = None,
    method: str = Method.RECORD_REVIEW,
    **more,
) -> ScoreSheet:
    parent = plan or spot_check
    cycle, number = parent.cycle, next(_numbers)
    record = more.pop("record", None)
    way = WAYS[Method(method)]
    if record is None and not way.of_half_day:
        record = make_record(parent.unit)
    key = more.pop("key", "") or (record.key if record else f"{way.stratum}:{number}")
    item = DrawnItem.objects.create(
        draw=parent.draw, stratum=method, position=number, key=f"callback:{key}" if method == Method.CALLBACK else key
    )
    return ScoreSheet.objects.create(
        cycle=cycle,
        plan=plan,
        spot_check=spot_check,
        item=item,
        number=f"QA-{cycle.code}-{number:04d}",
        unit=parent.unit,
        method=method,
        standard_version=cycle.standard_version,
        record=record,
        assessor=assessor,
        **{"due_on": date(2026, 11, 26), **more},
    )


def an_hour_ago() -> datetime:
    """A full minute, as the page's field for the time of a visit knows no other."""
    return clock.local(clock.now()).replace(second=0, microsecond=0) - timedelta(hours=1)


def make_visit(plan: Plan, assessor: Person, co_assessor: Person | None = None) -> ScoreSheet:
    """An on-site observation whose time and place are stated already."""
    return make_sheet(
        plan, assessor, method=Method.ON_SITE, co_assessor=co_assessor, visited_at=an_hour_ago(), place="一楼营业大厅"
    )


SCENARIO = "您是第一次来办业务的普通客户。\n1. 进门，看有没有人招呼。\n2. 询问理财产品，说没听懂风险。\n离开后再记录。"


def make_mystery(plan: Plan, assessor: Person, day: date, half: str = "am", **more) -> ScoreSheet:
    """A mystery visit of the half-day by the scenario, not begun."""
    PlannedMethod.objects.get_or_create(plan=plan, method=Method.MYSTERY, defaults={"wanted": 1, "guide": SCENARIO})
    key = f"mystery:{day.isoformat()}-{half}"
    return make_sheet(plan, assessor, method=Method.MYSTERY, key=key, due_on=day, **more)


SCRIPT = "您好，这里是服务质量办公室。\n1. 您的电话是否及时接通？\n2、工作人员态度如何？\n感谢您的支持。"


def make_callback(plan: Plan, assessor: Person, **record) -> ScoreSheet:
    """A follow-up callback by the script, not called yet."""
    Plan.objects.filter(pk=plan.pk).update(callbacks_wanted=2, call_script=SCRIPT)
    plan.refresh_from_db()
    made = make_record(plan.unit, **record)
    return make_sheet(plan, assessor, method=Method.CALLBACK, record=made)


def confirm(sheet: ScoreSheet, marks: dict | None = None, visit: Visit | None = None) -> FactSheet:
    """The facts of these marks, or of the saved draft, were laid before Chen, who has refused to sign."""
    content = present_content(sheet, marks, visit)
    row = FactSheet(
        sheet=sheet, number=sheet.fact_sheets.count() + 1, content=content, digest=digest_of_content(content), outcome="refused",
        name="陈洁", post="行长", refusal="需与分管副行长核实", witness="吴迪", recorded_by=sheet.assessor,
    )  # fmt: skip
    row.seal = seal_of(row)
    row.save()
    record_event(actor=sheet.assessor, action=CONFIRMED, target=sheet, after=row.seal)
    return row


@dataclass
class SheetWorld:
    cast: Cast
    version: StandardVersion
    cycle: Cycle
    plan: Plan
    sheet: ScoreSheet


def make_sheet_world(cast: Cast) -> SheetWorld:
    """East Branch in 2026Q4, one sheet, assessor Lin."""
    version = make_version(cast.li)
    cycle = make_cycle(version)
    plan = make_plan(cycle, cast.east, cast.li)
    return SheetWorld(cast, version, cycle, plan, make_sheet(plan, cast.lin))


def full_marks() -> dict:
    """Every indicator of the standard at its best."""
    marks: dict = {}
    for indicators in CONTENTS.values():
        for code, _zh, _en, scale, _weight, full, _na in indicators:
            if scale == Scale.RATING:
                marks[code] = {"level": 5}
            elif scale == Scale.YES_NO:
                marks[code] = {"level": 1}
            elif scale == Scale.POINTS:
                marks[code] = {"points": str(full)}
            elif scale == Scale.CRITICAL:
                marks[code] = {"triggered": False}
    return marks

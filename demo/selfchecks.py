"""Self-checks of the demo: some units flatter themselves, one is too strict, one is late and one hands nothing in; and a log with photos.

Nothing here takes from the chance that gives the marks.
"""

from datetime import date, timedelta
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

from assessments.models import Cycle
from assessments.selectors.criteria import Criteria, criteria_of
from demo.keys import key_of
from demo.organization import Bank
from demo.quarter import WEAK, Quarter
from demo.records import quality_of
from demo.scoring import marks_for
from foundation.common import clock
from foundation.workdays.calendar import add_workdays
from organization.models import Person, Unit
from selfcheck.models import LogEntry, SelfCheck
from selfcheck.selectors.checks import units_to_ask
from selfcheck.services import asking, filling, log, log_files
from standards.enums import Scale
from standards.selectors import indicators_of, version_in_force

# How much better, or worse, a unit thinks of itself than it is (share of the quality).
SELF_IMAGE = {"BR3": 0.3, "AFT": 0.2, "LOA": 0.15, "TEL": -0.2}
LATE, SILENT = "CRD", "BR4"
WORKDAYS_BEFORE = 3

# share of the quarter, kind, code of the indicator or "", what was found or spoken about, what was done, with a photo
ENTRIES = (
    (0.08, "meeting", "", "晨会：学习首问负责制，逐条讲解“一次性告知”的要求。", "每人复述一遍，班组长签字确认。", True),
    (0.16, "check", "2.1", "抽听录音五通，两通开头语不完整，未报工号。", "当日提醒本人，次日复听合格。", False),
    (0.25, "training", "", "适老服务培训：讲解慢速沟通、陪同使用自助机的步骤。", "全体柜员参加，现场演练。", True),
    (0.34, "check", "1.1", "午间高峰取号等候超过十五分钟。", "增设弹性窗口，大堂经理提前分流。", True),
    (0.45, "meeting", "", "晨会：通报上季度扣分较多的三项指标。", "各班组认领一项，月底回看。", False),
    (
        0.58,
        "check",
        "3.1",
        "有一位客户被要求再次来电，未做到首问负责。",
        "由首位接待人员跟进至办结，并电话回复客户。",
        False,
    ),
    (0.7, "check", "2.2", "柜面观察时有一次打断客户叙述。", "当场提醒，晨会复盘。", False),
    (0.85, "training", "", "投诉应对培训：先致歉、再核实、给时限。", "分组演练，录音点评。", True),
)
ELSEWHERE = ("BR1", "TEL")


def ask_in(bank: Bank, quarter: Quarter, cycle: Cycle) -> None:
    """In the first days of the quarter; all hand in by their day, but for the late one and the one that does not."""
    with clock.travelling(clock.at_local(quarter.start + timedelta(days=2), 9)):
        checks = asking.ask_for_self_checks(
            cycle=cycle,
            units=list(units_to_ask(cycle)),
            indicators=list(criteria_of(cycle.standard_version).indicators),
            workdays_before=WORKDAYS_BEFORE,
            actor=bank.people["lead"],
            key=key_of("selfcheck", cycle.code),
        )
    for place, check in enumerate(checks):
        code = check.unit.code
        if code == SILENT:
            continue
        day = add_workdays(check.due_on, 2) if code == LATE else add_workdays(check.due_on, -(place % 3))
        with clock.travelling(clock.at_local(day, 14 + place % 3)):
            _hand_in(bank, check, quarter.index)


def _hand_in(bank: Bank, check: SelfCheck, index: int) -> None:
    criteria, code = criteria_of(check.standard_version), check.unit.code
    filling.hand_in(
        check=check,
        actor=_writer(bank, check.unit),
        marks=_own_view(criteria, code, index, check.cycle.code),
        version=check.version,
        key=key_of("selfcheck", check.cycle.code, code),
    )


def _own_view(criteria: Criteria, code: str, index: int, cycle: str) -> dict:
    random = Random(f"{cycle} {code}")
    quality = max(0.05, min(1.0, quality_of(code, index) + SELF_IMAGE.get(code, 0)))
    marks = marks_for(random, criteria, quality, weak="" if code in SELF_IMAGE else WEAK.get(code, ""))
    critical = [one.code for one in criteria.indicators.values() if one.scale == Scale.CRITICAL]
    return marks | {one: {"triggered": False} for one in critical}


def ask_ahead(bank: Bank, cycle: Cycle, due_on: date) -> None:
    """Of the quarter ahead: waiting with heads and liaisons, of one unit half filled in."""
    checks = asking.ask_for_self_checks(
        cycle=cycle,
        units=list(units_to_ask(cycle)),
        indicators=list(criteria_of(cycle.standard_version).indicators),
        due_on=due_on,
        actor=bank.people["lead"],
        key=key_of("selfcheck", cycle.code),
    )
    begun = next(check for check in checks if check.unit.code == "BR3")
    marks = _own_view(criteria_of(begun.standard_version), "BR3", 0, cycle.code)
    half = dict(list(marks.items())[: len(marks) // 2])
    filling.save_draft(check=begun, actor=bank.people["liaison"], marks=half, version=begun.version)


def keep_logs(bank: Bank, quarter: Quarter) -> None:
    """What happened in the quarter, written down on its day by the liaison of one branch and by the heads of two other units."""
    known = {one.code: one for one in indicators_of(version_in_force())}
    for code in ("BR3", *ELSEWHERE):
        unit = bank.units[code]
        entries = ENTRIES if code == "BR3" else ENTRIES[len(code) % 2 :: 3]
        for number, (part, kind, indicator, found, done, has_photo) in enumerate(entries):
            with clock.travelling(quarter.on(part, 9 + number % 6)):
                said = log.Said(kind, clock.today(), found, done, known.get(indicator))
                if kind == "check" and said.indicator is None:
                    continue
                _write(bank, unit, said, number, has_photo)
    with clock.travelling(quarter.on(0.75, 16)):
        _correct(bank)


def _write(bank: Bank, unit: Unit, said: log.Said, number: int, has_photo: bool) -> None:
    writer, key = _writer(bank, unit), ("log", unit.code, said.day, number)
    entry = log.add_entry(unit=unit, said=said, actor=writer, key=key_of(*key))
    if has_photo:
        log_files.add_file(
            entry=entry,
            actor=writer,
            source=_picture(number),
            name=f"现场{number + 1}.jpg",
            caption="晨会现场" if said.kind == "meeting" else "现场照片",
            strip=True,
            key=key_of("photo", *key),
        )


def _correct(bank: Bank) -> None:
    """One entry of the liaison said too little."""
    entry = (
        LogEntry.objects.select_related("unit", "indicator")
        .filter(unit__code="BR3", kind="check")
        .order_by("day")
        .first()
    )
    said = log.said_by(entry)
    fuller = log.Said(said.kind, said.day, said.found.replace("五通", "八通"), said.done, said.indicator)
    if fuller != said:
        log.correct_entry(
            entry=entry, said=fuller, reason="抽听数量登记有误", version=entry.version, actor=bank.people["liaison"]
        )


def _writer(bank: Bank, unit: Unit) -> Person:
    liaison = bank.people["liaison"]
    return liaison if liaison.unit_id == unit.pk else bank.heads[unit.code]


def _picture(number: int) -> BytesIO:
    """A room with people before a board, as simple shapes: no photo of anybody."""
    picture = Image.new("RGB", (1200, 800), (232, 236, 240))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 560, 1200, 800), fill=(196, 186, 172))
    pen.rectangle((330, 90, 870, 380), fill=(250, 252, 252), outline=(120, 132, 140), width=8)
    for row in range(5):
        pen.line(
            (380, 150 + row * 45, 620 + (row * 97 + number * 53) % 190, 150 + row * 45), fill=(40, 96, 120), width=8
        )
    for seat in range(4 + number % 3):
        x, shade = 140 + seat * 190, 60 + (seat * 37 + number * 23) % 90
        pen.ellipse((x, 430, x + 90, 520), fill=(224, 190, 165))
        pen.rounded_rectangle((x - 35, 520, x + 125, 760), 50, fill=(shade // 2, shade, shade + 40))
    sink = BytesIO()
    picture.save(sink, "JPEG", quality=85)
    sink.seek(0)
    return sink

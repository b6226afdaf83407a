"""Appeals of a simulated quarter: one upheld in part, one refused by two who sign together, one withdrawn; and what staff say to their sheets.
Of a special assessment whose window is still open, one at each step of its way.

Who rules has had nothing to do with the scores: heads of departments that are not assessed. Nothing here takes from the chance that gives the marks.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import NAMESPACE_OID, UUID, uuid5

from appeals import services
from appeals.models import Appeal, StaffSheet
from appeals.services.drafts import Wish
from appeals.services.ruling import Decided
from assessments.models import Cycle, ScoreSheet
from assessments.selectors.criteria import criteria_of
from assessments.services.revisions import marks_of
from demo.organization import Bank
from foundation.common import clock
from foundation.workdays.calendar import add_workdays

# unit, what becomes of it, the reason of the department, the assessor's answer, the reason of the ruling
STORIES = (
    (
        "BR3",
        "in_part",
        "录音显示已使用礼貌用语并主动致歉，扣分偏重。",
        "致歉在客户两次提出之后，酌情可提高一档。",
        "录音经复听：确有致歉，但偏晚，提高一档。",
    ),
    (
        "CRD",
        "refused",
        "当时系统故障，未能当场查询，不应扣分。",
        "故障已恢复，仍未告知客户后续安排。",
        "系统记录显示服务时段运行正常，原评分成立。",
    ),
    (
        "BR2",
        "withdrawn",
        "对扣分原因有疑问，申请复核。",
        "已说明扣分对应的录音时点。",
        "与评估员沟通后无异议。",
    ),
)


# unit, how far it has come, the reason of the department
UNDER_WAY = (
    ("BR3", "submitted", "客户当日情绪激动，已按规定安抚并转接，扣分偏重。"),
    ("BR2", "clarifying", "录音前半段缺失，仅凭后半段不能认定，不应扣分。"),
    ("CRD", "ruling", "客户已在工单中确认问题当场解决，扣分与事实不符。"),
    ("BR1", "draft", "正在调取监控，待补充。"),
)


def _key(cycle: Cycle, *act: str) -> UUID:
    return uuid5(NAMESPACE_OID, " ".join(["appeal", cycle.code, *act]))


def _on(after: datetime, days: int, hour: int) -> datetime:
    return clock.at_local(add_workdays(clock.local(after).date(), days), hour)


def hear_appeals(bank: Bank, cycle: Cycle, after: datetime) -> None:
    """Within the window that opened with the gate of feedback at `after`; all of them are decided six working days later."""
    for code, outcome, why, answer, ruling in STORIES:
        found = next(_low_marks(bank, cycle, code), None) if code in bank.heads else None
        if found is not None:
            _hear(bank, cycle, after, *found, outcome, why, answer, ruling)


def _low_marks(bank: Bank, cycle: Cycle, code: str) -> Iterator[tuple[ScoreSheet, str, int]]:
    """Sheets of the unit with an indicator rated two levels below the best, and that level."""
    sheets = ScoreSheet.objects.filter(cycle=cycle, unit=bank.units[code], plan__isnull=False, revision__isnull=False)
    for sheet in sheets.select_related("cycle", "unit", "standard_version", "revision", "assessor").order_by("number"):
        levels = criteria_of(sheet.standard_version).levels
        for indicator, mark in marks_of(sheet.revision).items():
            if "level" in mark and mark["level"] + 2 == max(levels[indicator], default=0):
                yield sheet, indicator, mark["level"]


def _hear(bank: Bank, cycle: Cycle, after: datetime, sheet, indicator, level, outcome, why, answer, ruling) -> None:
    head, lead, unit = bank.heads[sheet.unit.code], bank.people["lead"], sheet.unit.code
    with clock.travelling(_on(after, 1, 11)):
        appeal = services.begin_appeal(sheet=sheet, actor=head, key=_key(cycle, "begin", unit))
        wishes = {indicator: Wish(str(level + 2), why)}
        services.save_appeal(appeal=appeal, wishes=wishes, version=appeal.version, actor=head)
    with clock.travelling(_on(after, 1, 15)):
        appeal = services.submit_appeal(
            appeal=appeal, actor=head, version=appeal.version, key=_key(cycle, "submit", unit)
        )
    with clock.travelling(_on(after, 2, 10)):
        appeal = services.open_clarification(
            appeal=appeal, text="请双方结合录音说明情况。", actor=lead, key=_key(cycle, "clarify", unit)
        )
    with clock.travelling(_on(after, 3, 10)):
        services.say(
            appeal=appeal, side="assessor", text=answer, actor=sheet.assessor, key=_key(cycle, "assessor", unit)
        )
        services.say(appeal=appeal, side="unit", text="请以录音与工单为准。", actor=head, key=_key(cycle, "unit", unit))
    if outcome == "withdrawn":
        with clock.travelling(_on(after, 4, 9)):
            services.withdraw_appeal(appeal=appeal, reason=ruling, actor=head, key=_key(cycle, "withdraw", unit))
        return
    _rule(bank, cycle, after, appeal, level, outcome, ruling)


def leave_open(bank: Bank, cycle: Cycle, *, begun: datetime, taken_up: datetime, heard: datetime) -> None:
    """One appeal that is prepared, one that waits to be taken up, one in clarification, one before those who rule; the window is still open."""
    for code, reached, why in UNDER_WAY:
        found = next(_below_the_best(bank, cycle, code), None) if code in bank.heads else None
        if found is not None:
            _begin(bank, cycle, *found, why, reached, begun, taken_up, heard)


def _below_the_best(bank: Bank, cycle: Cycle, code: str) -> Iterator[tuple[ScoreSheet, str, int]]:
    """Sheets of the unit with an indicator rated below the best, and the best."""
    sheets = ScoreSheet.objects.filter(cycle=cycle, unit=bank.units[code], revision__isnull=False)
    for sheet in sheets.select_related("cycle", "unit", "standard_version", "revision", "assessor").order_by("number"):
        levels = criteria_of(sheet.standard_version).levels
        for indicator, mark in marks_of(sheet.revision).items():
            if "level" in mark and mark["level"] < (best := max(levels[indicator], default=0)):
                yield sheet, indicator, best


def _begin(
    bank, cycle, sheet, indicator, best, why, reached, begun: datetime, taken_up: datetime, heard: datetime
) -> None:
    head, lead, unit = bank.heads[sheet.unit.code], bank.people["lead"], sheet.unit.code
    with clock.travelling(begun):
        appeal = services.begin_appeal(sheet=sheet, actor=head, key=_key(cycle, "begin", unit))
        services.save_appeal(
            appeal=appeal, wishes={indicator: Wish(str(best), why)}, version=appeal.version, actor=head
        )
        if reached == "draft":
            return
        appeal = services.submit_appeal(
            appeal=appeal, actor=head, version=appeal.version, key=_key(cycle, "submit", unit)
        )
    if reached == "submitted":
        return
    with clock.travelling(taken_up):
        appeal = services.open_clarification(
            appeal=appeal, text="请双方说明录音与工单的情况。", actor=lead, key=_key(cycle, "clarify", unit)
        )
    with clock.travelling(heard):
        said = "评分依据为录音 02:15 处，已附时点。"
        services.say(appeal=appeal, side="assessor", text=said, actor=sheet.assessor, key=_key(cycle, "assessor", unit))
        if reached == "clarifying":
            return
        services.say(appeal=appeal, side="unit", text="请复听全程录音。", actor=head, key=_key(cycle, "unit", unit))
        rulers = [bank.people[name] for name in ("head.itd", "head.hrd")]
        services.refer_appeal(appeal=appeal, rulers=rulers, actor=lead, key=_key(cycle, "refer", unit))


def _rule(bank: Bank, cycle: Cycle, after: datetime, appeal: Appeal, level: int, outcome: str, ruling: str) -> None:
    unit = appeal.unit.code
    names = ("head.itd",) if outcome == "in_part" else ("head.itd", "head.hrd")
    rulers = [bank.people[name] for name in names]
    with clock.travelling(_on(after, 4, 10)):
        appeal = services.refer_appeal(
            appeal=appeal, rulers=rulers, actor=bank.people["lead"], key=_key(cycle, "refer", unit)
        )
    with clock.travelling(_on(after, 6, 10)):
        value = str(level + 1) if outcome == "in_part" else ""
        decided = {point.public_id: Decided(outcome, ruling, value) for point in appeal.points.all()}
        written = services.propose_ruling(
            appeal=appeal,
            decided=decided,
            reason=ruling,
            revision=appeal.sheet.revision.number,
            version=appeal.version,
            actor=rulers[0],
            key=_key(cycle, "rule", unit),
        )
    for person in rulers[1:]:
        with clock.travelling(_on(after, 6, 14)):
            services.consent_to_ruling(
                ruling=written, agrees=True, text="", actor=person, key=_key(cycle, "sign", unit, person.staff_number)
            )


def staff_say(bank: Bank, cycle: Cycle) -> None:
    """Whoever has a sign-in reads their sheets: the first they do not agree with, the others they do, the last stays unread."""
    for name in ("staff", "owner"):
        if name not in bank.people:
            continue
        rows = StaffSheet.objects.filter(sheet__cycle=cycle, person=bank.people[name]).select_related(
            "sheet__cycle", "sheet__revision"
        )
        sheets = list(rows.order_by("sheet__number"))
        for place, about in enumerate(sheets[:-1] if len(sheets) > 1 else sheets):
            services.say_word(
                about=about,
                stance="agrees" if place else "disagrees",
                text="" if place else "客户当时急于离开，已在工单中注明回访时间。",
                revision=about.sheet.revision.number,
                actor=bank.people[name],
                key=_key(cycle, "word", str(about.sheet.number)),
            )

"""What goes wrong in a quarter: items that fall out, an assessor who steps back or falls ill, critical events."""

from datetime import date, timedelta

from assessments.enums import Method, RecusalKind, SheetState
from assessments.models import CriticalEvent, Cycle, ScoreSheet
from assessments.selectors.events import event_indicators
from assessments.selectors.sheets import for_page
from assessments.services.events import decide_event, report_event
from assessments.services.falling_out import replace_sheet_item
from assessments.services.reassignment import reassign_sheets
from assessments.services.recusals import recuse_from_sheet
from demo.keys import key_of
from demo.organization import Bank
from demo.team import away_for_long
from foundation.common import clock
from foundation.workdays.calendar import on_or_before
from organization.models import Person
from sampling.enums import ReplacementReason

# For records: the reason and what the assessor wrote.
FELL_OUT = (
    (ReplacementReason.UNREADABLE, "录音只有前十二秒，后面没有声音。"),
    (ReplacementReason.WRONG_UNIT, "通话实际由信用卡中心坐席接听，记录归属有误。"),
    (ReplacementReason.UNREADABLE, ""),
    (ReplacementReason.DUPLICATE, "与同一客户当天的另一条记录为同一次通话。"),
)
POWER_CUT = "网点当天停电，全天停业。"


def let_items_fall_out(cycle: Cycle) -> None:
    """Right after the draw: four records of different assessors and a visit."""
    records = [one for one in _open(cycle) if one.method == Method.RECORD_REVIEW]
    by_person = {sheet.assessor_id: sheet for sheet in reversed(records)}
    for sheet, (reason, note) in zip(list(by_person.values())[1:], FELL_OUT, strict=False):
        _replace(sheet, reason, note)
    for sheet in [one for one in _open(cycle) if one.method == Method.ON_SITE][:1]:
        _replace(sheet, ReplacementReason.IMPOSSIBLE, POWER_CUT)


def _replace(sheet: ScoreSheet, reason: str, note: str) -> None:
    replace_sheet_item(
        sheet=sheet,
        turn=sheet.turn,
        actor=sheet.assessor,
        reason=reason,
        note=note,
        key=key_of("replace", sheet.number),
    )


def step_back(bank: Bank, cycle: Cycle) -> None:
    """One assessor finds an acquaintance in a record: the last of the list to whom chance has given one; whom the tour follows keeps theirs."""
    by_person = {one.assessor_id: one for one in reversed(_open(cycle)) if one.method == Method.RECORD_REVIEW}
    sheet = next(by_person[one.pk] for one in reversed(bank.assessors[1:]) if one.pk in by_person)
    recuse_from_sheet(
        sheet=sheet,
        actor=sheet.assessor,
        kind=RecusalKind.SERVICE,
        text="客户是我的亲属，我曾代其咨询过该业务。",
        key=key_of("recuse", sheet.number),
    )


def hand_on(bank: Bank, cycle: Cycle) -> None:
    """The lead gives what is due first from somebody who is on leave to others by chance; the rest still waits."""
    leaving: Person = away_for_long(bank)
    # Chance may have left them no record to review; a visit is not given away so shortly before.
    own = [one for one in _open(cycle) if one.assessor_id == leaving.pk and one.method != Method.ON_SITE]
    sheets = sorted(own, key=lambda one: one.method != Method.RECORD_REVIEW)[:2]
    if sheets:
        reassign_sheets(
            sheets=sheets,
            turns={one.pk: one.turn for one in sheets},
            actor=bank.people["lead"],
            leaving=leaving,
            reason="评估员休假三周，由其他评估员接手。",
            key=key_of("hand on", cycle.code),
        )


def _open(cycle: Cycle) -> list[ScoreSheet]:
    rows = ScoreSheet.objects.filter(cycle=cycle).exclude(plan=None).exclude(state=SheetState.SUBMITTED)
    return list(for_page(rows).order_by("number"))


# Critical events


def dismiss_one(bank: Bank, cycle: Cycle, day: date) -> None:
    """Reported, looked into, and not the unit's fault."""
    event = _report(
        bank,
        cycle,
        "ONL",
        day,
        "客户投诉手机银行转账未到账，监管转办，要求核查本单位责任。",
        f"消保转〔{day.year}〕018号",
    )
    decide_event(
        event=event,
        actor=bank.people["manager"],
        confirm=False,
        reason="经核查，系他行系统延迟，本单位已按规定告知客户，不承担责任。",
    )


def confirm_one(bank: Bank, cycle: Cycle, day: date) -> None:
    event = _report(
        bank,
        cycle,
        "LOA",
        day,
        "客户经理未说明提前还款违约金，客户多支付三千元，监管认定本单位有责。",
        f"消保转〔{day.year}〕035号",
    )
    decide_event(event=event, actor=bank.people["manager"], confirm=True, reason="事实清楚，责任环节为贷前告知。")


def report_one(bank: Bank, cycle: Cycle, day: date) -> None:
    """It waits for the manager."""
    _report(
        bank,
        cycle,
        "BR2",
        day,
        "老年客户反映柜面误导购买保险产品，监管转办，核查结论为本单位有责。",
        f"消保转〔{day.year}〕041号",
    )


def _report(bank: Bank, cycle: Cycle, code: str, day: date, account: str, reference: str) -> CriticalEvent:
    return report_event(
        cycle=cycle,
        unit=bank.units[code],
        indicator=event_indicators(cycle).order_by("code")[0],
        actor=bank.people["lead"],
        happened_on=max(cycle.start, min(on_or_before(day), clock.today() - timedelta(days=1))),
        account=account,
        reference=reference,
    )

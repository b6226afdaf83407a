"""Calibration in the demo: sessions that are closed, one to be discussed, one to be scored, and a new assessor who qualifies."""

from datetime import datetime, timedelta
from random import Random

from assessments.models import ScoreSheet
from assessments.selectors.criteria import Criteria, criteria_of
from calibration.comparison import majority
from calibration.models import BlindSheet, CalibrationSession
from calibration.selectors.candidates import objections_to
from calibration.selectors.items import Item
from calibration.selectors.qualification import reference_sheets, unknown_to
from calibration.services import qualification, recalibration, reference, scoring, sessions
from demo.keys import random_key
from demo.organization import Bank
from demo.records import quality_of
from demo.scoring import marks_for
from foundation.common import clock
from foundation.workdays.calendar import add_workdays
from organization.models import Person
from standards.enums import Scale
from standards.selectors import version_in_force

CLOSED = 6
PANEL = 4
# Where the assessors read the scoring rules differently: which of the rated indicators, and how far each of them goes.
DISPUTED = 2
LENIENCY = (1, 0, 0, -1)


def play_calibration(bank: Bank, random: Random) -> None:
    """Sessions of the last weeks on records that have been scored and sealed."""
    version = version_in_force()
    panel, others = bank.assessors[:PANEL], bank.assessors[PANEL:]
    items = _items(panel, CLOSED + 2)
    for number, item in enumerate(items[:CLOSED]):
        at = _morning(-(CLOSED - number) * 4 - 6)
        session = _open(bank, random, version, item, panel, at)
        _score(random, session, panel, at + timedelta(days=1))
        _agree(bank, random, session, panel, at + timedelta(days=2))
    if len(items) > CLOSED:
        session = _open(bank, random, version, items[CLOSED], panel, _morning(-4))
        _score(random, session, panel, _morning(-2))
    if len(items) > CLOSED + 1:
        session = _open(bank, random, version, items[CLOSED + 1], panel, _morning(-1))
        _score(random, session, panel[1:3], _morning(0))
    recalibration.judge_agreement(version=version)
    _qualify(bank, random, version, others)


def _morning(workdays: int) -> datetime:
    at = clock.at_local(add_workdays(clock.today(), workdays), 9)
    return min(at, clock.now() - timedelta(minutes=5))


def _items(panel: list[Person], wanted: int) -> list[Item]:
    """Records that somebody else has scored, and that all of the panel may score; each once, also where its customer was called, too."""
    found, taken = [], set()
    rows = ScoreSheet.objects.filter(state="submitted", record__isnull=False).select_related("record__unit", "item")
    for sheet in rows.order_by("-number")[:400]:
        if sheet.record_id not in taken and not objections_to(panel, sheet.record):
            taken.add(sheet.record_id)
            found.append(Item(sheet.record, sheet.item))
        if len(found) == wanted:
            break
    return found


def _open(bank: Bank, random: Random, version, item: Item, panel: list[Person], at: datetime) -> CalibrationSession:
    with clock.travelling(at):
        return sessions.open_session(
            title=item.record.topic or item.record.number,
            item=item,
            described=sessions.Described(),
            standard_version=version,
            assessors=panel,
            due_on=add_workdays(clock.local(at).date(), 3),
            actor=bank.people["lead"],
            key=random_key(random),
        )


def _score(random: Random, session: CalibrationSession, people: list[Person], at: datetime) -> None:
    """All see about the same, each with an eye of their own; about the disputed indicators they think differently."""
    criteria = criteria_of(session.standard_version)
    common = marks_for(random, criteria, quality_of(session.unit.code, 0) if session.unit else 0.7)
    for place, person in enumerate(people):
        sheet = BlindSheet.objects.select_related("session__standard_version", "assessor", "attempt").get(
            session=session, assessor=person, attempt=None
        )
        with clock.travelling(min(at + timedelta(minutes=40 * place), clock.now())):
            marks = _seen_by(random, criteria, common, LENIENCY[place % len(LENIENCY)])
            scoring.submit_blind(sheet=sheet, actor=person, marks=marks, version=sheet.version, key=random_key(random))


def _seen_by(random: Random, criteria: Criteria, common: dict, leniency: int) -> dict:
    own, rated = {}, [code for code, one in criteria.indicators.items() if one.scale == Scale.RATING]
    for code, mark in common.items():
        if code not in rated or "level" not in mark:
            own[code] = mark
            continue
        levels = sorted(criteria.levels[code])
        step = random.choice((-2, -1, 1, 2)) if code in rated[:DISPUTED] else random.choice((0, 0, 0, 0, leniency))
        level = levels[max(0, min(len(levels) - 1, levels.index(mark["level"]) + step))]
        own[code] = {"level": level}
        if criteria.levels[code][level].points < criteria.indicators[code].max_points:
            own[code]["reason"] = mark.get("reason") or "语速偏快，未等客户说完"
    return own


def _agree(bank: Bank, random: Random, session: CalibrationSession, panel: list[Person], at: datetime) -> None:
    """The meeting: what all have marked alike is adopted, the rest agreed near the middle."""
    lead = bank.people["lead"]
    session.refresh_from_db()
    criteria = criteria_of(session.standard_version)
    with clock.travelling(min(at, clock.now())):
        reference.record_meeting(
            session=session, actor=lead, held_at=clock.now(), present=panel, note="先听录音，再逐项讨论分歧。", key=random_key(random)
        )  # fmt: skip
        reference.adopt_unanimous(session=session, actor=lead)
        given = [sheet.score.marks for sheet in session.sheets.select_related("score")]
        done = set(session.reference_marks.values_list("indicator__code", flat=True))
        for code, indicator in criteria.indicators.items():
            marks = [marks[code] for marks in given if code in marks]
            if code in done or not marks:
                continue
            reference.agree_mark(
                session=session,
                indicator=indicator,
                actor=lead,
                mark=_middle(marks),
                reason="以评分细则的档次描述为准，参照录音中的原话。",
                dissenters=[],
                number=0,
                key=random_key(random),
            )
        reference.close_session(session=session, actor=lead)


def _middle(marks: list[dict]) -> dict:
    """What most have given; otherwise the middle of the levels."""
    usual = majority(marks)
    if usual is not None:
        return dict(usual)
    ordered = sorted(marks, key=lambda mark: (mark.get("level", -1), str(mark.get("points", ""))))
    return {name: value for name, value in ordered[len(ordered) // 2].items() if name != "reason"}


def _qualify(bank: Bank, random: Random, version, others: list[Person]) -> None:
    """One has passed, one is at it."""
    lead = bank.people["lead"]
    ready = [(person, unknown_to(person, reference_sheets(version))[:2]) for person in others]
    ready = [(person, sheets) for person, sheets in ready if len(sheets) == 2]
    for number, (person, sheets) in enumerate(ready[:2]):
        with clock.travelling(_morning(-3)):
            attempt = qualification.give_attempt(
                person=person, version=version, sessions=sheets, due_on=add_workdays(clock.today(), 10), actor=lead, key=random_key(random)
            )  # fmt: skip
        for sheet in list(attempt.sheets.select_related("session__reference"))[: 2 - number]:
            with clock.travelling(_morning(-1)):
                scoring.submit_blind(
                    sheet=sheet, actor=person, marks=sheet.session.reference.marks, version=sheet.version, key=random_key(random)
                )  # fmt: skip

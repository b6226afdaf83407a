"""A call to East Branch that Lin, Guo and Sun score blind for Li, by the small standard: attitude A1, resolution R1, red line X1."""

from datetime import timedelta
from uuid import uuid4

from assessments.selectors.criteria import criteria_of
from calibration.models import BlindSheet, CalibrationSession
from calibration.selectors.items import Item
from calibration.services.reference import adopt_unanimous, agree_mark, close_session, record_meeting
from calibration.services.scoring import submit_blind
from calibration.services.sessions import Described, open_session
from foundation.common import clock
from foundation.workdays.calendar import add_workdays
from organization.models import Person
from tests.assessments.sheet_world import make_record
from tests.cast import Cast
from tests.factories import make_version

SECRET = "客户三次要求转接主管均被打断"
ALL_SAME = {"A1": {"level": 5}, "R1": {"level": 5}, "X1": {"triggered": False}}


def marks(a1: int, r1: int, *, triggered: bool = False, reason: str = SECRET) -> dict:
    """Marks as a page sends them; what is below full marks carries the reason."""
    given = {"A1": {"level": a1}, "R1": {"level": r1}, "X1": {"triggered": triggered}}
    for mark in given.values():
        if mark.get("triggered") or mark.get("level", 5) < 5:
            mark["reason"] = reason
    return given


def call_session(cast: Cast, *, assessors: tuple[Person, ...] = (), **more) -> CalibrationSession:
    """Opened by Li on a call to East Branch, due in five working days."""
    version = more.pop("version", None) or make_version(author=cast.li, approved_by=cast.zhou, approved_at=clock.now())
    given = {
        "title": "挂失来电",
        "item": Item(make_record(cast.east, agent="")),
        "described": Described(),
        "standard_version": version,
        "assessors": list(assessors or (cast.lin, cast.guo, cast.sun)),
        "due_on": add_workdays(clock.today(), 5),
        "actor": cast.li,
        "key": uuid4(),
    }
    return open_session(**{**given, **more})


def sheet_of(session: CalibrationSession, person: Person) -> BlindSheet:
    rows = BlindSheet.objects.select_related("session__standard_version__standard", "session__record", "assessor")
    return rows.get(session=session, assessor=person)


def hand_in(session: CalibrationSession, person: Person, given: dict | None = None) -> dict:
    sheet = sheet_of(session, person)
    return submit_blind(sheet=sheet, actor=person, marks=given or ALL_SAME, version=sheet.version, key=uuid4())


def opened(cast: Cast, **more) -> CalibrationSession:
    """All three have handed in: Guo gave less for resolution, Sun for both."""
    session = call_session(cast, **more)
    hand_in(session, cast.lin, marks(5, 5))
    hand_in(session, cast.guo, marks(5, 3))
    hand_in(session, cast.sun, marks(4, 2))
    session.refresh_from_db()
    return session


def met(session: CalibrationSession, cast: Cast, *present: Person):
    return record_meeting(
        session=session,
        actor=cast.li,
        held_at=clock.now(),
        present=list(present or (cast.lin, cast.guo, cast.sun)),
        note="先听录音，再逐项讨论。",
        key=uuid4(),
    )


def agree(session: CalibrationSession, cast: Cast, code: str, mark: dict, **more):
    number = session.reference_marks.filter(indicator__code=code).count()
    given = {"reason": "录音第二分钟", "dissenters": [], "number": number, "actor": cast.li, "key": uuid4(), **more}
    indicator = criteria_of(session.standard_version).indicators[code]
    return agree_mark(session=session, indicator=indicator, mark=mark, **given)


def adopt(session: CalibrationSession, cast: Cast) -> None:
    """All have given the same: that is the reference."""
    adopt_unanimous(session=session, actor=cast.li)
    close_session(session=session, actor=cast.li)


def closed(cast: Cast, **more) -> CalibrationSession:
    """Discussed and agreed: A1 5, R1 3, X1 not triggered."""
    session = opened(cast, **more)
    met(session, cast)
    for code, mark in (("A1", {"level": 5}), ("R1", {"level": 3}), ("X1", {"triggered": False})):
        agree(session, cast, code, mark)
    close_session(session=session, actor=cast.li)
    session.refresh_from_db()
    return session


def later(minutes: int = 5):
    """The same world some time later."""
    return clock.travelling(clock.now() + timedelta(minutes=minutes))


def closed_by(cast: Cast, *assessors: Person, **more) -> CalibrationSession:
    """Scored alike by these, and closed with what they gave."""
    session = call_session(cast, assessors=assessors, **more)
    for person in assessors:
        hand_in(session, person)
    session.refresh_from_db()
    met(session, cast, *assessors)
    adopt(session, cast)
    session.refresh_from_db()
    return session

"""What was agreed in a session so far."""

from assessments.selectors.criteria import Criteria
from calibration.models import CalibrationSession, Meeting, ReferenceMark, SealedScore
from organization.models import Person


def last_meeting(session: CalibrationSession) -> Meeting | None:
    """The one that holds; a later register takes the place of the earlier. One query."""
    return session.meetings.select_related("chair").order_by("-number").first()


def meetings_of(session: CalibrationSession) -> list[Meeting]:
    """The latest first, each with `register` loaded. Two queries."""
    rows = session.meetings.select_related("chair").prefetch_related("register__person")
    return list(rows.order_by("-number"))


def people_at(meeting: Meeting | None) -> list[Person]:
    return [row.person for row in meeting.register.select_related("person")] if meeting else []


def agreed_marks(session: CalibrationSession) -> dict[str, ReferenceMark]:
    """{indicator code: the mark that holds}. One query."""
    rows = session.reference_marks.select_related("indicator", "decided_by", "meeting").order_by("number")
    return {row.indicator.code: row for row in rows}


def open_indicators(session: CalibrationSession, criteria: Criteria) -> list[str]:
    """Codes of what still needs a reference mark, in the standard's order. A bonus that nobody gave needs none."""
    agreed = agreed_marks(session)
    given = {code for marks in _marks_in(session) for code in marks}
    return [
        code
        for code in criteria.indicators
        if code not in agreed and (code in given or not criteria.rules[code].is_optional)
    ]


def value_of(mark: dict) -> tuple:
    """What a mark says, without its reason: for comparing marks of one indicator."""
    return tuple(sorted((name, value) for name, value in mark.items() if name != "reason"))


def unanimous_marks(session: CalibrationSession, criteria: Criteria) -> dict[str, dict]:
    """{indicator code: the mark that all have given}."""
    everybody = _marks_in(session)
    found = {}
    for code in criteria.indicators:
        marks = [marks.get(code, {}) for marks in everybody]
        if marks and value_of(marks[0]) and len({value_of(mark) for mark in marks}) == 1:
            found[code] = next((mark for mark in marks if mark.get("reason")), marks[0])
    return found


def _marks_in(session: CalibrationSession) -> list[dict]:
    """All sealed marks. For what is decided about a session whose scores are open; what a person may read is `sessions.scores_visible_to`."""
    return list(SealedScore.objects.filter(sheet__session=session, sheet__attempt=None).values_list("marks", flat=True))

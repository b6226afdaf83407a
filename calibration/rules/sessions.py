"""Who opens a session, who scores in it, who sees what of it. Blindness holds for everybody, whatever their role."""

from calibration.enums import STILL_OPEN, AttemptState, SessionState
from calibration.models import BlindSheet, CalibrationSession
from organization.enums import Role
from organization.models import Person
from organization.rules import sees_all_units

FEWEST_ASSESSORS = 2
MOST_ASSESSORS = 20


def can_see_calibration(person: Person | None) -> bool:
    """Those who score and those who plan, manage or watch it."""
    return sees_all_units(person) or (person is not None and person.has_role(Role.ASSESSOR, Role.HEAD))


def can_open_session(person: Person | None) -> bool:
    return person is not None and person.has_role(Role.LEAD)


def can_end_scoring(person: Person | None, session: CalibrationSession) -> bool:
    """Any lead: whoever opened it may be away."""
    return can_open_session(person)


def can_score_blind(person: Person | None, sheet: BlindSheet) -> bool:
    """Its assessor alone, unless they have become a supervisor."""
    return person is not None and sheet.assessor_id == person.pk and not person.has_role(Role.SUPERVISOR)


def is_waiting(sheet: BlindSheet) -> bool:
    """Whether it can still be handed in: as long as the session, or the qualification it is for, is being scored."""
    if sheet.attempt_id is not None:
        return sheet.state in STILL_OPEN and sheet.attempt.state == AttemptState.RUNNING
    return sheet.state in STILL_OPEN and sheet.session.state == SessionState.SCORING


def can_decide_reference(person: Person | None, session: CalibrationSession) -> bool:
    """A lead writes down what the meeting has agreed."""
    return can_open_session(person)


def sees_all_sessions(person: Person | None) -> bool:
    return sees_all_units(person)

"""Who gives reference sheets, to whom, and who reads how it went."""

from calibration.models import Attempt
from calibration.rules.sessions import can_open_session, sees_all_sessions
from organization.enums import Role
from organization.models import Person
from organization.rules import may_assess


def can_give_attempt(person: Person | None) -> bool:
    return can_open_session(person)


def can_withdraw_attempt(person: Person | None, attempt: Attempt) -> bool:
    return can_open_session(person) and attempt.person_id != person.pk


def can_qualify(person: Person) -> bool:
    """Assessors and heads. Leads and managers read every reference score and cannot score against one blind."""
    return may_assess(person) and not person.has_role(Role.LEAD, Role.MANAGER)


def must_qualify(person: Person) -> bool:
    """Whom the demand for qualification is about: leads agree on the references themselves."""
    return not person.has_role(Role.LEAD)


def can_see_qualification(person: Person | None) -> bool:
    return sees_all_sessions(person) or (person is not None and may_assess(person))

"""Who gives sheets to others, who steps back, and who may say that an item falls out (R13)."""

from assessments.enums import UNDER_WAY, SheetState
from assessments.models import Recusal, ScoreSheet
from assessments.rules.sheets import is_scored_by
from organization.enums import Role
from organization.models import Person


def can_reassign_sheets(person: Person | None) -> bool:
    return person is not None and person.has_role(Role.LEAD)


def is_open(sheet: ScoreSheet) -> bool:
    """Not sealed, and its cycle still takes scores (spot checks, which stay out of the result, may be late)."""
    return sheet.state != SheetState.SUBMITTED and (sheet.plan_id is None or sheet.cycle.state in UNDER_WAY)


def can_recuse_from_sheet(person: Person | None, sheet: ScoreSheet) -> bool:
    """Whoever is to score it, at any time before it is sealed."""
    return person is not None and is_scored_by(person, sheet) and sheet.state != SheetState.SUBMITTED


def can_declare_recusal(person: Person | None) -> bool:
    """In advance: whoever may be given a sheet."""
    return person is not None and person.has_role(Role.ASSESSOR, Role.LEAD, Role.HEAD)


def can_withdraw_recusal(person: Person | None, recusal: Recusal) -> bool:
    """Nobody but who declared it knows that the reason is gone."""
    return person is not None and recusal.person_id == person.pk


def can_replace_item(person: Person | None, sheet: ScoreSheet) -> bool:
    """Whoever scores it, or a lead, while it is open."""
    return person is not None and is_open(sheet) and (is_scored_by(person, sheet) or person.has_role(Role.LEAD))


def sees_board(person: Person | None) -> bool:
    """Leads assign; supervisors look on."""
    return person is not None and person.has_role(Role.LEAD, Role.SUPERVISOR)


def sees_recusals(person: Person | None) -> bool:
    """Everybody's, with their reasons."""
    return sees_board(person)

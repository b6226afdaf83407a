"""Who asks for footage, and who answers for the unit (R15)."""

from assessments.enums import Method
from assessments.models import FootageRequest, ScoreSheet
from assessments.rules.assignment import is_open, too_close_to
from assessments.rules.sheets import can_score_sheet
from organization.enums import Role
from organization.models import Person
from organization.rules import units_answered_for


def can_request_footage(person: Person | None, sheet: ScoreSheet) -> bool:
    """Whoever scores the sheet, or a lead who is not too close to the unit, while it is open."""
    if person is None or sheet.method != Method.FOOTAGE or not is_open(sheet):
        return False
    return can_score_sheet(person, sheet) or (person.has_role(Role.LEAD) and not too_close_to(person, [sheet]))


def can_answer_request(person: Person | None, asked: FootageRequest) -> bool:
    """Head and liaison of the unit, and of those above it."""
    return person is not None and asked.sheet.unit_id in units_answered_for(person)

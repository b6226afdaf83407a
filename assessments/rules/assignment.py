"""Who gives sheets to others, who steps back, and who may say that an item falls out (R13). Nobody does so where they are too close."""

from collections.abc import Iterable

from assessments.enums import UNDER_WAY, SheetState
from assessments.models import Recusal, ScoreSheet
from assessments.rules.recusals import recused_from
from assessments.rules.sheets import is_scored_by
from organization.enums import Role
from organization.models import Person
from organization.rules import close_units


def can_reassign_sheets(person: Person | None) -> bool:
    """Leads; which of the sheets, says `too_close_to`."""
    return person is not None and person.has_role(Role.LEAD)


def can_reassign_sheet(person: Person | None, sheet: ScoreSheet) -> bool:
    return can_reassign_sheets(person) and is_open(sheet) and not too_close_to(person, [sheet])


def too_close_to(person: Person, sheets: Iterable[ScoreSheet]) -> set[int]:
    """Keys of the sheets in which the person has no say: who is assessed, or has stepped back, chooses neither item nor assessor.

    Own unit as in a team: now, or at any time of the cycle. Four queries for each cycle that the sheets are of.
    """
    sheets = list(sheets)
    cycles = {sheet.cycle_id: sheet.cycle for sheet in sheets}
    close = {key: close_units([person], (one.start, one.end))[person.pk] for key, one in cycles.items()}
    return {sheet.pk for sheet in sheets if sheet.unit_id in close[sheet.cycle_id]} | recused_from(person, sheets)


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
    """Whoever scores it, unless it is blocked, or a lead, while it is open; neither where they are too close."""
    if person is None or not is_open(sheet):
        return False
    may = person.has_role(Role.LEAD) or (is_scored_by(person, sheet) and not sheet.is_blocked)
    return may and not too_close_to(person, [sheet])


def sees_board(person: Person | None) -> bool:
    """Leads assign; supervisors look on."""
    return person is not None and person.has_role(Role.LEAD, Role.SUPERVISOR)


def sees_recusals(person: Person | None) -> bool:
    """Everybody's, with their reasons."""
    return sees_board(person)

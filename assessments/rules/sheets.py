"""Who may do what with a score sheet."""

from datetime import date, timedelta

from assessments.enums import CORRECTABLE, SheetState
from assessments.models import ScoreSheet
from assessments.rules.recusals import has_recused
from foundation.common import clock
from organization.enums import Role
from organization.models import Person
from organization.rules import can_assess_unit, is_own_unit, units_answered_for, units_known_from_inside


def is_scored_by(person: Person, sheet: ScoreSheet) -> bool:
    """The assessor, or the second one of a visit: one joint sheet, which either of them fills in and seals for both."""
    return person is not None and person.pk in sheet.holder_keys


def service_time(sheet: ScoreSheet) -> tuple[date, date] | None:
    """The day of the service that is looked at, as [from, before); None for a visit, which is now."""
    if sheet.record_id is None:
        return None
    day = clock.local(sheet.record.occurred_at).date()
    return day, day + timedelta(days=1)


def can_score_sheet(person: Person, sheet: ScoreSheet) -> bool:
    """Its assessors, unless they have stepped back, from the sheet or in advance; and nobody their own unit: neither where they work now nor
    where they worked when it happened."""
    return is_scored_by(person, sheet) and not sheet.is_blocked and is_far_enough(person, sheet)


def is_far_enough(person: Person, sheet: ScoreSheet) -> bool:
    """Whether the person may judge what the sheet is about: it is not their own unit's, and they have not stepped back from it.

    `is_free_for` of a sheet that was read for its assessor (`selectors.sheets.sheet_to_open`): the person of whom there was, at that moment, neither
    a recusal nor a unit they used to work in. Two queries fewer.
    """
    if getattr(sheet, "is_free_for", None) == person.pk:
        return can_assess_unit(person, sheet.unit)
    return can_assess_unit(person, sheet.unit, during=service_time(sheet)) and not has_recused(person, sheet)


def can_correct_sheet(person: Person, sheet: ScoreSheet) -> bool:
    """Its assessors or a lead, until the quarter is published; nobody for their own unit or where they have stepped back."""
    return sheet.cycle.state in CORRECTABLE and may_correct(person, sheet)


def may_correct(person: Person | None, sheet: ScoreSheet) -> bool:
    """Whose place it is to correct the sheet, as far as that is about the person."""
    return (
        person is not None
        and sheet.state == SheetState.SUBMITTED
        and (is_scored_by(person, sheet) or person.has_role(Role.LEAD))
        and is_far_enough(person, sheet)
    )


def can_change_evidence(person: Person, sheet: ScoreSheet) -> bool:
    """Evidence is sealed with the sheet, so only while it is open."""
    return sheet.state != SheetState.SUBMITTED and can_score_sheet(person, sheet)


def hands_in(sheet: ScoreSheet) -> set[int]:
    """Keys of all who ever had a hand in the sheet: its assessors now and before, whoever drafted, sealed or corrected it. Three queries."""
    found = {sheet.assessor_id, sheet.co_assessor_id, sheet.draft_by_id}
    found |= set(sheet.revisions.values_list("author", flat=True))
    found |= set(sheet.evidence.values_list("added_by", flat=True))
    for pair in sheet.handovers.values_list(
        "assessor_before", "co_assessor_before", "assessor_after", "co_assessor_after"
    ):
        found.update(pair)
    return found - {None}


def may_amend_sheet(person: Person | None, sheet: ScoreSheet) -> bool:
    """Who rules on an appeal never had a hand in the sheet, does not belong to its unit, neither now nor at the time of service, and has not
    stepped back from it, its unit or whom it is about."""
    return (
        person is not None
        and person.pk not in hands_in(sheet)
        and not is_own_unit(person, sheet.unit, during=service_time(sheet))
        and not has_recused(person, sheet)
    )


def sees_all_sheets(person: Person) -> bool:
    return person is not None and person.has_role(Role.LEAD, Role.MANAGER, Role.SUPERVISOR)


def watches_covertly(person: Person | None, sheet: ScoreSheet) -> bool:
    """Who sees a mystery visit as it was, evidence and scenario: its assessors; leads and supervisors, but nobody of the unit's own line, and
    nobody who answers for it."""
    if person is None:
        return False
    watches = person.has_role(Role.LEAD, Role.SUPERVISOR) and sheet.unit_id not in units_known_from_inside(person)
    return is_scored_by(person, sheet) or watches


def sees_who_was_met(person: Person | None, sheet: ScoreSheet) -> bool:
    """How somebody was described is about a person who does not know of it: its assessors read it, and the lead."""
    return watches_covertly(person, sheet) and (is_scored_by(person, sheet) or person.has_role(Role.LEAD))


def reads_what_was_said(person: Person | None, sheet: ScoreSheet) -> bool:
    """What customers said, as an interview or a call noted it. Of those who may see the sheet: everybody but who answers for the unit, whatever
    else they are. It learns how many were asked, what came of it, and the scores with their reasons."""
    if person is None:
        return False
    return is_scored_by(person, sheet) or sheet.unit_id not in units_answered_for(person)

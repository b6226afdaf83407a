"""Who asks for self-checks, who fills them in and keeps the log, and who reads which. Marks are read through `selectors.checks` alone."""

from assessments.enums import UNDER_WAY, CycleState
from assessments.models import Cycle
from organization.enums import Role
from organization.models import Person, Unit
from organization.rules import answers_for_unit, sees_all_units
from selfcheck.models import LogEntry, SelfCheck

# As long as sheets can be scored, a unit can hand in: it has not seen a figure of its inspection.
TAKEN_IN = (CycleState.PREPARING, *UNDER_WAY)
# Every sheet that counts is sealed, whatever becomes of its plan.
SCORED = (CycleState.REVIEW, CycleState.APPROVAL, CycleState.FEEDBACK, CycleState.PUBLISHED)


def can_see_self_checks(person: Person | None) -> bool:
    """Those who answer for a unit, and those whose work is the whole. Assessors never: they are to see with their own eyes."""
    return sees_all_units(person) or answers_for_some_unit(person)


def answers_for_some_unit(person: Person | None) -> bool:
    return person is not None and person.has_role(Role.HEAD, Role.LIAISON)


def can_ask(person: Person | None) -> bool:
    return person is not None and person.has_role(Role.LEAD)


def can_fill_in(person: Person | None, check: SelfCheck) -> bool:
    """Head or liaison of the unit or of one above it."""
    return person is not None and answers_for_unit(person, check.unit)


def can_withdraw(person: Person | None, check: SelfCheck) -> bool:
    """A lead, as long as it is not handed in (the state is asked again under lock)."""
    return can_ask(person)


def takes_in(cycle: Cycle) -> bool:
    return cycle.state in TAKEN_IN


def can_keep_log(person: Person | None, unit: Unit) -> bool:
    return person is not None and answers_for_unit(person, unit)


def can_change_entry(person: Person | None, entry: LogEntry) -> bool:
    return can_keep_log(person, entry.unit)

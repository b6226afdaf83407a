"""Who reports, decides and reads critical events."""

from assessments.enums import CycleState
from assessments.models import CriticalEvent, Cycle
from organization.enums import Role
from organization.models import Person
from organization.rules import is_own_unit, sees_all_units


def takes_events(cycle: Cycle) -> bool:
    """Until its results are published; afterwards a new edition would be needed, which begins with the cycle's own correction."""
    return cycle.state != CycleState.PUBLISHED


def can_report_event(person: Person | None) -> bool:
    return person is not None and person.has_role(Role.LEAD, Role.MANAGER)


def can_decide_event(person: Person | None, event: CriticalEvent) -> bool:
    """A manager who did not report it and does not belong to the unit's line."""
    return (
        person is not None
        and person.has_role(Role.MANAGER)
        and event.reported_by_id != person.pk
        and not is_own_unit(person, event.unit)
    )


def sees_events(person: Person | None) -> bool:
    return sees_all_units(person)

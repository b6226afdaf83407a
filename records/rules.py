"""Who may bring records in, see them, and look behind the mask."""

from organization.enums import Role
from organization.models import Person
from records.models import ImportRun, ServiceRecord


def can_import_records(person: Person | None) -> bool:
    """Assessment leads and administrators. An administrator brings files in without seeing other people's."""
    return person is not None and person.has_role(Role.LEAD, Role.ADMINISTRATOR)


def can_see_import_contents(person: Person | None, run: ImportRun) -> bool:
    """The rows of the file itself: whoever brought it, and leads."""
    return can_import_records(person) and (person.has_role(Role.LEAD) or run.started_by_id == person.pk)


def can_change_import(person: Person | None, run: ImportRun) -> bool:
    return can_see_import_contents(person, run)


def can_settle_held_rows(person: Person | None, run: ImportRun) -> bool:
    """A lead: who judges people by the records knows what a correction of them means."""
    return person is not None and person.has_role(Role.LEAD)


def sees_all_records(person: Person | None) -> bool:
    """Those whose work is the whole. Administrators keep the system, not its contents."""
    return person is not None and person.has_role(Role.LEAD, Role.MANAGER, Role.SUPERVISOR)


def can_reveal_contact(person: Person | None, record: ServiceRecord) -> bool:
    """Who must be able to call the customer: the lead, the unit's head and liaison, the assessor of the record. Whether the record is theirs to
    see is asked beforehand (`selectors.visible_to`)."""
    has_contact = bool(record.customer_name or record.customer_phone)
    return person is not None and has_contact and person.has_role(Role.LEAD, Role.HEAD, Role.LIAISON, Role.ASSESSOR)


def can_export_records(person: Person | None) -> bool:
    """Whoever sees a list may take it along; the export holds what the list shows, masked."""
    return person is not None

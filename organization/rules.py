"""Who is too close to judge, and who answers for what. Rooms above combine these with their own states."""

from organization.enums import Role
from organization.models import Person, Unit
from organization.tree import descendants, own_line


def is_own_unit(person: Person, unit: Unit) -> bool:
    """The person's unit, one above or one below it. The head office is above everybody and so does not count by itself."""
    line = own_line(person.unit_id)
    if unit.pk not in line:
        return False
    return unit.pk == person.unit_id or (unit.parent_id is not None and person.unit.parent_id is not None)


def can_assess_unit(person: Person, unit: Unit) -> bool:
    """Assessors, leads and heads may assess, but nobody their own department; supervisors never."""
    if person.has_role(Role.SUPERVISOR):
        return False
    return person.has_role(Role.ASSESSOR, Role.LEAD, Role.HEAD) and not is_own_unit(person, unit)


def answers_for_unit(person: Person, unit: Unit) -> bool:
    """Head or liaison of the unit or of one above it (the head office excepted: that is management)."""
    return unit.pk in descendants(person.units_as(Role.HEAD, Role.LIAISON))


def can_administer_organization(person: Person) -> bool:
    return person is not None and person.has_role(Role.ADMINISTRATOR)


def sees_all_units(person: Person) -> bool:
    """Those whose work is the whole: lead, manager, supervisor."""
    return person is not None and person.has_role(Role.LEAD, Role.MANAGER, Role.SUPERVISOR)

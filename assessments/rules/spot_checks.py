"""Who sees what of spot checks. Times and targets of those to come are seen by nobody, whatever the role."""

from organization.enums import Role
from organization.models import Person
from organization.rules import sees_all_units


def sees_spot_checks(person: Person | None) -> bool:
    """Those who plan, approve and watch: what was drawn, and how many are still to come."""
    return sees_all_units(person)


def sees_risks(person: Person | None, lot) -> bool:
    """The lead, who answers for the promise; the others once the lot is revealed."""
    return sees_spot_checks(person) and (person.has_role(Role.LEAD) or lot.draw.is_drawn)

"""Units and people, the roles they hold for a time, when they are away and what they may take on."""

from organization.models.availability import Absence, Expertise, UnitNeed
from organization.models.structure import FormerUnit, Person, RoleAssignment, RoleRequest, Unit

__all__ = [
    "Absence",
    "Expertise",
    "FormerUnit",
    "Person",
    "RoleAssignment",
    "RoleRequest",
    "Unit",
    "UnitNeed",
]

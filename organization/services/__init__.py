"""Writing to the organization. `actor` is a person, or None for the system (set-up, scripts at the machine)."""

from organization.services.absences import enter_absence, withdraw_absence
from organization.services.access import give_access, set_password
from organization.services.expertise import end_expertise, end_need, give_expertise, set_need
from organization.services.outside import create_outside_assessor, set_access_period
from organization.services.people import change_person, create_person, deactivate_person, move_person, reactivate_person
from organization.services.roles import assign_role, decide_role_request, end_role
from organization.services.units import change_unit, create_unit, restore_unit, retire_unit

__all__ = [
    "assign_role",
    "change_person",
    "change_unit",
    "create_outside_assessor",
    "create_person",
    "create_unit",
    "deactivate_person",
    "decide_role_request",
    "end_expertise",
    "end_need",
    "end_role",
    "enter_absence",
    "give_access",
    "give_expertise",
    "move_person",
    "reactivate_person",
    "restore_unit",
    "retire_unit",
    "set_access_period",
    "set_need",
    "set_password",
    "withdraw_absence",
]

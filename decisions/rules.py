"""Who sits in a group, who votes, who sees what."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from decisions.models import Decision
from organization.enums import Role
from organization.models import Person
from organization.rules import sees_all_units

SMALLEST_GROUP = 3


def objections_to_membership(people: Iterable[Person], opened_by: Person) -> dict[int, str]:
    """{key of the person: why they cannot sit in any group}; the subject of the question adds its own."""
    return {person.pk: reason for person in people if (reason := _objection(person, opened_by))}


def _objection(person: Person, opened_by: Person) -> str:
    if person.has_role(Role.SUPERVISOR):
        return _("Supervisors watch decisions and take no part in them.")
    if person.left_on is not None or person.user_id is None:
        return _("Has no account to vote with.")
    if person.pk == opened_by.pk:
        return _("Whoever puts the question does not answer it.")
    return ""


def is_member(person: Person | None, decision: Decision) -> bool:
    return person is not None and any(member.person_id == person.pk for member in decision.members.all())


def can_vote(person: Person | None, decision: Decision) -> bool:
    """Its members, as long as none of them has become a supervisor."""
    return is_member(person, decision) and not person.has_role(Role.SUPERVISOR)


def can_withdraw_decision(person: Person | None, decision: Decision) -> bool:
    """Whoever put the question, and any lead; never a member, who could so escape a result."""
    return (
        person is not None
        and (person.pk == decision.opened_by_id or person.has_role(Role.LEAD))
        and not is_member(person, decision)
    )


def sees_all_decisions(person: Person | None) -> bool:
    return sees_all_units(person)

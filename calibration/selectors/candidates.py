"""Who could score in a session, and why not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from assessments.models import Handover, ScoreSheet
from assessments.selectors.exclusions import has_served
from calibration.models import BlindSheet
from foundation.common import clock
from organization.enums import Role
from organization.models import Person, RoleAssignment
from organization.rules import close_units, may_assess
from organization.selectors import current, people_in_force
from records.models import ServiceRecord

SCORING_ROLES = (Role.ASSESSOR, Role.LEAD, Role.HEAD)


@dataclass(frozen=True)
class Candidate:
    """`objection`: why they may not, empty if they may."""

    person: Person
    roles: tuple[str, ...]
    objection: str = ""


def candidates() -> list[Candidate]:
    """Everybody with a role that scores, assessors first; what speaks against somebody depends on the item and is said by `objections_to`."""
    holders = current(RoleAssignment.objects.filter(role__in=SCORING_ROLES)).values("person")
    people = list(people_in_force().filter(pk__in=holders, user__isnull=False))
    for person in people:
        person.assignments = person.current_roles  # read for all at once, so that asking for a role asks no database
    people = [person for person in people if may_assess(person)]
    people.sort(key=lambda one: (_rank(one), one.unit.code, one.sort_key))
    return [
        Candidate(
            person=person,
            roles=tuple(str(Role(row.role).label) for row in person.current_roles if row.role in SCORING_ROLES),
        )
        for person in people
    ]


def _rank(person: Person) -> int:
    return next(place for place, role in enumerate(SCORING_ROLES) if person.has_role(role))


def objections_to(people: Iterable[Person], record: ServiceRecord | None) -> dict[int, str]:
    """{key of the person: why they cannot score this item blind}; who is not in it can. A fixed number of queries."""
    people = list(people)
    found = {person.pk: _("Neither assessor nor lead nor department head.") for person in people if not may_assess(person)}  # fmt: skip
    found |= {person.pk: _("Has no account to score with.") for person in people if person.left_on or person.user_id is None}  # fmt: skip
    if record is None:
        return found
    day = clock.local(record.occurred_at).date()
    close = close_units(people, (day, day + timedelta(days=1)))
    known = _who_scored(record)
    for person in people:
        if person.pk in found:
            continue
        if record.unit_id is not None and record.unit_id in close[person.pk]:
            found[person.pk] = _("Own unit.")
        elif has_served(person, record.agent):
            found[person.pk] = _("Own service.")
        elif person.pk in known:
            found[person.pk] = _("Has scored this item before.")
    return found


def _who_scored(record: ServiceRecord) -> set[int]:
    """Keys of those who know the item from a sheet, one that they handed over, or an earlier session. Three queries."""
    pairs = [
        *ScoreSheet.objects.filter(record=record).values_list("assessor", "co_assessor"),
        *Handover.objects.filter(sheet__record=record).values_list("assessor_before", "co_assessor_before"),
    ]
    known = {person for pair in pairs for person in pair if person is not None}
    return known | set(BlindSheet.objects.filter(session__record=record).values_list("assessor", flat=True))

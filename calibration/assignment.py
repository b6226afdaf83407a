"""What calibration says about who is assigned which item: entered in the registry of `assessments`, which knows nothing of it."""

from collections.abc import Sequence

from django.db.models import Q

from assessments.enums import Exclusion
from assessments.selectors.exclusions import Piece
from calibration.models import BlindSheet
from calibration.rules.qualification import must_qualify
from calibration.selectors.policy import policies_for
from calibration.selectors.qualification import qualified
from organization.models import Person
from standards.models import StandardVersion


def excluded_by_calibration(people: Sequence[Person], pieces: Sequence[Piece]) -> dict[tuple[int, str], Exclusion]:
    """Whoever knows the item from a session, and, where the rules demand it, whoever is not qualified by the cycle's version.

    A few queries for each version, whatever the number of people and items.
    """
    return _unqualified(people, pieces) | _knowing(people, pieces)


def _unqualified(people: Sequence[Person], pieces: Sequence[Piece]) -> dict[tuple[int, str], Exclusion]:
    keys = {piece.cycle.standard_version_id for piece in pieces}
    versions = {row.pk: row for row in StandardVersion.objects.select_related("standard").filter(pk__in=keys)}
    policies = policies_for([version.standard for version in versions.values()])
    found = {}
    for key, version in versions.items():
        if not policies[version.standard_id].demands_qualification:
            continue
        able = qualified(version)
        barred = [person.pk for person in people if person.pk not in able and must_qualify(person)]
        for piece in pieces:
            if piece.cycle.standard_version_id == key:
                found |= {(person, piece.key): Exclusion.UNQUALIFIED for person in barred}
    return found


def _knowing(people: Sequence[Person], pieces: Sequence[Piece]) -> dict[tuple[int, str], Exclusion]:
    """Keys of items are those of their records: `source:number`."""
    keys = {piece.key for piece in pieces if piece.half_day is None and ":" in piece.key}
    numbers = {key.partition(":")[2] for key in keys}
    if not numbers:
        return {}
    rows = BlindSheet.objects.filter(Q(session__record__number__in=numbers), assessor__in=people)
    known = rows.values_list("assessor", "session__record__source__name", "session__record__number")
    return {(person, key): Exclusion.KNOWN for person, source, number in known if (key := f"{source}:{number}") in keys}

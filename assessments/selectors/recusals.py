"""Reading recusals: one's own; all of them for those who assign and those who watch."""

from django.db.models import Q, QuerySet

from assessments.models import Recusal
from assessments.rules.assignment import sees_recusals
from assessments.selectors.sheets import visible_to
from foundation.common import clock
from organization.models import Person


def recusals_visible_to(person: Person | None) -> QuerySet[Recusal]:
    rows = Recusal.objects.select_related("person__unit", "sheet", "unit", "about")
    if person is None:
        return rows.none()
    if not sees_recusals(person):
        return rows.filter(person=person)
    # Not of a mystery visit that the reader may not know of.
    return rows.filter(Q(sheet=None) | Q(person=person) | Q(sheet__in=visible_to(person)))


def in_force(recusals: QuerySet[Recusal]) -> QuerySet[Recusal]:
    """Now or later."""
    return recusals.filter(Q(until=None) | Q(until__gt=clock.today()), withdrawn_at=None)

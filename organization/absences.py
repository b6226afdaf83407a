"""Reading absences: who is away on a half-day, and how many half-days somebody is here."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from foundation.workdays.calendar import is_workday
from organization.enums import Half, Role
from organization.models import Absence, Person
from organization.rules import units_headed

READERS = (Role.LEAD, Role.SUPERVISOR, Role.ADMINISTRATOR)


def absences_visible_to(person: Person | None) -> QuerySet[Absence]:
    """Their own; a head those of the unit; leads, who must assign around them, supervisors and administrators all."""
    rows = Absence.objects.select_related("person__unit", "entered_by", "withdrawn_by")
    if person is None:
        return rows.none()
    if person.has_role(*READERS):
        return rows
    return rows.filter(Q(person=person) | Q(person__unit__in=units_headed(person)))


def absences_between(people: Iterable[Person], first: date, last: date) -> dict[int, list[Absence]]:
    """{key of the person: absences that touch the days}, without what was withdrawn. One query."""
    found: dict[int, list[Absence]] = {person.pk: [] for person in people}
    rows = Absence.objects.filter(person__in=found, withdrawn_at=None, first_day__lte=last, last_day__gte=first)
    for row in rows.order_by("first_day", "pk"):
        found[row.person_id].append(row)
    return found


def is_away(absences: Iterable[Absence], day: date, half: str) -> bool:
    return any(absence.covers(day, half) for absence in absences)


def half_days(first: date, last: date) -> list[tuple[date, str]]:
    """The working half-days from the one day up to and with the other."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [(day, half) for day in days if is_workday(day) for half in Half.values]


def half_days_here(absences: Iterable[Absence], first: date, last: date) -> int:
    """Working half-days on which somebody with these absences is at work."""
    absences = list(absences)
    return sum(not is_away(absences, day, half) for day, half in half_days(first, last))

"""Who has how much left to score in a cycle, who has too much, and who is behind."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from assessments.enums import SheetState
from assessments.models import ScoreSheet
from foundation.common import clock
from foundation.workdays.calendar import workdays_between
from organization.models import Person

# A sheet takes about twenty minutes, and assessors have a post of their own: more than so many a working day are not scored with care.
MOST_A_DAY = 6


@dataclass(frozen=True)
class Load:
    """`open`: sheets not sealed, alone or as one of two; `late`: of these, after their day; `last_due`: when the last of them is due."""

    person: Person
    open: int
    late: int
    last_due: date | None

    @property
    def a_day(self) -> int:
        """Sheets that have to be scored each working day, today included, rounded up."""
        today = clock.today()
        left = max(workdays_between(today, self.last_due) + 1, 1) if self.last_due else 1
        return -(-self.open // left)

    @property
    def is_overloaded(self) -> bool:
        return self.a_day > MOST_A_DAY


def loads_of(sheets: QuerySet[ScoreSheet]) -> list[Load]:
    """Everybody who has open ones of the sheets, the most loaded first. Three queries, however many people."""
    waiting = sheets.exclude(state=SheetState.SUBMITTED).order_by()
    figures = {"n": Count("pk"), "late": Count("pk", filter=Q(due_on__lt=clock.today())), "last": Max("due_on")}
    found: dict[int, tuple[int, int, date | None]] = {}
    for field in ("assessor", "co_assessor"):
        rows = waiting.exclude(**{field: None}).values_list(field).annotate(**figures)
        for key, count, late, last in rows:
            before = found.get(key, (0, 0, None))
            found[key] = (before[0] + count, before[1] + late, max(filter(None, (before[2], last)), default=None))
    people = Person.objects.select_related("unit").in_bulk(found)
    loads = [Load(people[key], *figures) for key, figures in found.items()]
    return sorted(loads, key=lambda one: (not one.is_overloaded, -one.late, -one.a_day, -one.open, one.person.sort_key))

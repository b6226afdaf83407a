"""What the first screen and the shell read from the rooms."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import ClassVar
from uuid import UUID

from django.db.models import Avg, QuerySet
from django.urls import NoReverseMatch

from assessments.enums import CycleState, CycleType
from assessments.models import SheetRevision
from assessments.selectors.cycles import quarters_opened
from foundation.common import clock
from foundation.common.addresses import address
from foundation.common.prepared import Prepared
from organization.models import Person
from organization.worklist import WorkItem

NUMERALS = "一二三四"
PACE_OVER = 30
# So many quarters are looked at: the present one and those that are opened ahead.
AHEAD = 4


@dataclass(frozen=True)
class CycleMark:
    """The present cycle as the top bar shows it."""

    States: ClassVar = CycleState
    public_id: UUID
    code: str
    type: str
    start: date
    state: str
    title_zh: str
    title_en: str

    @property
    def name_zh(self) -> str:
        return (
            f"{self.start.year}年第{NUMERALS[(self.start.month - 1) // 3]}季度"
            if self.type == CycleType.QUARTER
            else self.title_zh or self.code
        )

    @property
    def name_en(self) -> str:
        if self.type == CycleType.QUARTER:
            return f"Q{(self.start.month - 1) // 3 + 1} {self.start.year}"
        return self.title_en or self.title_zh or self.code

    def get_absolute_url(self) -> str | None:
        try:
            return address("assessments:cycle_detail", self.public_id)
        except NoReverseMatch:
            return None


def current_cycle() -> CycleMark | None:
    """The latest quarter that has begun; before the first, the one that is being prepared."""
    return present_of([CycleMark(*row) for row in _newest()])


def _newest_quarters() -> QuerySet:
    fields = ("public_id", "code", "type", "start", "state", "title_zh", "title_en")
    return quarters_opened().order_by("-start").values_list(*fields)[:AHEAD]


# In the top bar of every page.
_newest = Prepared(_newest_quarters)


def present_of(marks: Sequence[CycleMark]) -> CycleMark | None:
    """The same among quarters that are read already, latest first."""
    marks, today = marks[:AHEAD], clock.today()
    return next((mark for mark in marks if mark.start <= today), marks[-1] if marks else None)


def seconds_a_sheet(person: Person) -> int | None:
    """How long the person's last sheets took on average, in seconds; None before the first."""
    recent = SheetRevision.objects.filter(author=person, number=1, seconds_spent__isnull=False).order_by("-sealed_at")[
        :PACE_OVER
    ]
    mean = SheetRevision.objects.filter(pk__in=recent.values("pk")).aggregate(mean=Avg("seconds_spent"))["mean"]
    return None if mean is None else round(mean)


@dataclass(frozen=True)
class Workload:
    """What waits for somebody, counted once for headline, tabs and sidebar."""

    items: list[WorkItem]
    today: date = field(default_factory=clock.today)

    @property
    def late(self) -> list[WorkItem]:
        return [item for item in self.items if item.due_on and item.due_on < self.today]

    @property
    def due_today(self) -> list[WorkItem]:
        return [item for item in self.items if item.due_on == self.today]

    @property
    def due_this_week(self) -> list[WorkItem]:
        """Due from today up to and with the coming Sunday; what is late has been said already."""
        sunday = self.today + timedelta(days=6 - self.today.weekday())
        return [item for item in self.items if item.due_on and self.today <= item.due_on <= sunday]

    def in_group(self, group: str) -> list[WorkItem]:
        return [item for item in self.items if item.group == group]

    def counts(self) -> dict[str, int]:
        """{group: how many}, and all under `*`."""
        found: dict[str, int] = {"*": len(self.items)} if self.items else {}
        for item in self.items:
            found[item.group] = found.get(item.group, 0) + 1
        return found

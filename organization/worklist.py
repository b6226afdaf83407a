"""The registry behind everybody's first screen: each room enters what is waiting for a person."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from foundation.common.registries import Registry
from organization.models import Person


@dataclass(frozen=True)
class WorkItem:
    """One row: what, for which unit, in which state (label and tone), since when and until when it waits, and where the one action is."""

    title: str
    url: str
    # The tab: "scoring", "own-work", "appeals", "calibration", "selfcheck", "review", "assignment", "plans", "events", "draws", "findings",
    # "footage", "rectification", "publication", "import", "overdue" (a count over all units).
    group: str
    detail: str = ""
    unit: str = ""
    state: str = ""
    tone: str = "idle"
    due_on: date | None = None
    # The day on which it came to wait for the person; None where that says nothing (a score sheet waits from its draw on).
    since: date | None = None


work_providers: Registry[Callable[[Person], list[WorkItem]]] = Registry("work-list items")


def work_waiting_for(person: Person) -> list[WorkItem]:
    """All that waits for the person: what is overdue first, then by due date; what has no date last, of that what waits longest first."""
    items = [item for provider in work_providers for item in provider(person)]
    return sorted(items, key=lambda item: (item.due_on or date.max, item.since or date.max, item.title))

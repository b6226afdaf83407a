"""How rectification gets on, for the manager's page."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from assessments.models import Cycle
from foundation.common import clock
from organization.models import Person
from rectification.enums import TaskState
from rectification.models import RectificationTask
from rectification.selectors import tasks_visible_to

TASKS_SHOWN = 5


@dataclass(frozen=True)
class StateCount:
    state: TaskState
    count: int
    url: str


@dataclass(frozen=True)
class Rectification:
    """`states` with the addresses of their lists; `urgent`: the open tasks that are due first; `total`: open or closed within the cycle."""

    title: str
    states: list[StateCount]
    late: int
    urgent: list[RectificationTask]
    url: str

    @property
    def late_url(self) -> str:
        return f"{self.url}?late=on"

    @property
    def total(self) -> int:
        return sum(one.count for one in self.states)


def read_rectification(person: Person, cycle: Cycle, units: frozenset[int] | None) -> Rectification:
    """Open tasks from this cycle's findings and earlier ones, and those that were closed within the cycle. Two queries."""
    tasks = tasks_visible_to(person).filter(finding__cycle__start__lte=cycle.start).select_related(None)
    if units is not None:
        tasks = tasks.filter(unit__in=units)
    still_open = ~Q(state=TaskState.CLOSED)
    closed_within = Q(closed_at__gte=clock.at_local(cycle.start), closed_at__lt=clock.at_local(cycle.end))
    # With the owner, that is: neither reported nor closed.
    overdue = Q(due_on__lt=clock.today(), state__in=(TaskState.ASSIGNED, TaskState.IN_PROGRESS))
    grouped = tasks.filter(still_open | closed_within).order_by().values_list("state")
    counts = {
        state: (count, late)
        for state, count, late in grouped.annotate(count=Count("pk"), late=Count("pk", filter=overdue))
    }
    url = reverse("rectification:task_list")
    states = [
        StateCount(state, counts.get(state.value, (0, 0))[0], f"{url}?state={state.value}") for state in TaskState
    ]
    late = sum(count for _all, count in counts.values())
    count_open = sum(one.count for one in states if one.state != TaskState.CLOSED)
    urgent = (
        list(tasks.filter(still_open).order_by("due_on", "pk").select_related("unit")[:TASKS_SHOWN])
        if count_open
        else []
    )
    return Rectification(_title(count_open, late), states, late, urgent, url)


def _title(still_open: int, late: int) -> str:
    if not still_open:
        return _("Rectification: nothing open")
    text = ngettext("Rectification: one task open", "Rectification: %(count)d tasks open", still_open) % {
        "count": still_open
    }
    if not late:
        return text
    return _("%(tasks)s, %(late)s") % {
        "tasks": text,
        "late": ngettext("%(count)d late", "%(count)d late", late) % {"count": late},
    }

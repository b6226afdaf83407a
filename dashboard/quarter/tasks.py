"""How rectification gets on, for the manager's page."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Case, Count, Q, When
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, gettext as _, ngettext

from dashboard.quarter.choice import Mark
from foundation.common import clock
from organization.models import Person
from rectification.enums import WITH_OWNER, TaskState
from rectification.selectors import tasks_visible_to
from rectification.titles import said

TASKS_SHOWN = 5


@dataclass(frozen=True)
class StateCount:
    state: TaskState
    count: int
    url: str


@dataclass(frozen=True)
class UrgentTask:
    """An open task as its row shows it."""

    url: str
    title: str
    state: TaskState
    due_on: date
    name_zh: str
    name_en: str
    is_late: bool

    @property
    def is_with_owner(self) -> bool:
        return self.state in WITH_OWNER


@dataclass(frozen=True)
class Named:
    """An indicator's names."""

    name_zh: str
    name_en: str


@dataclass(frozen=True)
class Rectification:
    """`states` with the addresses of their lists; `urgent`: the open tasks that are due first, what waits for verification
    behind them."""

    title: str
    states: tuple[StateCount, ...]
    late: int
    urgent: tuple[UrgentTask, ...]
    url: str

    @property
    def late_url(self) -> str:
        return f"{self.url}?late=on"

    @property
    def total(self) -> int:
        return sum(one.count for one in self.states)


def read_rectification(person: Person, cycle: Mark, units: frozenset[int] | None) -> Rectification:
    """Tasks from the findings of this cycle and earlier ones. Two queries."""
    tasks = tasks_visible_to(person).select_related(None).filter(finding__cycle__start__lte=cycle.start)
    if units is not None:
        tasks = tasks.filter(unit__in=units)
    today = clock.today()
    grouped = (
        tasks.order_by()
        .values_list("state")
        .annotate(count=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=today)))
    )
    counts = {state: (count, overdue) for state, count, overdue in grouped}
    url = reverse("rectification:task_list")
    states = tuple(
        StateCount(state, counts.get(state.value, (0, 0))[0], f"{url}?state={state.value}") for state in TaskState
    )
    late = sum(counts.get(state.value, (0, 0))[1] for state in WITH_OWNER)
    still_open = sum(one.count for one in states if one.state != TaskState.CLOSED)
    names = ("finding__indicator__name_zh", "finding__indicator__name_en", "unit__name_zh", "unit__name_en")
    columns = ("public_id", "title", "state", "due_on", *names)
    handed_in = Case(When(state=TaskState.REPORTED, then=1), default=0)
    urgent = tasks.exclude(state=TaskState.CLOSED).order_by(handed_in, "due_on", "pk")
    urgent = urgent.values_list(*columns)[:TASKS_SHOWN]
    return Rectification(_title(still_open, late), states, late, tuple(_urgent(row, today) for row in urgent), url)


def _urgent(row: tuple, today: date) -> UrgentTask:
    public_id, title, state, due_on, mended_zh, mended_en, name_zh, name_en = row
    title = said(title, Named(mended_zh, mended_en))
    url = reverse("rectification:task_detail", kwargs={"public_id": public_id})
    return UrgentTask(url, title, TaskState(state), due_on, name_zh, name_en, state in WITH_OWNER and due_on < today)


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


def draw_rectification(found: Rectification) -> str:
    """The card, kept by content like the figures; deadlines are counted from today."""
    return _drawn(found, get_language(), clock.today())


@lru_cache(maxsize=64)
def _drawn(found: Rectification, _language: str, _today: date) -> str:
    return render_to_string("dashboard/quarter_rectification.html", {"rectification": found})

"""What this room puts on people's work lists and into the search."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from foundation.common.states import state_of
from organization.enums import Role
from organization.models import Person
from organization.searching import Hit
from organization.worklist import WorkItem
from rectification.enums import FindingState, TaskState
from rectification.models import RectificationTask
from rectification.rules import OPEN, can_verify_task
from rectification.selectors import findings_visible_to, tasks_visible_to


def work_of(person: Person) -> list[WorkItem]:
    """Tasks to do, tasks to verify, findings without a task."""
    items = [_item(task) for task in _with_unit(RectificationTask.objects.filter(owner=person, state__in=OPEN))]
    if person.has_role(Role.LEAD, Role.MANAGER):
        reported = _with_unit(RectificationTask.objects.filter(state=TaskState.REPORTED))
        items += [_item(task, _("to be verified")) for task in reported if can_verify_task(person, task)]
    if person.has_role(Role.LEAD, Role.HEAD):
        items += _findings_without_task(person)
    return items


def _findings_without_task(person: Person) -> list[WorkItem]:
    """One row a cycle: where there are many, the list is the place to go through them."""
    waiting = findings_visible_to(person).filter(state=FindingState.OPEN).order_by("-cycle__start")
    counts = waiting.values_list("cycle__code").annotate(n=Count("pk"))
    return [
        WorkItem(
            title=ngettext("Give a task for %(n)d finding", "Give tasks for %(n)d findings", n) % {"n": n},
            url=f"{reverse('rectification:finding_list')}?state={FindingState.OPEN}&cycle={code}",
            group="rectification",
            detail=code,
            state=str(FindingState.OPEN.label),
            tone=FindingState.OPEN.tone,
        )
        for code, n in counts
    ]


def _with_unit(tasks):
    return tasks.select_related("unit", "finding")[:100]


def _item(task: RectificationTask, detail: str = "") -> WorkItem:
    state = state_of(task)
    return WorkItem(
        title=_("Rectification: %(title)s") % {"title": task.title},
        url=task.get_absolute_url(),
        group="rectification",
        detail=" · ".join(filter(None, [task.number, detail])),
        unit=str(task.unit),
        state=str(state.label),
        tone="late" if task.is_late else state.tone,
        due_on=task.due_on,
    )


def search_tasks(person: Person, words: str) -> list[Hit]:
    found = tasks_visible_to(person).filter(Q(number__icontains=words) | Q(title__icontains=words))[:10]
    return [
        Hit(
            title=f"{task.number} {task.title}",
            url=task.get_absolute_url(),
            kind=_("Rectification task"),
            detail=str(task.unit),
        )
        for task in found
    ]

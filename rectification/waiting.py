"""What this room puts on people's work lists and into the search."""

from django.db.models import Q
from django.utils.translation import gettext as _

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
        items += [
            WorkItem(
                title=_("Give a task: %(indicator)s") % {"indicator": finding.indicator},
                url=finding.get_absolute_url(),
                group="rectification",
                detail=finding.cycle.code,
                unit=str(finding.unit),
                state=str(state_of(finding).label),
                tone=state_of(finding).tone,
            )
            for finding in findings_visible_to(person).filter(state=FindingState.OPEN)[:50]
        ]
    return items


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

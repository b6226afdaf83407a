"""What this room puts on people's work lists and into the search."""

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from assessments.models import ScoreSheet
from foundation.common.states import state_of
from organization.enums import Role
from organization.models import Person, Unit
from organization.searching import Hit
from organization.tree import Tree, descendants
from organization.worklist import WorkItem
from rectification.enums import FindingState, TaskState
from rectification.models import RectificationTask
from rectification.rules import OPEN
from rectification.selectors import findings_visible_to, late, tasks_visible_to


def work_of(person: Person) -> list[WorkItem]:
    """Tasks to do, tasks to verify, findings without a task."""
    items = [_item(task) for task in _with_unit(RectificationTask.objects.filter(owner=person, state__in=OPEN))]
    if person.has_role(Role.LEAD, Role.MANAGER):
        items += [_item(task, _("to be verified")) for task in _with_unit(verifiable_by(person))]
    if person.has_role(Role.LEAD, Role.HEAD):
        items += _findings_without_task(person)
    if person.has_role(Role.HEAD, Role.LIAISON):
        items += _late_in_own_units(person)
    return items


def verifiable_by(person: Person) -> QuerySet[RectificationTask]:
    """The reported tasks for which `can_verify_task` holds, asked for all at once: not their own, not of a unit that the person
    belongs to, not one that they scored.
    """
    tree = Tree.read()
    scored = ScoreSheet.objects.filter(cycle=OuterRef("finding__cycle"), unit=OuterRef("finding__unit"))
    scored = scored.filter(Q(assessor=person) | Q(co_assessor=person))
    reported = RectificationTask.objects.filter(state=TaskState.REPORTED).exclude(owner=person)
    return reported.exclude(unit__in={person.unit_id} | tree.above(person.unit_id)).exclude(Exists(scored))


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


def _late_in_own_units(person: Person) -> list[WorkItem]:
    """Heads and liaisons answer for the deadlines of others: one row a unit, due since the oldest of them."""
    own = Unit.objects.filter(pk__in=descendants(person.units_as(Role.HEAD, Role.LIAISON)))
    overdue = late(RectificationTask.objects.filter(unit__in=own).exclude(owner=person)).order_by()
    counts = overdue.values_list("unit").annotate(n=Count("pk"), since=Min("due_on"))
    units = own.in_bulk([row[0] for row in counts]) if counts else {}
    return [
        WorkItem(
            title=ngettext("%(n)d rectification task is late", "%(n)d rectification tasks are late", n) % {"n": n},
            url=f"{reverse('rectification:task_list')}?late=on&unit={units[unit].code}",
            group="rectification",
            detail=_("see that they are done"),
            unit=str(units[unit]),
            state=_("Late"),
            tone="late",
            due_on=since,
        )
        for unit, n, since in counts
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

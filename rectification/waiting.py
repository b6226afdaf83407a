"""What this room puts on people's work lists and into the search."""

from dataclasses import replace
from datetime import date, datetime

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from assessments.models import ScoreSheet
from foundation.common import clock
from foundation.common.states import state_of
from foundation.common.templatetags.marks import person_name
from foundation.workdays.calendar import add_workdays
from organization.enums import Role
from organization.models import Person
from organization.searching import Hit
from organization.tree import Tree, descendants
from organization.worklist import WorkItem
from rectification.enums import WITH_OWNER, FindingSource, FindingState, TaskState
from rectification.models import FindingComplaint, RectificationTask
from rectification.selectors import called, findings_visible_to, late, tasks_visible_to
from rectification.terms import TASK_GIVEN_WITHIN, VERIFIED_WITHIN
from tickets.models import Step


def work_of(person: Person) -> list[WorkItem]:
    """Tasks to do, tasks to verify, findings without a task."""
    items = [_item(task) for task in _with_unit(RectificationTask.objects.filter(owner=person, state__in=WITH_OWNER))]
    if person.has_role(Role.LEAD, Role.MANAGER):
        items += [_to_verify(task) for task in _with_unit(verifiable_by(person))]
    if person.has_role(Role.LEAD, Role.HEAD):
        items += _findings_without_task(person)
    if person.has_role(Role.HEAD, Role.LIAISON):
        items += _late_in_own_units(person)
    if person.has_role(Role.MANAGER):
        items += _overdue_everywhere(person)
    return items


def verifiable_by(person: Person) -> QuerySet[RectificationTask]:
    """The reported tasks for which `can_verify_task` holds, asked for all at once: not their own, not of a unit that the person
    belongs to, not one that they scored, and not one whose complaints they dealt with.
    """
    tree = Tree.read()
    scored = ScoreSheet.objects.filter(cycle=OuterRef("finding__cycle"), unit=OuterRef("finding__unit"))
    scored = scored.filter(Q(assessor=person) | Q(co_assessor=person))
    dealt_with = Step.objects.filter(person=person, ticket__in=_complaints_of(OuterRef(OuterRef("finding"))))
    reported = RectificationTask.objects.filter(state=TaskState.REPORTED).exclude(owner=person)
    reported = reported.exclude(unit__in={person.unit_id} | tree.above(person.unit_id))
    return reported.exclude(Exists(scored)).exclude(Exists(dealt_with))


def _complaints_of(finding) -> QuerySet[FindingComplaint]:
    return FindingComplaint.objects.filter(finding=finding).values("ticket")


def _findings_without_task(person: Person) -> list[WorkItem]:
    """One row a cycle, and one for those of complaints: where there are many, the list is the place to go through them."""
    waiting = findings_visible_to(person).filter(state=FindingState.OPEN).order_by("-cycle__start")
    counts = waiting.values_list("source", "cycle__code").annotate(n=Count("pk"), first=Min("created_at"))
    return [
        WorkItem(
            title=ngettext("Give a task for %(n)d finding", "Give tasks for %(n)d findings", n) % {"n": n},
            url=f"{reverse('rectification:finding_list')}?state={FindingState.OPEN}&source={source}&cycle={code or ''}",
            group="findings",
            detail=code or str(FindingSource(source).label),
            state=str(FindingState.OPEN.label),
            tone="late" if due < clock.today() else FindingState.OPEN.tone,
            due_on=due,
            since=since,
        )
        for source, code, n, first in counts
        for since, due in [_term(first, TASK_GIVEN_WITHIN)]
    ]


def _term(since: datetime, working_days: int) -> tuple[date, date]:
    """The day since which something waits, and the one until which it is to be done."""
    day = clock.local(since).date()
    return day, add_workdays(day, working_days)


def _overdue_everywhere(person: Person) -> list[WorkItem]:
    """Managers: one row for all tasks that are late, leading to the list of just them. One query."""
    found = late(tasks_visible_to(person)).order_by().aggregate(n=Count("pk"), first=Min("due_on"))
    n = found["n"]
    if not n:
        return []
    return [
        WorkItem(
            title=ngettext("%(n)d rectification task is overdue", "%(n)d rectification tasks are overdue", n)
            % {"n": n},
            url=f"{reverse('rectification:task_list')}?late=on",
            group="overdue",
            detail=_("in all units; the date is that of the oldest"),
            state=_("Overdue"),
            tone="late",
            due_on=found["first"],
        )
    ]


def _late_in_own_units(person: Person) -> list[WorkItem]:
    """Heads and liaisons answer for the deadlines of others."""
    own = descendants(person.units_as(Role.HEAD, Role.LIAISON))
    overdue = late(RectificationTask.objects.filter(unit__in=own)).exclude(owner=person).select_related("owner")
    return [
        _item(task, _("with %(owner)s: see that it is done") % {"owner": person_name(task.owner)})
        for task in _with_unit(overdue)
    ]


def _with_unit(tasks):
    return tasks.select_related("unit", "finding__indicator")[:100]


def _item(task: RectificationTask, detail: str = "") -> WorkItem:
    state = state_of(task)
    return WorkItem(
        title=_("Rectification: %(title)s") % {"title": task.heading},
        url=task.get_absolute_url(),
        group="rectification",
        detail=" · ".join(filter(None, [task.number, detail])),
        unit=str(task.unit),
        state=str(state.label),
        tone="late" if task.is_late else state.tone,
        due_on=task.due_on,
    )


def _to_verify(task: RectificationTask) -> WorkItem:
    """The deadline was the owner's, and is kept; whoever verifies has one of their own, counted from the report."""
    since, due = _term(task.reported_at, VERIFIED_WITHIN)
    item = _item(task, _("to be verified"))
    return replace(item, due_on=due, since=since, tone="late" if due < clock.today() else item.tone)


def search_tasks(person: Person, words: str) -> list[Hit]:
    found = called(tasks_visible_to(person), words)[:10]
    return [
        Hit(
            title=str(task),
            url=task.get_absolute_url(),
            kind=_("Rectification task"),
            detail=str(task.unit),
        )
        for task in found
    ]

"""Reminders: each once, however often the schedule fires, late or twice (R37 in its first form)."""

from django.db import transaction

from foundation.audit.services import record_event
from foundation.common import clock
from foundation.notifications.services import notify
from foundation.workdays.calendar import add_workdays
from organization.enums import Role
from organization.models import Person
from organization.tree import ancestors
from rectification.enums import WITH_OWNER
from rectification.models import RectificationTask, Reminder
from rectification.titles import said_in_both

DAYS_BEFORE = 3


def remind_owners() -> int:
    """Remind owners three working days before a deadline, and owner, head and liaison once it has passed. Returns the reminders made."""
    today = clock.today()
    waiting = RectificationTask.objects.filter(state__in=WITH_OWNER)
    waiting = waiting.select_related("owner__user", "unit", "finding__indicator")
    made = 0
    for task in waiting.filter(due_on__gte=today, due_on__lte=add_workdays(today, DAYS_BEFORE)):
        made += _remind(task, [task.owner], f"before:{task.due_on}", "rectification.task.due_soon")
    for task in waiting.filter(due_on__lt=today):
        made += _remind(task, [task.owner, *_answerable(task)], f"late:{task.due_on}", "rectification.task.late")
    return made


def _answerable(task: RectificationTask) -> list[Person]:
    """Heads and liaisons of the unit, and of those above it below the head office."""
    line = {task.unit_id} | ancestors(task.unit_id)
    people = Person.objects.filter(
        role_assignments__role__in=(Role.HEAD, Role.LIAISON), role_assignments__unit__in=line
    )
    return [
        person for person in people.select_related("user").distinct() if person.units_as(Role.HEAD, Role.LIAISON) & line
    ]


@transaction.atomic
def _remind(task: RectificationTask, people: list[Person], occasion: str, kind: str) -> int:
    made = 0
    for person in {person.pk: person for person in people}.values():
        _row, is_new = Reminder.objects.get_or_create(task=task, person=person, occasion=occasion)
        if not is_new:
            continue
        made += 1
        notify(
            users=[person.user],
            kind=kind,
            dedupe=f"{kind}:{task.public_id}:{occasion}",
            url=task.get_absolute_url(),
            params={
                "number": task.number,
                "title": said_in_both(task.title, task.finding.about),
                "due": task.due_on.isoformat(),
            },
        )
    if made:
        record_event(actor=None, action="rectification.task.remind", target=task, occasion=occasion, count=made)
    return made

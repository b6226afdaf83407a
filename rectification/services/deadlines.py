"""Deadlines follow the calendar: when working days change, the tasks that are not closed are counted again (R14)."""

from datetime import date

from django.db import transaction

from foundation.audit.services import record_event
from foundation.common.errors import Conflict
from foundation.common.states import swap
from foundation.notifications.services import notify
from foundation.workdays.recounting import out_of_step
from rectification.enums import TaskState
from rectification.models import RectificationTask
from rectification.titles import said_in_both


def recount_deadlines() -> int:
    """Move each open task to the date that its working days lead to now. Returns how many moved; run again it moves no more."""
    still_open = RectificationTask.objects.exclude(state=TaskState.CLOSED).select_related(
        "owner__user", "finding__indicator"
    )
    return sum(_move(task, due) for task, due in out_of_step(still_open))


def _move(task: RectificationTask, due: date) -> int:
    before = task.due_on
    try:
        with transaction.atomic():
            swap(task, expected={"state": task.state, "due_on": before}, due_on=due)
            notify(
                users=[task.owner.user],
                kind="rectification.task.moved",
                dedupe=f"rectification.task.moved:{task.public_id}:{task.version}",
                url=task.get_absolute_url(),
                params={
                    "number": task.number,
                    "title": said_in_both(task.title, task.finding.about),
                    "due": due.isoformat(),
                },
            )
            record_event(actor=None, action="rectification.task.move_deadline", target=task, before=before, after=due)
    except Conflict:
        return 0  # somebody is working on it this moment; the next run finds it
    return 1

"""When working days change, what was counted in them is counted again.

A room whose due dates rest on the calendar keeps beside each what it was counted from (`models.CountedDue`) and enters a function here. The
function goes through what is still open, compares each due date with what its count gives now, and moves those that differ: new date, notice
to the owner, one audit event, all in one transaction. Compared with the calendar itself, not with the change, so running it twice changes
nothing more, a run that was cut short is finished by the next, and a date stored while the announcement was being entered is found too.
"""

from collections.abc import Callable, Iterator
from datetime import date

from django.db.models import QuerySet

from foundation.audit.models import AuditEvent
from foundation.common.dates import day_text
from foundation.common.registries import Registry
from foundation.jobs.services import Running, job_handler
from foundation.workdays import kept
from foundation.workdays.calendar import due_after

JOB = "workdays.recount"
# Each moves its room's open due dates and returns how many it moved.
recounters: Registry[Callable[[], int]] = Registry("due dates counted in working days")


def out_of_step(rows: QuerySet) -> Iterator[tuple[object, date]]:
    """(row, the date it should have) for the rows of a `CountedDue` model whose `due_on` is not what their count gives now.

    One statement for the counts there are, which are few, and one for each count that gives another date.
    """
    counts = rows.exclude(counted_from=None).order_by().values_list("counted_from", "counted_days", "due_on").distinct()
    for start, days, due in list(counts):
        right = due_after(start, days)
        if right != due:
            for row in list(rows.filter(counted_from=start, counted_days=days, due_on=due)):
                yield row, right


def moved_date(event: AuditEvent) -> str:
    """The `detail` of an act that moved a due date: “Fri 5 Feb → Mon 8 Feb”."""
    dates = (event.details.get(name) for name in ("before", "after"))
    return " → ".join(day_text(date.fromisoformat(text)) for text in dates if text)


def recount_due_dates(running: Running | None = None) -> int:
    """Have every room count again. Returns how many due dates moved."""
    kept.compare_again()
    moved, rooms = 0, list(recounters)
    for number, recount in enumerate(rooms, start=1):
        moved += recount()
        if running is not None:
            running.progress(number, len(rooms))
    return moved


@job_handler(JOB)
def recount_in_background(running: Running, **_args) -> None:
    recount_due_dates(running)

"""What beat runs: due dates that are out of step with the calendar are moved, whatever the reason."""

from celery import shared_task

from foundation.jobs.services import beat
from foundation.workdays.recounting import recount_due_dates


@shared_task(name="workdays.recount")
def recount() -> None:
    recount_due_dates()
    beat("workdays.recount")

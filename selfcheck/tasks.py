from celery import shared_task

from foundation.jobs.services import beat
from selfcheck.services import deadlines


@shared_task(name="selfcheck.look_after")
def look_after() -> None:
    """Days that follow plans and calendar, then who is to be reminded by them."""
    deadlines.recount_due()
    deadlines.remind_units()
    beat("selfcheck.look_after")

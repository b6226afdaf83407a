from celery import shared_task

from appeals import services
from foundation.jobs.services import beat


@shared_task(name="appeals.look_after")
def look_after() -> None:
    """Windows that are missing, sheets that nobody was told of, steps that are due."""
    services.open_missing_windows()
    services.tell_staff()
    services.remind_everybody()
    beat("appeals.look_after")

from celery import shared_task

from foundation.jobs.services import beat
from foundation.retention.services import erase_due


@shared_task(name="retention.erase")
def erase() -> None:
    """Every night: what was kept long enough."""
    erase_due()
    beat("retention.erase")

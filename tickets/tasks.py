from celery import shared_task

from foundation.jobs.services import beat
from tickets.services.escalating import escalate_everything


@shared_task(name="tickets.look_after")
def look_after() -> None:
    """What is late is told upwards."""
    escalate_everything()
    beat("tickets.look_after")

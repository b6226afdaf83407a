from celery import shared_task

from foundation.jobs.services import beat
from knowledge.services.reminding import remind_owners


@shared_task(name="knowledge.remind_owners")
def remind() -> None:
    """What is to be looked at again."""
    remind_owners()
    beat("knowledge.remind_owners")

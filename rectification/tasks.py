from celery import shared_task

from foundation.jobs.services import beat
from rectification import services


@shared_task(name="rectification.remind_owners")
def remind_owners() -> None:
    services.remind_owners()
    beat("rectification.remind_owners")

from celery import shared_task

from foundation.jobs.services import beat
from publication import services


@shared_task(name="publication.release_due")
def release_due() -> None:
    services.release_due()
    beat("publication.release_due")

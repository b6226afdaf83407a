from celery import shared_task

from foundation.jobs.services import beat
from suggestions.services.looking_after import announce, mix_everything, remind
from suggestions.services.surveying import close_surveys, open_survey


@shared_task(name="suggestions.look_after")
def look_after() -> None:
    """Late answers; the month's survey."""
    close_surveys()
    open_survey()
    remind()
    beat("suggestions.look_after")


@shared_task(name="suggestions.mix")
def mix_rows() -> None:
    mix_everything()
    announce()
    beat("suggestions.mix")

"""What beat runs for calibration."""

from celery import shared_task

from calibration.services.reminders import remind_assessors as remind
from foundation.jobs.services import beat


@shared_task(name="calibration.remind_assessors")
def remind_assessors() -> None:
    remind()
    beat("calibration.remind_assessors")

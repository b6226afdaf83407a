"""What beat runs for standards. It does what is due and not yet done."""

from celery import shared_task

from foundation.jobs.services import beat
from standards.services import enforce_due_versions


@shared_task(name="standards.enforce_due")
def enforce_due() -> None:
    enforce_due_versions()
    beat("standards.enforce_due")

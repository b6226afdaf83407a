"""What beat runs for decisions. It does what is due and not yet done."""

from celery import shared_task

from decisions.services import close_due_decisions, remind_silent_members
from foundation.jobs.services import beat


@shared_task(name="decisions.close_due")
def close_due() -> None:
    close_due_decisions()
    remind_silent_members()
    beat("decisions.close_due")

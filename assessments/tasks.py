"""What beat runs for planning. Each does what is due and not yet done."""

from celery import shared_task

from assessments.services.cycles import open_due_cycles
from assessments.services.footage_reminders import remind_of_footage
from assessments.services.measures import refresh_collecting_cycles
from assessments.services.outside_reminders import remind_of_expiring_accounts
from assessments.services.passing import begin_due_cycles
from assessments.services.plan_draws import finish_ready_draws
from assessments.services.review_days import remind_of_returned
from assessments.services.spot_checks import draw_due_spot_checks
from assessments.services.spot_plans import reveal_spot_check_lots
from foundation.jobs.services import beat


@shared_task(name="assessments.open_cycles")
def open_cycles() -> None:
    open_due_cycles()
    begin_due_cycles()
    remind_of_expiring_accounts()
    beat("assessments.open_cycles")


@shared_task(name="assessments.draw_spot_checks")
def draw_spot_checks() -> None:
    draw_due_spot_checks()
    reveal_spot_check_lots()
    finish_ready_draws()
    beat("assessments.draw_spot_checks")


@shared_task(name="assessments.remind_assessors")
def remind_assessors() -> None:
    remind_of_returned()
    remind_of_footage()
    beat("assessments.remind_assessors")


@shared_task(name="assessments.refresh_measures")
def refresh_measures() -> None:
    refresh_collecting_cycles()
    beat("assessments.refresh_measures")

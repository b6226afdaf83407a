"""Acts on findings and tasks."""

from rectification.services.findings import dismiss_finding, find_weak_indicators
from rectification.services.reminders import remind_owners
from rectification.services.tasks import add_task_evidence, give_task, reopen_task, report_task, start_task, verify_task

__all__ = [
    "add_task_evidence",
    "dismiss_finding",
    "find_weak_indicators",
    "give_task",
    "remind_owners",
    "reopen_task",
    "report_task",
    "start_task",
    "verify_task",
]

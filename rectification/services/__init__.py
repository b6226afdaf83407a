"""Acts on findings and tasks."""

from rectification.services.deadlines import recount_deadlines
from rectification.services.evidence import add_task_evidence, remove_task_evidence
from rectification.services.findings import dismiss_finding, find_weak_indicators, take_up_finding
from rectification.services.reminders import remind_owners
from rectification.services.tasks import give_task, reopen_task, report_task, start_task, verify_task

__all__ = [
    "add_task_evidence",
    "dismiss_finding",
    "find_weak_indicators",
    "give_task",
    "recount_deadlines",
    "remind_owners",
    "remove_task_evidence",
    "reopen_task",
    "report_task",
    "start_task",
    "take_up_finding",
    "verify_task",
]

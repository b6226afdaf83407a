"""From the finding to the verified task."""

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from foundation.common.states import State


class FindingSource(models.TextChoices):
    """Where it was found."""

    RESULT = "result", pgettext_lazy("finding", "Results of a cycle")
    COMPLAINTS = "complaints", pgettext_lazy("finding", "Justified complaints")


class FindingState(State):
    OPEN = "open", _("To be mended")
    TASKED = "tasked", _("Being mended")
    CLOSED = "closed", _("Mended")
    DISMISSED = "dismissed", _("Not pursued")

    @classmethod
    def tones(cls):
        return {"open": "wait", "tasked": "go", "closed": "done", "dismissed": "idle"}

    @classmethod
    def transitions(cls):
        return {
            "open": ("tasked", "dismissed"),
            "tasked": ("closed", "open"),
            "closed": ("tasked",),
            "dismissed": ("open",),
        }


class TaskState(State):
    ASSIGNED = "assigned", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    REPORTED = "reported", _("Waiting for verification")
    CLOSED = "closed", _("Verified and closed")

    @classmethod
    def tones(cls):
        return {"assigned": "idle", "in_progress": "go", "reported": "wait", "closed": "done"}

    @classmethod
    def transitions(cls):
        return {
            "assigned": ("in_progress", "reported"),
            "in_progress": ("reported",),
            "reported": ("closed", "in_progress"),
            "closed": ("in_progress",),
        }


# The deadline is the owner's as long as the task is in one of these.
WITH_OWNER = (TaskState.ASSIGNED, TaskState.IN_PROGRESS)

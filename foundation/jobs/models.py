"""Background work: the row is the truth, the broker only wakes somebody up."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.common.models import Entity
from foundation.common.states import State


class JobState(State):
    QUEUED = "queued", _("Queued")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")

    @classmethod
    def tones(cls):
        return {"queued": "wait", "running": "go", "done": "done", "failed": "late"}

    @classmethod
    def transitions(cls):
        return {"queued": ("running", "failed"), "running": ("queued", "done", "failed"), "failed": ("queued",)}


class Job(Entity):
    """One piece of long work. `key` is its natural key: the same work cannot be queued twice.

    A running job holds a lease that its worker renews; the sweep gives back what has lost it. A queued job with a lease was called for:
    until then a worker may be on its way. Written only by `jobs.services`.
    """

    States = JobState
    MAX_ATTEMPTS = 5

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120, unique=True)
    args = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.CharField(max_length=32, blank=True)
    due_at = models.DateTimeField()
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    owner = models.CharField(max_length=36, blank=True, help_text="public id of the person who may see the progress")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"])]

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0


class Heartbeat(models.Model):
    """When each periodic task last finished; one row a name, written by the task itself."""

    name = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField()

"""Queueing and running jobs. Times here are real, not the trial clock's: leases must run out."""

import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from django.db import transaction
from django.db.models import F, Q

from foundation.common.registries import Registry
from foundation.jobs.models import Heartbeat, Job, JobState

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=30)
handlers: Registry[Callable] = Registry("job handlers")


class LeaseLost(Exception):
    """Somebody else has taken the job over: stop without writing more."""


def _now() -> datetime:
    return datetime.now(timezone.utc)


def job_handler(kind: str):
    """Register `function(job: Running, **args)` for a kind. It runs again after a crash, so each chunk must be safe to repeat."""

    def register(function):
        return handlers.register(kind, function)

    return register


class Running:
    """What a handler gets: the job, and `progress`, which renews the lease and raises LeaseLost when it is gone."""

    def __init__(self, job: Job):
        self.job = job

    def progress(self, done: int, total: int | None = None) -> None:
        changes = {"done": done, "lease_until": _now() + LEASE} | ({"total": total} if total is not None else {})
        held = Job.objects.filter(pk=self.job.pk, lease_token=self.job.lease_token, state=JobState.RUNNING)
        if not held.update(**changes):
            raise LeaseLost(self.job.key)
        self.job.done, self.job.total = done, total if total is not None else self.job.total


@transaction.atomic
def enqueue(*, kind: str, key: str, args: dict, owner=None, delay: timedelta = timedelta(0)) -> Job:
    """Queue the work once: the same key returns the job that exists. Wakes a worker after the commit; a silent broker loses nothing."""
    job, created = Job.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "args": args,
            "due_at": _now() + delay,
            "owner": str(owner.public_id) if owner else "",
        },
    )
    if created and not delay:
        transaction.on_commit(lambda: wake(job.pk), robust=True)
    return job


def wake(job_pk: int) -> None:
    """Tell the broker; if it does not answer the sweep will find the row."""
    from foundation.jobs.tasks import run_job

    try:
        run_job.apply_async(kwargs={"job_pk": job_pk}, retry=False)
    except Exception as error:  # whatever a broken broker throws must not turn a saved act into an error page
        log.warning("broker did not take job %s: %s", job_pk, type(error).__name__)


def run(job_pk: int) -> bool:
    """Take the job if it is free and do it. False: somebody else has it, or it is finished."""
    token, now = secrets.token_hex(16), _now()
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=now)
    taken = Job.objects.filter(free, pk=job_pk, due_at__lte=now, attempts__lt=Job.MAX_ATTEMPTS).update(
        state=JobState.RUNNING, lease_token=token, lease_until=now + LEASE, attempts=F("attempts") + 1, error=""
    )
    if not taken:
        return False
    job = Job.objects.get(pk=job_pk)
    try:
        handlers.get(job.kind)(Running(job), **job.args)
    except LeaseLost:
        return False
    except Exception as error:
        log.exception("job %s failed", job.key)
        _give_back(job, error)
        return False
    held = Job.objects.filter(pk=job.pk, lease_token=token, state=JobState.RUNNING)
    return bool(held.update(state=JobState.DONE, finished_at=_now(), lease_until=None))


def _give_back(job: Job, error: Exception) -> None:
    last = job.attempts >= Job.MAX_ATTEMPTS
    Job.objects.filter(pk=job.pk, lease_token=job.lease_token).update(
        state=JobState.FAILED if last else JobState.QUEUED,
        error=type(error).__name__,
        due_at=_now() + timedelta(seconds=2**job.attempts),
        lease_until=None,
        finished_at=_now() if last else None,
    )


def sweep() -> int:
    """Give back what has lost its lease, give up what failed too often, wake workers for what is due. Returns how many were woken."""
    now = _now()
    lost = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=now)
    lost.filter(attempts__gte=Job.MAX_ATTEMPTS).update(state=JobState.FAILED, error="WorkerLost", finished_at=now)
    lost.update(state=JobState.QUEUED, lease_until=None)
    due = list(Job.objects.filter(state=JobState.QUEUED, due_at__lte=now).order_by("due_at").values_list("pk", flat=True)[:200])
    for pk in due:
        wake(pk)
    beat("jobs.sweep")
    return len(due)


def beat(name: str) -> None:
    """Note that a periodic task has finished."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": _now()})

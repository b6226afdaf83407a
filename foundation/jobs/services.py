"""Queueing and running jobs. Times here are real, not the trial clock's: leases must run out."""

import logging
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from foundation.common.registries import Registry
from foundation.jobs.models import Heartbeat, Job, JobState
from foundation.jobs.renewal import Renewal

log = logging.getLogger(__name__)
# A worker renews it every third of it; what is not renewed has lost its worker. With the sweep's interval it stays below a minute.
LEASE = timedelta(seconds=30)
# So many wake-up calls go out in one sweep; what is left follows in the next.
CALLS_A_SWEEP = 1000
# A broker that did not answer is left alone for so many seconds, so that a broker that hangs costs one act a pause and not every one.
BROKER_PAUSE = 10
handlers: Registry[Callable] = Registry("job handlers")
_broker_silent_until = 0.0


class LeaseLost(Exception):
    """Somebody else has taken the job over: stop without writing more."""


def _now() -> datetime:
    return datetime.now(UTC)


def job_handler(kind: str):
    """Register `function(job: Running, **args)` for a kind. It runs again after a crash, so each chunk must be safe to repeat."""

    def register(function):
        return handlers.register(kind, function)

    return register


class Running:
    """What a handler gets: the job, and `progress`, which renews the lease and raises LeaseLost when it is gone.

    Called within the transaction of a chunk, `progress` makes the chunk happen once: a worker that has lost its lease is rolled back.
    """

    def __init__(self, job: Job):
        self.job = job

    def progress(self, done: int, total: int | None = None) -> None:
        changes = {"done": done, "lease_until": _now() + LEASE} | ({"total": total} if total is not None else {})
        if not _held(self.job).update(**changes):
            raise LeaseLost(self.job.key)
        self.job.done, self.job.total = done, total if total is not None else self.job.total


def _held(job: Job):
    """The job's row, as long as it is ours."""
    return Job.objects.filter(pk=job.pk, lease_token=job.lease_token, state=JobState.RUNNING)


@transaction.atomic
def enqueue(*, kind: str, key: str, args: dict, owner=None, delay: timedelta = timedelta(0)) -> Job:
    """Queue the work once: the same key returns the job that exists. Wakes a worker after the commit; a silent broker loses nothing."""
    now = _now()
    job, created = Job.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "args": args,
            "due_at": now + delay,
            "lease_until": None if delay else now + LEASE,
            "owner": str(owner.public_id) if owner else "",
        },
    )
    if created and not delay:
        transaction.on_commit(lambda: wake(job.pk), robust=True)
    return job


def wake(job_pk: int) -> bool:
    """Tell the broker. False when it did not take the call: the sweep will find the row."""
    global _broker_silent_until
    from foundation.jobs.tasks import run_job

    if time.monotonic() < _broker_silent_until:
        return False
    try:
        run_job.apply_async(kwargs={"job_pk": job_pk}, retry=False)
    except Exception as error:  # whatever a broken broker throws must not turn a saved act into an error page
        _broker_silent_until = time.monotonic() + BROKER_PAUSE
        log.warning("broker did not take job %s: %s", job_pk, type(error).__name__)
        return False
    return True


def run(job_pk: int) -> bool:
    """Take the job if it is queued and due, and do it. False: somebody else has it, it is finished, or it failed."""
    token, now = secrets.token_hex(16), _now()
    free = Job.objects.filter(pk=job_pk, state=JobState.QUEUED, due_at__lte=now, attempts__lt=Job.MAX_ATTEMPTS)
    taken = free.update(
        state=JobState.RUNNING, lease_token=token, lease_until=now + LEASE, attempts=F("attempts") + 1, error=""
    )
    if not taken:
        return False
    job = Job.objects.get(pk=job_pk)
    try:
        with Renewal(lambda: _held(job).update(lease_until=_now() + LEASE), every=LEASE / 3):
            handlers.get(job.kind)(Running(job), **job.args)
    except LeaseLost:
        log.warning("job %s was taken over by another worker: stopped here", job.key)
        return False
    except Exception as error:
        log.exception("job %s failed", job.key)
        _give_back(job, error)
        return False
    return bool(_held(job).update(state=JobState.DONE, finished_at=_now(), lease_until=None))


def _give_back(job: Job, error: Exception) -> None:
    last = job.attempts >= Job.MAX_ATTEMPTS
    _held(job).update(
        state=JobState.FAILED if last else JobState.QUEUED,
        error=type(error).__name__,
        due_at=_now() + timedelta(seconds=2**job.attempts),
        lease_until=None,
        finished_at=_now() if last else None,
    )


def sweep() -> int:
    """Give back what has lost its worker, give up what failed too often, wake workers for what is due. Returns how many calls went out.

    Three queries when there is nothing to do. A queued job that was called for is called again only when the call has had time to arrive.
    """
    now = _now()
    lost = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=now)
    if lost.exists():
        _take_back(lost, now)
    unanswered = Q(lease_until=None) | Q(lease_until__lt=now)
    due = Job.objects.filter(unanswered, state=JobState.QUEUED, due_at__lte=now).order_by("due_at")
    keys = list(due.values_list("pk", flat=True)[:CALLS_A_SWEEP])
    if keys:
        Job.objects.filter(pk__in=keys, state=JobState.QUEUED).update(lease_until=now + LEASE)
    called = 0
    for pk in keys:
        if not wake(pk):
            break
        called += 1
    beat("jobs.sweep")
    return called


@transaction.atomic
def _take_back(lost, now: datetime) -> None:
    # A row that is locked is being written by its worker: that worker lives.
    keys = list(lost.select_for_update(skip_locked=True, no_key=True).values_list("pk", flat=True))
    rows = lost.filter(pk__in=keys)
    rows.filter(attempts__gte=Job.MAX_ATTEMPTS).update(
        state=JobState.FAILED, error="WorkerLost", finished_at=now, lease_until=None
    )
    rows.update(state=JobState.QUEUED, lease_until=None)


def beat(name: str) -> None:
    """Note that a periodic task has finished."""
    if not Heartbeat.objects.filter(name=name).update(at=_now()):
        Heartbeat.objects.update_or_create(name=name, defaults={"at": _now()})

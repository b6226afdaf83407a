"""Queueing, running and sweeping, one step at a time; what happens to real processes is tried in tests/resilience."""

import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.jobs import services
from foundation.jobs.models import Job, JobState

KIND = "tests.jobs.note"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def calls(monkeypatch):
    """The jobs for which a worker was called; no broker is asked."""
    called = []
    monkeypatch.setattr(services, "wake", lambda pk: called.append(pk) or True)
    return called


@pytest.fixture
def handle(monkeypatch):
    """Makes a function the handler of the kind."""

    def register(function):
        monkeypatch.setitem(services.handlers._entries, KIND, function)
        return function

    return register


def queue(key="one", **more) -> Job:
    return services.enqueue(kind=KIND, key=key, args={}, **more)


def put_back(job, **times) -> None:
    """As if it had happened earlier: `lease_until=31` is 31 seconds ago."""
    now = services._now()
    Job.objects.filter(pk=job.pk).update(**{name: now - timedelta(seconds=seconds) for name, seconds in times.items()})


def state_of(job) -> str:
    job.refresh_from_db()
    return job.state


def test_enqueue_calls_a_worker_after_the_commit(calls, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = queue()
        assert calls == []
    assert calls == [job.pk]


def test_enqueue_of_the_same_key_returns_the_job_that_exists(calls, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = queue()
        assert queue() == job
    assert calls == [job.pk]


def test_enqueue_with_a_delay_waits_for_the_sweep(calls, django_capture_on_commit_callbacks, handle):
    handle(lambda running: None)
    with django_capture_on_commit_callbacks(execute=True):
        job = queue(delay=timedelta(minutes=5))
    assert (services.run(job.pk), services.sweep(), calls) == (False, 0, [])
    put_back(job, due_at=1)
    assert (services.sweep(), calls) == (1, [job.pk])
    assert services.run(job.pk) is True


def test_run_does_a_job_once(handle):
    done = []
    handle(lambda running: done.append(running.job.pk))
    job = queue()
    assert (services.run(job.pk), services.run(job.pk), done) == (True, False, [job.pk])
    assert (state_of(job), job.attempts, job.lease_until) == (JobState.DONE, 1, None)


def test_run_while_another_worker_holds_the_job_does_nothing(handle):
    second = []
    job = queue()
    handle(lambda running: second.append(services.run(job.pk)))
    services.run(job.pk)
    assert second == [False]


def test_progress_shows_how_far_it_is_and_renews_the_lease(handle):
    seen = []

    def half(running):
        put_back(running.job, lease_until=1)
        running.progress(5, 10)
        job = Job.objects.get()
        seen.append((job.percent, job.lease_until > services._now()))

    handle(half)
    services.run(queue().pk)
    assert seen == [(50, True)]


def test_failure_puts_the_job_off_and_gives_it_up_in_the_end(handle):
    def fail(running):
        raise ZeroDivisionError

    handle(fail)
    job = queue()
    pauses = []
    for _attempt in range(Job.MAX_ATTEMPTS):
        assert services.run(job.pk) is False
        job.refresh_from_db()
        pauses.append(round((job.due_at - services._now()).total_seconds()))
        put_back(job, due_at=0)
    assert pauses == [2, 4, 8, 16, 32]
    assert (state_of(job), job.attempts, job.error) == (JobState.FAILED, 5, "ZeroDivisionError")
    assert (services.run(job.pk), services.sweep()) == (False, 0)


def test_worker_that_lost_its_lease_stops(handle):
    after = []

    def outlive(running):
        put_back(running.job, lease_until=1)
        services.sweep()
        running.progress(1, 2)
        after.append("went on")

    handle(outlive)
    job = queue()
    assert (services.run(job.pk), after, state_of(job)) == (False, [], JobState.QUEUED)


def test_sweep_gives_back_what_has_lost_its_worker(calls):
    job = queue()
    Job.objects.update(state=JobState.RUNNING, attempts=1)
    assert services.sweep() == 0
    put_back(job, lease_until=1)
    assert (services.sweep(), calls, state_of(job), job.error) == (1, [job.pk], JobState.QUEUED, "")


def test_sweep_gives_up_what_ended_its_workers_five_times(calls):
    job = queue()
    Job.objects.update(state=JobState.RUNNING, attempts=Job.MAX_ATTEMPTS)
    put_back(job, lease_until=1)
    assert (services.sweep(), calls, state_of(job), job.error) == (0, [], JobState.FAILED, "WorkerLost")
    assert job.finished_at is not None


def test_sweep_calls_again_only_when_the_call_had_time_to_arrive(calls):
    job = queue()
    assert services.sweep() == 0
    put_back(job, lease_until=1)
    assert (services.sweep(), services.sweep(), calls) == (1, 0, [job.pk])


def test_sweep_stops_calling_when_the_broker_is_silent(monkeypatch):
    for number in range(3):
        put_back(queue(str(number)), lease_until=1)
    tried = []
    monkeypatch.setattr(services, "wake", lambda pk: tried.append(pk))
    assert (services.sweep(), len(tried)) == (0, 1)


def test_idle_sweep_costs_three_queries():
    services.sweep()
    with CaptureQueriesContext(connection) as queries:
        services.sweep()
    assert len(queries) == 3


def test_lost_work_is_back_within_a_minute():
    assert services.LEASE.total_seconds() + settings.CELERY_BEAT_SCHEDULE["jobs-sweep"]["schedule"] < 60


def test_hard_limit_lies_below_the_brokers_visibility_timeout():
    assert settings.CELERY_TASK_SOFT_TIME_LIMIT < settings.CELERY_TASK_TIME_LIMIT
    assert settings.CELERY_TASK_TIME_LIMIT < settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]


class TestWake:
    @pytest.fixture(autouse=True)
    def broker(self, monkeypatch, calls):
        """A broker that is down; lists the tries."""
        from foundation.jobs.tasks import run_job

        monkeypatch.undo()
        tried = []

        def refuse(**options):
            tried.append(options["kwargs"]["job_pk"])
            raise ConnectionError

        monkeypatch.setattr(run_job, "apply_async", refuse)
        monkeypatch.setattr(services, "_broker_silent_until", 0.0)
        return tried

    def test_wake_never_raises(self, broker):
        assert (services.wake(7), broker) == (False, [7])

    def test_wake_leaves_a_silent_broker_alone_for_a_while(self, broker, monkeypatch):
        services.wake(7)
        assert (services.wake(8), broker) == (False, [7])
        monkeypatch.setattr(services, "_broker_silent_until", time.monotonic() - 1)
        assert (services.wake(9), broker) == (False, [7, 9])

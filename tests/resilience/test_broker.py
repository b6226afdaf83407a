"""The broker only wakes somebody up: emptied, stopped or hanging, nothing is lost and nobody waits for it."""

import signal
import uuid

import pytest
import redis

JOBS, CHUNKS = 12, 4


@pytest.fixture
def batch(stage):
    """The beginning of the keys of some jobs, queued by `queue(stage, batch)`."""
    return uuid.uuid4().hex[:20]


def queue(stage, batch) -> None:
    for number in range(JOBS):
        work = f"{batch}-{number}"
        stage.ask("enqueue", kind="trial.count", key=work, args={"work": work, "chunks": CHUNKS, "hold": ""})


def expect_each_done_once(stage, batch) -> None:
    stage.until(lambda: stage.ask("states", prefix=batch) == ["done"] * JOBS, "all jobs are done")
    for number in range(JOBS):
        done = [chunk for chunk, _process in stage.ask("effects", work=f"{batch}-{number}")]
        assert done == list(range(CHUNKS))


def test_emptied_broker_loses_no_job(stage, batch):
    stage.kill("worker")
    queue(stage, batch)
    with redis.Redis.from_url(stage.broker.url) as client:
        assert client.dbsize() > 0
        client.flushall()
    assert stage.ask("states", prefix=batch) == ["queued"] * JOBS
    stage.start_worker()
    expect_each_done_once(stage, batch)


def test_while_the_broker_is_down_pages_answer_and_acts_succeed(stage, batch):
    stage.kill("broker")
    queue(stage, batch)
    assert stage.ask("broker_seen_by_health") is False
    assert stage.ask("states", prefix=batch) == ["queued"] * JOBS
    for name in ("dashboard:home", "rectification:task_list", "publication:publication_list"):
        assert stage.ask("page", username="liwen", name=name) == 200
    number = stage.ask("give_due_task")
    stage.start_broker()
    expect_each_done_once(stage, batch)
    stage.until(lambda: stage.ask("reminders", number=number)["reminders"] == 1, "the owner is reminded")
    # Worker and beat have come back by themselves.
    assert sorted(stage.running) == ["beat", "broker", "worker"]


def test_broker_that_hangs_holds_nobody_up_for_long(stage, batch):
    stage.signal("broker", signal.SIGSTOP)
    try:
        queue(stage, batch)
        assert stage.ask("broker_seen_by_health") is False
        assert stage.ask("page", username="liwen", name="dashboard:home") == 200
        assert stage.ask("states", prefix=batch) == ["queued"] * JOBS
    finally:
        stage.signal("broker", signal.SIGCONT)
    expect_each_done_once(stage, batch)

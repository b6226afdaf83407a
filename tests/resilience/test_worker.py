"""kill -9 of whoever does the work: it is done in the end, and once."""

import csv
import os
import signal
import uuid

import pytest

CHUNKS = 10


@pytest.fixture
def work(stage, tmp_path):
    """A name for the work, and the file that holds it in its middle as long as it exists."""
    hold = tmp_path / "hold"
    hold.touch()
    return Work(stage, hold)


class Work:
    def __init__(self, stage, hold):
        self.stage, self.hold, self.name = stage, hold, uuid.uuid4().hex

    def queue(self) -> None:
        args = {"work": self.name, "chunks": CHUNKS, "hold": str(self.hold)}
        self.stage.ask("enqueue", kind="trial.count", key=self.name, args=args)

    def chunks(self) -> list[int]:
        return [chunk for chunk, _process in self.stage.ask("effects", work=self.name)]

    def process(self) -> int:
        """Who did the last chunk."""
        return self.stage.ask("effects", work=self.name)[-1][1]

    def job(self) -> dict:
        return self.stage.ask("job", key=self.name)

    def wait_for_middle(self) -> dict:
        self.stage.until(lambda: len(self.chunks()) == CHUNKS // 2, "half of the work is done")
        return self.job()

    def go_on(self) -> None:
        self.hold.unlink()

    def wait_for_end(self) -> dict:
        self.stage.until(lambda: self.job()["state"] in ("done", "failed"), "the work ends")
        return self.job()


def test_killed_worker_hands_its_work_to_the_next(stage, work):
    work.queue()
    before = work.wait_for_middle()
    stage.kill("worker")
    work.go_on()
    stage.start_worker()
    after = work.wait_for_end()
    assert (after["state"], after["attempts"], after["done"]) == ("done", 2, CHUNKS)
    assert after["lease_token"] != before["lease_token"]
    assert work.chunks() == list(range(CHUNKS))


def test_killed_pool_process_hands_its_work_to_its_sibling(stage, work):
    work.queue()
    work.wait_for_middle()
    killed = work.process()
    os.kill(killed, signal.SIGKILL)
    work.go_on()
    after = work.wait_for_end()
    assert (after["state"], after["attempts"]) == ("done", 2)
    assert work.chunks() == list(range(CHUNKS))
    assert work.process() != killed


def test_worker_that_wakes_up_after_its_lease_writes_nothing_more(stage, work):
    work.queue()
    work.wait_for_middle()
    sleeper = work.process()
    stage.freeze(sleeper)
    work.go_on()
    after = work.wait_for_end()
    os.kill(sleeper, signal.SIGCONT)
    stage.until(lambda: stage.has_said("worker", f"job {work.name} was taken over"), "the sleeper notices")
    assert (after["state"], after["attempts"]) == ("done", 2)
    assert work.chunks() == list(range(CHUNKS))
    assert work.job() == after


def test_work_longer_than_its_lease_stays_with_its_worker(stage, work):
    work.queue()
    before = work.wait_for_middle()
    stage.wait_for_runs("jobs.sweep", 5)
    work.go_on()
    assert work.wait_for_end() == {**before, "state": "done", "done": CHUNKS}


def test_job_that_ends_its_worker_is_given_up(stage, work):
    stage.ask("enqueue", kind="trial.end_worker", key=work.name, args={"work": work.name})
    stage.until(lambda: work.job()["state"] == "failed", "the job is given up")
    assert (work.job()["attempts"], work.job()["error"]) == (5, "WorkerLost")
    assert work.chunks() == [1, 2, 3, 4, 5]
    stage.expect_work_done()


ROWS = 240_000


@pytest.fixture
def calls(tmp_path):
    """A file of twelve chunks, every thousandth row without a date."""
    path = tmp_path / "calls.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["Call Id", "Agent", "Date", "Answered (Y/N)", "Satisfaction rating"])
        writer.writerows(
            [f"C{n:06}", "Diane", "?" if n % 1000 == 7 else "2021-01-04", "Y", n % 5 + 1] for n in range(ROWS)
        )
    return str(path)


def begun(stage, calls: str, source: str) -> int:
    """An import whose first rows are stored."""
    run = stage.ask("begin_import", path=calls, key=str(uuid.uuid4()), source=source)
    stage.until(lambda: stage.ask("import_run", pk=run)["position"] > 0, "the import has begun")
    return run


def expect_each_row_once(stage, run: int, source: str) -> None:
    stage.until(lambda: stage.ask("import_run", pk=run)["state"] == "done", "the import ends")
    after = stage.ask("import_run", pk=run)
    assert (after["added"], after["unchanged"], after["rejected"]) == (ROWS - ROWS // 1000, 0, ROWS // 1000)
    assert stage.ask("stored", source=source) == [ROWS - ROWS // 1000] * 2


def test_killed_import_goes_on_and_stores_each_row_once(stage, calls):
    run = begun(stage, calls, "trial")
    stage.kill("worker")
    killed_at = stage.ask("import_run", pk=run)
    assert (killed_at["state"], killed_at["added"] < ROWS) == ("running", True)
    stage.start_worker()
    expect_each_row_once(stage, run, "trial")


def test_import_that_two_workers_have_at_once_stores_each_row_once(stage, calls):
    run = begun(stage, calls, "two")
    stage.ask("push_import", pk=run)
    expect_each_row_once(stage, run, "two")


def test_import_that_is_stopped_while_a_worker_has_it_stores_no_row_more_and_goes_on(stage, calls):
    run = begun(stage, calls, "stopped")
    position = stage.ask("stop_import", pk=run)
    stopped = stage.ask("import_run", pk=run)
    # The chunk that the worker was at is rolled back: what is there is what the counts say.
    stage.wait_for_runs("jobs.sweep", 3)
    assert stage.ask("import_run", pk=run) | {"job": ""} == stopped | {"job": ""}
    assert (stopped["state"], stopped["position"], position < ROWS) == ("stopped", position, True)
    assert stage.ask("stored", source="stopped") == [stopped["added"]] * 2
    stage.ask("resume_import", pk=run)
    expect_each_row_once(stage, run, "stopped")

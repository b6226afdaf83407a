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


def test_killed_import_goes_on_and_stores_each_row_once(stage, tmp_path):
    rows, path = 120_000, tmp_path / "calls.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["Call Id", "Agent", "Date", "Answered (Y/N)", "Satisfaction rating"])
        writer.writerows([f"C{n:06}", "Diane", "2021-01-04", "Y", n % 5 + 1] for n in range(rows))
    run = stage.ask("begin_import", path=str(path), key=str(uuid.uuid4()))
    stage.until(lambda: stage.ask("import_run", pk=run)["position"] > 0, "the import has begun")
    stage.kill("worker")
    killed_at = stage.ask("import_run", pk=run)
    assert (killed_at["state"], killed_at["added"] < rows) == ("running", True)
    stage.start_worker()
    stage.until(lambda: stage.ask("import_run", pk=run)["state"] == "done", "the import ends")
    after = stage.ask("import_run", pk=run)
    assert (after["added"], after["unchanged"]) == (rows, 0)
    assert stage.ask("stored", source="trial") == [rows, rows]

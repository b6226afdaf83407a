"""An instance of the portal whose parts a test starts, kills and looks into."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import dj_database_url
import psycopg2

from qa_portal.launcher import groups, parts
from qa_portal.launcher.places import Checkout, Data
from qa_portal.launcher.ports import free_port
from tests.launcher.portal import ROOT, environment

MOST_RESTARTS = 5
PATIENCE = 90  # seconds until something that must happen counts as lost


@contextlib.contextmanager
def own_database(folder: Path) -> Iterator[str]:
    """The URL of an empty database on the engine under test; gone afterwards."""
    url = os.environ.get("TEST_DATABASE_URL")
    if not url:
        yield f"sqlite:///{folder / 'trial.sqlite3'}"
        return
    server, name = dj_database_url.parse(url), f"qa_portal_trial_{uuid.uuid4().hex[:8]}"
    where = {key.lower(): server[key] for key in ("HOST", "PORT", "USER", "PASSWORD") if server[key]}
    with contextlib.closing(psycopg2.connect(dbname="postgres", **where)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
            try:
                yield url.rpartition("/")[0] + "/" + name
            finally:
                cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


class Stage:
    """Broker, worker, beat and console on one data folder. Each part leads its own process group, as under the supervisor."""

    def __init__(self, folder: Path, database_url: str):
        self.data = Data(folder / "data")
        self.data.make()
        self.broker = parts.Broker(free_port(), uuid.uuid4().hex)
        self.environment = environment(
            DJANGO_SETTINGS_MODULE="qa_portal.settings",
            DATABASE_URL=database_url,
            REDIS_URL=self.broker.url,
            QA_PORTAL_DATA=str(self.data.root),
            QA_PORTAL_ENV="demo",
            # Two weeks before the next quarter: two cycles are due.
            QA_PORTAL_CLOCK="2026-12-21T10:00",
            # Pages without collected static files, as in the rest of the suite.
            QA_PORTAL_DEBUG="1",
            PYTHONUNBUFFERED="1",
        )
        self.running: dict[str, subprocess.Popen] = {}
        self.console: subprocess.Popen | None = None
        self.checkout = Checkout()
        self.broker_was_gone = False
        self.restarts = 0

    # --- parts

    def ensure(self) -> None:
        """Broker, worker and beat run; who was left running by the last test is not started again."""
        self._look()
        self.broker_was_gone, self.restarts = False, 0
        for name, start in (("broker", self.start_broker), ("worker", self.start_worker), ("beat", self.start_beat)):
            if name not in self.running:
                start()

    def start_broker(self) -> None:
        self._start("broker", parts.broker_part(self.checkout, self.data, self.broker, self.environment))
        self.until(self.broker.answers, "the broker answers")

    def start_worker(self) -> None:
        """Returns once it takes work."""
        self._start("worker", parts.worker(self.checkout, self.data, self.environment))
        self.expect_work_done()

    def expect_work_done(self) -> None:
        key = f"ping:{uuid.uuid4()}"
        self.ask("enqueue", kind="jobs.ping", key=key, args={})
        self.until(lambda: self.ask("job", key=key)["state"] == "done", "the worker takes work")

    def start_beat(self, name: str = "beat") -> None:
        """A second scheduler has another name and, as on another machine, a table of its own."""
        part = parts.beat(self.checkout, self.data, self.environment)
        part.command[part.command.index("--schedule") + 1] = str(self.data.run / f"{name}-schedule")
        self._start(name, part)

    def _start(self, name: str, part: parts.Part) -> None:
        """What the launcher runs, with this suite's Python and the Celery app in a hurry."""
        command = ["tests.resilience.application" if word == "qa_portal" else word for word in part.command]
        if command[0] == str(self.checkout.python):
            command[0] = sys.executable
        with part.log.open("ab") as log:
            self.running[name] = subprocess.Popen(
                command,
                cwd=ROOT,
                env=part.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, *names: str) -> None:
        """kill -9 of the leaders alone, at the same moment; what they have started has to notice by itself."""
        self.broker_was_gone |= "broker" in names
        for name in names:
            self.running[name].kill()
        for name in names:
            self.running[name].wait()
            groups.wait_gone({self.running.pop(name).pid}, PATIENCE)

    def _look(self) -> None:
        """Nobody ends whom nobody has killed. Only Celery's worker may: it gives up where its broker goes while it hands a message back, and
        the portal's supervisor then starts it again."""
        for name, process in list(self.running.items()):
            if process.poll() is None:
                continue
            last_words = self.data.log(name).read_text(errors="replace")[-2000:]
            assert name == "worker" and self.broker_was_gone, f"{name} ended: {last_words}"
            self.restarts += 1
            assert self.restarts <= MOST_RESTARTS, f"{name} ends again and again: {last_words}"
            groups.wait_gone({process.pid}, PATIENCE)
            self._start("worker", parts.worker(self.checkout, self.data, self.environment))

    def until(self, condition, what: str):
        """The first true value of `condition`. Fails when there is none in time, or when a part ends that nobody has killed."""
        deadline = time.monotonic() + PATIENCE
        while not (value := condition()):
            self._look()
            assert time.monotonic() < deadline, f"not within {PATIENCE} s: {what}"
            time.sleep(0.05)
        return value

    def has_said(self, part: str, words: str) -> bool:
        return words in self.data.log(part).read_text(errors="replace")

    def wait_for_runs(self, task: str, times: int) -> None:
        """Until the periodic task has run to its end so often from now on."""
        seen = {self.ask("heartbeat", name=task)}
        self.until(lambda: seen.add(self.ask("heartbeat", name=task)) or len(seen) > times, f"{task} runs")

    def signal(self, name: str, number: int) -> None:
        self.broker_was_gone |= name == "broker"
        self.running[name].send_signal(number)

    def freeze(self, pid: int) -> None:
        """Stop a process in its tracks (SIGCONT wakes it), but not while it holds the lock of an SQLite file, which no machine would do."""
        while True:
            os.kill(pid, signal.SIGSTOP)
            try:
                self.ask("write_something")
                return
            except AssertionError:
                os.kill(pid, signal.SIGCONT)

    # --- the console

    def ask(self, act: str, **arguments):
        """What `tests.resilience.acts.<act>` answers, done within the instance."""
        if self.console is None:
            command = [sys.executable, "-m", "tests.resilience.console"]
            with self.data.log("console").open("ab") as log:
                self.console = subprocess.Popen(
                    command,
                    cwd=ROOT,
                    env=self.environment,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    text=True,
                )
        self.console.stdin.write(json.dumps([act, arguments]) + "\n")
        self.console.stdin.flush()
        line = self.console.stdout.readline()
        assert line, f"the console ended: {self.data.log('console').read_text()[-3000:]}"
        reply = json.loads(line)
        assert "error" not in reply, reply["error"]
        return reply["answer"]

    def close(self) -> None:
        for process in self.running.values():
            groups.send(process.pid, signal.SIGKILL)
            process.wait()
        if self.console is not None:
            self.console.stdin.close()
            self.console.wait(30)

"""Keeps the parts running: starts them, starts again what dies, stops all of them together."""

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from . import groups
from .commands import telling_line
from .failure import Failure
from .instance import write_pid
from .parts import Part
from .places import ROOT, Data
from .warden import Warden

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
STEADY = 60.0  # seconds after which a part counts as running well, and its next death as its first
EARLY_DEATHS = 3  # so many in a row before it ever ran well: the start has failed
LOG_LIMIT = 20 * 1024 * 1024


@dataclass
class Running:
    part: Part
    process: subprocess.Popen | None = None
    began: float = 0.0
    deaths: int = 0
    again_at: float = 0.0


class Supervisor:
    """Runs parts in their own process groups. Use as a context manager: leaving it stops everything."""

    def __init__(self, data: Data):
        self.data = data
        self.running: dict[str, Running] = {}
        self.settled = False  # once everything answered, a dying part is restarted for ever
        self._tie = groups.parent_death_signal()
        self._log_path = data.log("supervisor")
        self._trim_at = 0.0
        self.warden = Warden(self._log_path)

    def __enter__(self) -> "Supervisor":
        return self

    def __exit__(self, *exc_info) -> None:
        self.stop()

    def start(self, part: Part) -> None:
        self.running[part.name] = Running(part)
        self._launch(self.running[part.name])

    def look(self) -> None:
        """Once around: notice who died, start again whose pause is over. Raises Failure when the start has failed."""
        if time.monotonic() > self._trim_at:
            self._trim_logs()
        for running in self.running.values():
            if running.process is not None and running.process.poll() is not None:
                self._died(running)
            if running.process is None and time.monotonic() >= running.again_at:
                self._launch(running)

    def stop(self) -> None:
        """Stop beat first (nothing new is due), worker and web together, the broker last."""
        if self.warden is None:
            return
        for names in (("beat",), ("worker", "web"), ("broker",)):
            self._stop_together([self.running[name] for name in names if name in self.running])
        self.warden.close()
        self.warden = None

    def note(self, text: str, *, aloud: bool = False) -> None:
        with self._log_path.open("a", encoding="utf-8") as log:
            log.write(f"{datetime.now().astimezone().isoformat(timespec='seconds')} {text}\n")
        if aloud:
            print(f"bin/start: {text}", file=sys.stderr, flush=True)

    def _trim_logs(self) -> None:
        for log in (self._log_path, *(running.part.log for running in self.running.values())):
            trim(log)
        self._trim_at = time.monotonic() + 60

    def _launch(self, running: Running) -> None:
        part = running.part
        with part.log.open("ab") as output:
            running.process = subprocess.Popen(
                part.command,
                cwd=ROOT,
                env=dict(part.environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                pass_fds=part.files,
                start_new_session=True,
                umask=0o077,
                preexec_fn=self._tie,
            )
        self.warden.add(running.process.pid)
        write_pid(self.data.pid_file(part.name), running.process.pid)
        running.began = time.monotonic()
        self.note(f"{part.name} started as process {running.process.pid}")

    def _died(self, running: Running) -> None:
        name, code = running.part.name, running.process.returncode
        lasted = time.monotonic() - running.began
        self._bury(running, grace=2)
        running.deaths = 1 if lasted > STEADY else running.deaths + 1
        if not self.settled and running.deaths >= EARLY_DEATHS:
            raise Failure(
                f"{name} stopped {EARLY_DEATHS} times: {_last_words(running.part)}",
                "Mend the cause and start again",
                running.part.log,
            )
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (running.deaths - 1))
        running.again_at = time.monotonic() + pause
        how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
        self.note(f"{name} {how}; it starts again in {pause:g} s (log: {running.part.log})", aloud=self.settled)

    def _stop_together(self, stopping: list[Running]) -> None:
        """SIGTERM to the leaders alone, who end their children in order; what outlives the grace is killed with its group."""
        stopping = [running for running in stopping if running.process is not None]
        for running in stopping:
            _signal(running.process, signal.SIGTERM)
        deadline = time.monotonic() + max((running.part.grace for running in stopping), default=0)
        for running in stopping:
            try:
                running.process.wait(max(0.05, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.note(f"{running.part.name} did not stop in time and is killed")
                groups.send(running.process.pid, signal.SIGKILL)
                running.process.wait()
            self._bury(running, grace=0.5)

    def _bury(self, running: Running, *, grace: float) -> None:
        """The leader is gone: end what it left of its group, and take it off the lists."""
        group = running.process.pid
        if groups.alive(group):
            groups.stop({group}, grace)
        self.warden.drop(group)
        self.data.pid_file(running.part.name).unlink(missing_ok=True)
        running.process = None


def _signal(process: subprocess.Popen, number: int) -> None:
    try:
        os.kill(process.pid, number)
    except ProcessLookupError:
        pass


def _last_words(part: Part) -> str:
    try:
        with part.log.open("rb") as log:
            log.seek(max(0, part.log.stat().st_size - 8000))
            return telling_line(log.read().decode("utf-8", "replace"))
    except OSError:
        return "it left no word"


def trim(log: Path, limit: int = LOG_LIMIT) -> None:
    """Keep one older log beside the current one. The part goes on writing at what is then the beginning: it only ever appends."""
    try:
        if log.stat().st_size > limit:
            shutil.copyfile(log, log.with_suffix(".log.1"))
            os.truncate(log, 0)
    except OSError:
        pass  # no log is worth a portal

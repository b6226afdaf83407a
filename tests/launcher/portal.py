"""Starts the real portal as its own processes, on a data folder of the test."""

import json
import os
import queue
import re
import signal
import subprocess
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("web", "worker", "beat", "broker")
OURS = ("DATABASE_URL", "REDIS_URL", "TEST_DATABASE_URL", "DJANGO_SETTINGS_MODULE")


def environment(**more: str) -> dict[str, str]:
    """The machine's own, without what the test run has set for itself."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    kept = {name: value for name, value in kept.items() if not name.startswith(("QA_PORTAL_", "PYTEST_", "COV_"))}
    return kept | more


class StartedPortal:
    """`bin/start` in the background. Leaving the context stops it, whatever state it is in."""

    def __init__(self, data: Path, *options: str, **more: str):
        self.data, self.lines = data, []
        command = [ROOT / "bin" / "start", "--data", data, *options]
        self.process = subprocess.Popen(
            command,
            env=environment(**more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._incoming: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(40)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def _read(self) -> None:
        for line in self.process.stdout:
            self._incoming.put(line.rstrip("\n"))
        self._incoming.put(None)

    def wait_for(self, pattern: str, seconds: float = 240) -> re.Match:
        """The first line that matches; fails the test with everything that was said when it does not come."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                line = self._incoming.get(timeout=max(0.1, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"{pattern!r} was not said: {self.lines}") from None
            if line is None:
                raise AssertionError(f"bin/start ended before it said {pattern!r}: {self.lines}")
            self.lines.append(line)
            if match := re.search(pattern, line):
                return match

    def wait_until_up(self) -> str:
        """Until every part is started; returns the address at which it answers."""
        address = self.wait_for(r"(http://127\.0\.0\.1:\d+)/ answers").group(1)
        self.wait_for("Ctrl-C stops it")
        return address

    def pids(self) -> dict[str, int]:
        """The process of each part that has a pid file."""
        found = {}
        for part in PARTS:
            try:
                found[part] = int((self.data / "run" / f"{part}.pid").read_text())
            except FileNotFoundError:
                continue
        return found

    def facts(self) -> dict[str, str]:
        return json.loads((self.data / "run" / "instance.json").read_text())

    def processes(self) -> list[int]:
        """Every process that was started for this data folder, the supervisor's own aside."""
        return [pid for pid in all_processes() if f"QA_PORTAL_DATA={self.data}".encode() in environ_of(pid)]


def all_processes() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def environ_of(pid: int) -> list[bytes]:
    """The environment of a process; empty for one that is gone or a zombie."""
    try:
        return Path("/proc", str(pid), "environ").read_bytes().split(b"\0")
    except OSError:
        return []


def until(condition, seconds: float = 30):
    """The first true value of `condition`; fails the test when there is none."""
    deadline = time.monotonic() + seconds
    while True:
        if value := condition():
            return value
        assert time.monotonic() < deadline, f"{condition} did not come true"
        time.sleep(0.1)

"""One portal per data folder: the lock, the pid files, and what an earlier instance left behind."""

import fcntl
import json
import os
import signal
import time
from pathlib import Path

from . import groups
from .failure import Failure
from .places import Data

PARTS = ("web", "worker", "beat", "broker")


class Instance:
    """Holds the data folder as long as this process lives; the kernel lets go of the lock however it ends."""

    def __init__(self, data: Data):
        self.data = data
        self.path = data.run / "instance.json"
        self.file = self.path.open("a+", encoding="utf-8")
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self.file.close()
            raise Failure(
                f"QA Portal already runs on the data folder {data.root}{self._whereabouts()}",
                "Stop it first, or name another folder with --data DIR",
            ) from error
        self.note()

    def note(self, **facts: str) -> None:
        """Write down who we are (and where we answer) for whoever comes second."""
        self.file.seek(0)
        self.file.truncate()
        json.dump({"pid": os.getpid(), **facts}, self.file)
        self.file.flush()

    def release(self) -> None:
        self.file.seek(0)
        self.file.truncate()
        self.file.close()

    def _whereabouts(self) -> str:
        try:
            facts = json.loads(self.path.read_text(encoding="utf-8"))
            return f" (process {facts['pid']}" + (f", {facts['address']})" if "address" in facts else ")")
        except (OSError, ValueError, KeyError):
            return ""


def read_pid(path: Path) -> int | None:
    try:
        return int(path.read_text())
    except (OSError, ValueError):
        return None


def write_pid(path: Path, pid: int) -> None:
    draft = path.with_suffix(".new")
    draft.write_text(f"{pid}\n")
    draft.replace(path)


def clear_leftovers(data: Data, patience: float = 12) -> None:
    """After a supervisor was killed its parts are on their way out: wait for them, then end them, so that two brokers never share a folder."""
    left = {pid for part in PARTS if (pid := read_pid(data.pid_file(part))) and groups.runs_for(pid, data.root)}
    deadline = time.monotonic() + patience
    while left and time.monotonic() < deadline:
        left = {pid for pid in left if groups.runs_for(pid, data.root)}
        time.sleep(0.1)
    for pid in left:
        groups.send(pid, signal.SIGKILL)
    if not groups.wait_gone(left, 5):
        numbers = ", ".join(map(str, sorted(left)))
        raise Failure(f"Processes of an earlier start do not end ({numbers})", "End them by hand and start again")
    for part in PARTS:
        data.pid_file(part).unlink(missing_ok=True)

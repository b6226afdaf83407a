"""Stops the parts when the supervisor can no longer do it: a process of its own that hears the supervisor's end of a pipe close.

Told by lines `add GROUP` and `drop GROUP`. After an orderly stop nothing is left on the list and it simply ends.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

if __name__ == "__main__":
    import groups  # run by its path: the siblings lie beside it
else:
    from . import groups

GRACE = 5.0


class Warden:
    """The supervisor's end of the pipe."""

    def __init__(self, log: Path):
        reading, writing = os.pipe()
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-S", "-E", __file__, str(reading)],
                pass_fds=[reading],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                cwd="/",
            )
        os.close(reading)
        self.pipe = os.fdopen(writing, "w", buffering=1)

    def add(self, group: int) -> None:
        self._tell(f"add {group}")

    def drop(self, group: int) -> None:
        self._tell(f"drop {group}")

    def close(self) -> None:
        self.pipe.close()
        self.process.wait()

    def _tell(self, line: str) -> None:
        try:
            self.pipe.write(line + "\n")
        except BrokenPipeError:
            pass  # somebody killed the warden: the parent-death signal remains


def watch(reading: int) -> None:
    """Keep the list until the pipe closes, then stop what is on it."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    watched: set[int] = set()
    with os.fdopen(reading) as orders:
        for line in orders:
            word, _, group = line.strip().partition(" ")
            watched.add(int(group)) if word == "add" else watched.discard(int(group))
    groups.stop(watched, GRACE)


if __name__ == "__main__":
    watch(int(sys.argv[1]))

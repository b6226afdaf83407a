"""Process groups: each part leads its own, so that stopping a part takes along whatever it has started."""

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

PR_SET_PDEATHSIG = 1


def parent_death_signal() -> Callable[[], None] | None:
    """For `preexec_fn`: ask the kernel to send SIGTERM when the supervisor dies. Linux only; elsewhere the warden alone does it."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        prctl = ctypes.CDLL(None, use_errno=True).prctl
    except (OSError, AttributeError):
        return None
    parent = os.getpid()

    def tie() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
        if os.getppid() != parent:  # it died before the kernel was asked
            os._exit(1)

    return tie


def alive(group: int) -> bool:
    """Whether a process of the group still runs; a zombie that nobody collects does not count."""
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    members = members_of(group)
    return members is None or bool(members)


def members_of(group: int) -> list[int] | None:
    """The running processes of a group by /proc; None where there is no /proc."""
    if not Path("/proc/self/stat").exists():
        return None
    found = []
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            fields = Path("/proc", entry, "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] not in "ZX":
            found.append(int(entry))
    return found


def send(group: int, number: int) -> None:
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        pass


def stop(groups: set[int], grace: float) -> None:
    """SIGTERM to all, SIGKILL to what is left after `grace` seconds; returns when none of them runs."""
    for group in groups:
        send(group, signal.SIGTERM)
    wait_gone(groups, grace)
    for group in groups:
        send(group, signal.SIGKILL)
    wait_gone(groups, 2)


def wait_gone(groups: set[int], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while any(alive(group) for group in groups):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def runs_for(pid: int, data: Path) -> bool:
    """Whether the process was started by a launcher for this data folder (asked of /proc; False where that is not to be known)."""
    try:
        environment = Path("/proc", str(pid), "environ").read_bytes()
    except OSError:
        return False
    return f"QA_PORTAL_DATA={data}".encode() in environment.split(b"\0")

"""The supervisor with small parts in the place of the portal's."""

import os
import signal
import subprocess
import sys
import time

import pytest

from qa_portal.launcher import groups, supervisor
from qa_portal.launcher.failure import Failure
from qa_portal.launcher.parts import Part
from qa_portal.launcher.places import Data
from qa_portal.launcher.supervisor import Supervisor, trim
from tests.launcher.portal import ROOT, until

SLEEPS = "import time; time.sleep(600)"
# A parent that does not end its child, as a killed Celery worker does not end its pool.
HAS_A_CHILD = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {SLEEPS!r}]).wait()"
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); {SLEEPS}"

DIES_WITH_ITS_WARDEN = """
import os, pathlib, signal, sys
from qa_portal.launcher.parts import Part
from qa_portal.launcher.places import Data
from qa_portal.launcher.supervisor import Supervisor

data = Data(pathlib.Path(sys.argv[1]))
running = Supervisor(data)
running.start(Part("web", [sys.executable, "-c", sys.argv[2]], dict(os.environ), data.log("web")))
os.kill(running.warden.process.pid, signal.SIGKILL)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def data(tmp_path):
    folder = Data(tmp_path / "data")
    folder.make()
    return folder


def part(data, code, grace=5.0):
    return Part("web", [sys.executable, "-c", code], dict(os.environ), data.log("web"), grace=grace)


def pid_of(data):
    return int(data.pid_file("web").read_text())


def look_until(running, condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition():
        running.look()
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_part_that_dies_starts_again_and_its_children_go_with_it(data, capsys):
    with Supervisor(data) as running:
        running.settled = True
        running.start(part(data, HAS_A_CHILD))
        first = pid_of(data)
        until(lambda: len(groups.members_of(first)) == 2)
        os.kill(first, signal.SIGKILL)
        look_until(running, lambda: data.pid_file("web").exists() and pid_of(data) != first)
        assert groups.members_of(first) == []
    assert "web was ended by SIGKILL; it starts again in 0.5 s" in capsys.readouterr().err


def test_pauses_grow_with_each_death(data):
    with Supervisor(data) as running:
        running.settled = True
        running.start(part(data, "pass"))
        look_until(running, lambda: running.running["web"].deaths == 3)
        assert 1.5 < running.running["web"].again_at - time.monotonic() <= 2


def test_start_fails_when_a_part_dies_three_times(data):
    with Supervisor(data) as running:
        running.start(part(data, "raise SystemExit('KeyError: the settings are wrong')"))
        with pytest.raises(Failure) as failed:
            look_until(running, lambda: False)
    assert failed.value.line() == (
        f"web stopped 3 times: KeyError: the settings are wrong. Mend the cause and start again. More in {data.log('web')}."
    )


def test_stop_kills_a_part_that_does_not_listen(data):
    with Supervisor(data) as running:
        running.start(part(data, DEAF, grace=0.3))
        pid = pid_of(data)
        until(lambda: data.log("web").read_text() == "deaf\n")
    assert (groups.alive(pid), data.pid_file("web").exists()) == (False, False)
    assert "web did not stop in time and is killed" in data.log("supervisor").read_text()


def test_warden_ends_the_parts_when_the_pipe_closes(data, monkeypatch):
    monkeypatch.setattr(supervisor.groups, "parent_death_signal", lambda: None)
    running = Supervisor(data)
    running.start(part(data, HAS_A_CHILD))
    pid = pid_of(data)
    until(lambda: len(groups.members_of(pid)) == 2)
    running.warden.pipe.close()  # as the kernel does when the supervisor is killed
    until(lambda: groups.members_of(pid) == [])
    running.running["web"].process.wait()
    running.warden.process.wait()


def test_kernel_ends_a_part_whose_warden_was_killed_too(data):
    """Supervisor and warden die at once: the parent-death signal remains."""
    subprocess.run([sys.executable, "-c", DIES_WITH_ITS_WARDEN, data.root, SLEEPS], cwd=ROOT, check=False)
    until(lambda: groups.members_of(pid_of(data)) == [])


def test_trim_keeps_one_older_log_and_the_writer_goes_on(tmp_path):
    log = tmp_path / "web.log"
    with log.open("ab", buffering=0) as writer:
        writer.write(b"x" * 50)
        trim(log, limit=40)
        writer.write(b"new")
        assert (log.read_bytes(), (tmp_path / "web.log.1").read_bytes()) == (b"new", b"x" * 50)
        trim(log, limit=40)
        assert log.read_bytes() == b"new"

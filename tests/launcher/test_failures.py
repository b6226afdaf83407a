"""Every failure leaves as one line that names the cause and the remedy."""

import subprocess
import sys

import pytest

from qa_portal.launcher import main as launcher, options, start
from qa_portal.launcher.commands import run, telling_line
from qa_portal.launcher.failure import Failure
from qa_portal.launcher.instance import Instance
from qa_portal.launcher.places import Checkout, Data
from tests.launcher.portal import ROOT, environment


def run_python(code, tmp_path, **more):
    return run([sys.executable, "-c", code], log=tmp_path / "log", what="The step", **more)


def test_line_joins_cause_remedy_and_log(tmp_path):
    failure = Failure("The disk\n is full", "Free some space!", tmp_path / "log")
    assert failure.line() == f"The disk is full. Free some space! More in {tmp_path}/log."


def test_run_returns_the_output_and_logs_it(tmp_path):
    assert run_python("print('fine')", tmp_path) == "fine\n"
    assert (tmp_path / "log").read_text().endswith("\nfine\n")


def test_run_names_the_last_error_of_a_traceback(tmp_path):
    with pytest.raises(Failure) as failed:
        run_python("raise ValueError('no such plan')", tmp_path, remedy="Make one")
    expected = f"The step: ValueError: no such plan. Make one. More in {tmp_path}/log."
    assert failed.value.line() == expected


def test_run_knows_the_remedy_of_a_network_that_is_down(tmp_path):
    code = "import sys; sys.exit('npm error network request failed: getaddrinfo ENOTFOUND')"
    with pytest.raises(Failure) as failed:
        run_python(code, tmp_path, remedy="Another")
    assert failed.value.remedy.startswith("The package index was not reached: check the network")


def test_run_names_a_command_that_is_not_there(tmp_path):
    with pytest.raises(Failure, match="The step: /nowhere/tool does not run"):
        run(["/nowhere/tool"], log=tmp_path / "log", what="The step")


@pytest.mark.parametrize(
    ("output", "line"),
    [
        ("", "it said nothing"),
        ("all was well\nand then not\n", "and then not"),
        ("ERROR: No matching distribution\nsee above\n", "ERROR: No matching distribution"),
        ("ERROR: These are not pinned:\n    coverage\n", "ERROR: These are not pinned: coverage"),
        ("django.core.exceptions.ImproperlyConfigured: Name the hosts.", "Name the hosts."),
        ("Traceback\n  File\nKeyError: 'x'\n", "KeyError: 'x'"),
        ("npm error code E404\nnpm error A log is at x", "npm error code E404"),
    ],
)
def test_telling_line_finds_the_cause(output, line):
    assert telling_line(output) == line


def test_main_turns_a_failure_into_one_line(monkeypatch, capsys):
    def fail(words, checkout):
        raise Failure("It broke", "Mend it")

    monkeypatch.setattr(start, "start", fail)
    assert launcher.main(["start"]) == 1
    assert capsys.readouterr().err == "bin/start: It broke. Mend it.\n"


def test_main_keeps_the_traceback_of_a_surprise_in_the_log(monkeypatch, capsys, tmp_path):
    def surprise(words, checkout):
        raise RuntimeError("odd")

    monkeypatch.setattr(start, "start", surprise)
    monkeypatch.setattr(launcher, "Checkout", lambda: Checkout(tmp_path))
    assert launcher.main(["start"]) == 1
    log = tmp_path / ".setup" / "launcher.log"
    line = f"bin/start: Unexpected RuntimeError: odd. Start again; if it stays, report it. More in {log}.\n"
    assert capsys.readouterr().err == line
    assert "Traceback" in log.read_text()


def test_data_folder_that_is_a_file_is_named(tmp_path):
    (tmp_path / "data").touch()
    with pytest.raises(Failure) as refused:
        Data(tmp_path / "data").make()
    assert refused.value.line() == (
        f"The data folder {tmp_path}/data cannot be made (File exists). Name a folder that you may write to with --data DIR."
    )


def test_second_instance_on_a_data_folder_is_refused(tmp_path):
    data = Data(tmp_path / "data")
    data.make()
    first = Instance(data)
    first.note(address="http://127.0.0.1:8000/")
    with pytest.raises(Failure, match=r"already runs on the data folder .* \(process \d+, http://127.0.0.1:8000/\)"):
        Instance(data)
    first.release()
    Instance(data).release()


@pytest.mark.parametrize(
    ("words", "more", "line"),
    [
        ([], {}, "The demo organization does not belong into production. Add --no-demo."),
        (
            ["--no-demo"],
            {"QA_PORTAL_CLOCK": "2021-03-01"},
            "QA_PORTAL_CLOCK sets a trial clock, which production refuses. Unset QA_PORTAL_CLOCK.",
        ),
    ],
)
def test_production_refuses_what_belongs_to_a_trial(tmp_path, words, more, line):
    command = [ROOT / "bin" / "start", "--data", tmp_path / "data", *words]
    result = subprocess.run(
        command, capture_output=True, text=True, env=environment(QA_PORTAL_ENV="production", **more)
    )
    assert (result.returncode, result.stderr, (tmp_path / "data").exists()) == (1, f"bin/start: {line}\n", False)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http"])
def test_port_that_is_none_is_refused(port, capsys):
    with pytest.raises(SystemExit) as refused:
        options.read_options([f"--port={port}"], Checkout())
    assert refused.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1].endswith(f"{port!r} is not a port from 1 to 65535")


def test_machine_without_a_new_python_is_told_so(tmp_path):
    """A PATH with a shell's own tools and a Python that refuses to run."""
    for tool in ("dirname",):
        (tmp_path / tool).symlink_to(f"/usr/bin/{tool}")
    (tmp_path / "python3").write_text("#!/bin/sh\nexit 127\n")
    (tmp_path / "python3").chmod(0o755)
    checkout = tmp_path / "checkout"
    (checkout / "bin").mkdir(parents=True)
    for name in ("start", ".python"):
        (checkout / "bin" / name).write_text((ROOT / "bin" / name).read_text())
        (checkout / "bin" / name).chmod(0o755)
    result = subprocess.run([checkout / "bin" / "start"], capture_output=True, text=True, env={"PATH": str(tmp_path)})
    assert result.returncode == 1
    assert result.stderr.startswith("QA Portal needs Python 3.11 or newer and found none")
    assert result.stderr.count("\n") == 1

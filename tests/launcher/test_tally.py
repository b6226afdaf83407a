import subprocess
import sys

import pytest

from qa_portal.launcher.suite import _chooses_workers
from qa_portal.launcher.tally import Tally, read_report


def write(path, **counts):
    attributes = " ".join(f'{name}="{count}"' for name, count in counts.items())
    path.write_text(f'<?xml version="1.0"?><testsuites><testsuite name="pytest" {attributes}/></testsuites>')
    return path


@pytest.mark.parametrize(
    ("counts", "exit_code", "tally"),
    [
        ({"tests": 9, "failures": 0, "errors": 0, "skipped": 2}, 0, Tally(7, 0, 2)),
        ({"tests": 9, "failures": 1, "errors": 1, "skipped": 2}, 1, Tally(5, 2, 2)),
        ({"tests": 0, "failures": 0, "errors": 0, "skipped": 0}, 5, Tally(0, 0, 0)),
        ({"tests": 4, "failures": 0, "errors": 0, "skipped": 0}, 2, Tally(4, 1, 0)),
        ({"tests": 4, "failures": 0, "errors": 0, "skipped": 0}, 1, Tally(4, 1, 0)),
        ({"tests": 4, "failures": 0, "errors": 0, "skipped": 0}, -9, Tally(4, 1, 0)),
    ],
)
def test_report_is_counted(tmp_path, counts, exit_code, tally):
    assert read_report(write(tmp_path / "report.xml", **counts), exit_code) == tally


@pytest.mark.parametrize(("exit_code", "tally"), [(5, Tally()), (3, Tally(failed=1)), (0, Tally(failed=1))])
def test_missing_report_is_a_failure_unless_nothing_was_selected(tmp_path, exit_code, tally):
    assert read_report(tmp_path / "none.xml", exit_code) == tally


def test_line_is_plain():
    assert (Tally(3, 1, 2) + Tally(4, 0, 1)).line() == "7 passed, 1 failed, 3 skipped"


@pytest.mark.parametrize(
    ("words", "chosen"),
    [
        (["-n", "4"], True),
        (["-n0"], True),
        (["-nauto"], True),
        (["--pdb"], True),
        (["-k", "-nothing"], False),
        ([], False),
    ],
)
def test_caller_may_choose_the_number_of_workers(words, chosen):
    assert _chooses_workers(words) is chosen


def test_second_run_leaves_out_what_is_marked_once(pytestconfig):
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
    asked = ["tests/launcher/test_tally.py", "tests/sampling/test_sizes.py"]
    found = subprocess.run(
        [*command, "--again", *asked], cwd=pytestconfig.rootpath, capture_output=True, text=True, check=False
    ).stdout
    assert "tests/launcher/test_tally.py::test_line_is_plain" in found
    assert "test_sizes" not in found

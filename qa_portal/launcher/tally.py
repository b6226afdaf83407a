"""Counting what ran: read from the reports that pytest writes, so that no change of its closing line can fool us."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Tally:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    @property
    def total(self) -> int:
        return self.passed + self.failed + self.skipped

    def line(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def read_report(report: Path, exit_code: int) -> Tally:
    """The tally of one pytest run. A run that broke off, or wrote no report, counts one failure more than its tests tell.

    pytest's exit codes: 0 all passed, 1 some failed, 5 none was selected; anything else is a run that broke off.
    """
    try:
        suites = list(ElementTree.parse(report).getroot().iter("testsuite"))
    except (OSError, ElementTree.ParseError):
        return Tally() if exit_code == 5 else Tally(failed=1)
    tests = sum(int(suite.get("tests", 0)) for suite in suites)
    failed = sum(int(suite.get("failures", 0)) + int(suite.get("errors", 0)) for suite in suites)
    skipped = sum(int(suite.get("skipped", 0)) for suite in suites)
    # A test that passes and whose clean-up errs is two entries in the report.
    tally = Tally(passed=max(0, tests - failed - skipped), failed=failed, skipped=skipped)
    broke_off = exit_code not in (0, 1, 5) or (exit_code == 1 and failed == 0)
    return tally + Tally(failed=1) if broke_off else tally

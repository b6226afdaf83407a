"""`bin/test`: the whole suite on SQLite, then on PostgreSQL, then the checks."""

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from .browser import ensure_chromium, wants_browser
from .checks import run_checks
from .commands import clean_environment
from .databases import postgres_for_tests
from .places import Checkout
from .preparation import prepare_checkout
from .tally import Tally, read_report

HELP = """Usage: bin/test [--only-tests | --only-checks] [--sqlite | --postgres] [pytest options]

Runs every test on SQLite and then on PostgreSQL, in browsers too, then the linters and contracts; sets up what it needs first.
What does not ask the database, or looks at nothing but how a page looks, runs the first time only.
  --only-tests     leave the linters and contracts out
  --only-checks    leave the tests out
  --sqlite         on SQLite alone
  --postgres       on PostgreSQL alone
Everything else goes to pytest: -k NAME, -x, tests/records, -m 'not journey', -n 4 (default: -n 2).
TEST_DATABASE_URL names a PostgreSQL server; without it a local server is used, or one from a wheel."""
# What takes longest is named at the end.
SLOWEST = ("--durations=10", "--durations-min=1")
OWN = ("--only-tests", "--only-checks", "--sqlite", "--postgres")


def run_suite(words: list[str], checkout: Checkout) -> int:
    if "--help" in words or "-h" in words:
        print(HELP)
        return 0
    own = {word for word in words if word in OWN}
    passed_on = [word for word in words if word not in OWN]
    print("QA Portal's tests", flush=True)
    prepare_checkout(checkout, tests=True)
    results: dict[str, Tally] = {}
    seconds: dict[str, float] = {}  # of each part, by the names of the results
    if "--only-checks" not in own:
        browser = ensure_chromium(checkout) if wants_browser(passed_on) else ""
        _clear_artifacts(checkout)
        if "--postgres" not in own:
            with _timed("SQLite", seconds):
                results["SQLite"] = _run_pytest(checkout, "sqlite", passed_on, browser, None)
        if "--sqlite" not in own:
            with postgres_for_tests(checkout) as (url, origin):
                print(f"PostgreSQL: {origin}", flush=True)
                words_here = passed_on if "--postgres" in own else ["--again", *passed_on]
                with _timed("PostgreSQL", seconds):
                    results["PostgreSQL"] = _run_pytest(checkout, "postgresql", words_here, browser, url)
        if not any(tally.total for tally in results.values()):
            print("No test was selected.", flush=True)
            results["selection"] = Tally(failed=1)
    if "--only-tests" not in own:
        print("Checks", flush=True)
        with _timed("checks", seconds):
            results["checks"] = Tally(*run_checks(checkout))
    return _close(checkout, results, seconds)


@contextmanager
def _timed(name: str, seconds: dict[str, float]) -> Iterator[None]:
    began = time.monotonic()
    yield
    seconds[name] = time.monotonic() - began


def _run_pytest(checkout: Checkout, engine: str, words: list[str], browser: str, url: str | None) -> Tally:
    """Run pytest on one database; its output goes straight to the terminal."""
    artifacts = checkout.artifacts / engine
    artifacts.mkdir(parents=True, exist_ok=True)
    report = artifacts / "junit.xml"
    environment = clean_environment({"QA_PORTAL_ARTIFACTS": str(artifacts)})
    if browser:
        environment["QA_PORTAL_CHROMIUM"] = browser
    for name in (
        "TEST_DATABASE_URL",
        "DATABASE_URL",
        "REDIS_URL",
        "QA_PORTAL_DATA",
        "QA_PORTAL_ENV",
        "QA_PORTAL_CLOCK",
    ):
        environment.pop(name, None)
    if url:
        environment["TEST_DATABASE_URL"] = url
    # Whoever is done first takes over from the other: no worker waits for a row of browsers at the end.
    workers = [] if _chooses_workers(words) else ["-n", "2", "--dist", "worksteal"]
    command = [str(checkout.python), "-m", "pytest", *workers, *SLOWEST, f"--junit-xml={report}", *words]
    print(f"\n{'PostgreSQL' if url else 'SQLite'}: pytest {' '.join(command[3:])}", flush=True)
    process = subprocess.Popen(command, cwd=checkout.root, env=environment)
    code = _wait(process)
    return read_report(report, code)


def _wait(process: subprocess.Popen) -> int:
    """Ctrl-C reaches pytest by itself: let it tell what it has, then stop with it."""
    try:
        return process.wait()
    except KeyboardInterrupt:
        try:
            process.wait(20)
        except (KeyboardInterrupt, subprocess.TimeoutExpired):
            process.kill()
        raise


def _chooses_workers(words: list[str]) -> bool:
    return any(re.match(r"-n\d*$|-nauto$|--numprocesses|--pdb$|--trace$|--dist", word) for word in words)


def _clear_artifacts(checkout: Checkout) -> None:
    """Pictures and reports of an earlier run would be taken for this one's."""
    for engine in ("sqlite", "postgresql"):
        shutil.rmtree(checkout.artifacts / engine, ignore_errors=True)


def _close(checkout: Checkout, results: dict[str, Tally], seconds: dict[str, float]) -> int:
    total = sum(results.values(), Tally())
    width = max(len(name) for name in results)
    print(flush=True)
    for name, tally in results.items():
        print(f"{name:{width}}  {tally.line()} in {seconds.get(name, 0):.0f} s")
    checkout.artifacts.mkdir(exist_ok=True)
    (checkout.artifacts / "tally.txt").write_text(f"{total.passed} {total.failed} {total.skipped}\n")
    print(total.line(), flush=True)
    return 1 if total.failed else 0

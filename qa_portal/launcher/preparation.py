"""Set-up, each step only when its inputs have changed: first the checkout, then the data folder of one instance."""

import fcntl
import os
from collections.abc import Mapping
from contextlib import contextmanager
from pathlib import Path

from .commands import clean_environment, run, step
from .failure import Failure
from .frontend import ensure_frontend
from .places import Checkout, Data
from .python_environment import ensure_python
from .stamps import Stamps, digest_files

NOT_SOURCE = {
    ".venv",
    ".git",
    ".setup",
    "node_modules",
    "staticfiles",
    "static",
    "tests",
    "var",
    "artifacts",
    "benchmarks",
}


def prepare_checkout(checkout: Checkout, *, tests: bool = False) -> None:
    """Everything that all instances of this checkout share. Two starts at once take turns."""
    with _turn(checkout.setup):
        ensure_python(checkout, tests=tests)
        ensure_frontend(checkout)
        _compile_translations(checkout)
        _collect_static(checkout)


def prepare_data(checkout: Checkout, data: Data, environment: Mapping[str, str], *, demo: bool) -> bool:
    """Bring the database up to date and load the demo into a new one. Returns whether this instance holds the demo.

    A new data folder is a demo or a real one for good: the demo is never poured into a database that somebody may have worked in.
    """
    foreign = "DATABASE_URL" in environment
    stamps = Stamps(data.stamps)
    if not foreign and stamps.holds("demo", "begun"):
        _forget_unfinished_demo(data)  # its loading was cut short, so nobody has ever worked in it
    new = foreign or not data.database.exists()
    _migrate(checkout, data, environment, stamps, always=foreign)
    if stamps.holds("demo", "loaded"):
        return True
    if not demo:
        stamps.mark("demo", "none")
        return False
    if stamps.holds("demo", "none") or not new:
        print(
            f"  {data.root} was begun without the demo and stays so; name another folder with --data DIR for the demo."
        )
        return False
    if foreign and stamps.holds("demo", "begun"):
        raise Failure(
            "The demo was loaded only in part", "Empty the database that DATABASE_URL names, or start with --no-demo"
        )
    stamps.mark("demo", "begun")
    with step("Loading the demo organization"):
        manage(
            checkout,
            data,
            environment,
            "load_demo",
            what="The demo could not be loaded",
            remedy="Start again, or with --no-demo",
        )
    stamps.mark("demo", "loaded")
    return True


def manage(
    checkout: Checkout, data: Data, environment: Mapping[str, str], *words: str, what: str, remedy: str = ""
) -> str:
    """Run one management command of this instance; its output goes to logs/setup.log."""
    command = [checkout.python, checkout.root / "manage.py", *words]
    return run(
        command,
        log=data.log("setup"),
        what=what,
        remedy=remedy,
        environment=environment,
        folder=checkout.root,
        umask=0o077,
    )


def source_files(checkout: Checkout, pattern: str) -> list[Path]:
    """The project's own files that match, without what set-up, tests and version control keep."""
    rooms = [entry for entry in checkout.root.iterdir() if entry.is_dir() and entry.name not in NOT_SOURCE]
    return [path for room in rooms for path in room.rglob(pattern)]


def _compile_translations(checkout: Checkout) -> None:
    sources = source_files(checkout, "locale/*/LC_MESSAGES/*.po")
    stamps, digest = Stamps(checkout.setup), digest_files(sources)
    if stamps.holds("translations", digest, *(source.with_suffix(".mo") for source in sources)):
        return
    with step("Compiling the translations"):
        _manage_checkout(checkout, "compile_translations", what="The translations could not be compiled")
    stamps.mark("translations", digest)


def _collect_static(checkout: Checkout) -> None:
    own = [path for path in (checkout.root / "static").rglob("*") if path.is_file()]
    own += [path for path in source_files(checkout, "static/**/*") if path.is_file()]
    settings = [checkout.root / "qa_portal" / "settings.py", checkout.root / "requirements.txt"]
    stamps, digest = Stamps(checkout.setup), digest_files(own + settings)
    if stamps.holds("static", digest, checkout.root / "staticfiles" / "staticfiles.json"):
        return
    with step("Collecting the static files"):
        _manage_checkout(
            checkout,
            "collectstatic",
            "--noinput",
            "--clear",
            "--verbosity",
            "0",
            what="The static files could not be collected",
        )
    stamps.mark("static", digest)


def _manage_checkout(checkout: Checkout, *words: str, what: str) -> None:
    """A management command that needs settings but no instance: it gets a data folder of its own, so that it leaves no keys behind in `var`."""
    scratch = checkout.setup / "scratch"
    scratch.mkdir(parents=True, exist_ok=True)
    environment = clean_environment({"QA_PORTAL_DATA": str(scratch), "QA_PORTAL_ENV": "demo"})
    environment.pop("QA_PORTAL_CLOCK", None)
    run(
        [checkout.python, checkout.root / "manage.py", *words],
        log=checkout.setup_log,
        what=what,
        environment=environment,
        folder=checkout.root,
    )


def _migrate(checkout: Checkout, data: Data, environment: Mapping[str, str], stamps: Stamps, *, always: bool) -> None:
    """Any change of the source counts: triggers and what else follows a migration are made by code of every room."""
    if not always and stamps.holds("database", _database_digest(checkout, data), data.database):
        return
    what = "The database could not be brought up to date"
    with step("Bringing the database up to date"):
        manage(checkout, data, environment, "migrate", "--noinput", "--verbosity", "0", what=what)
        manage(checkout, data, environment, "createcachetable", what=what)
    stamps.mark("database", _database_digest(checkout, data))


def _database_digest(checkout: Checkout, data: Data) -> str:
    """Over the whole source and the database file itself, which somebody may have put in the place of another."""
    sources = [*source_files(checkout, "*.py"), checkout.root / "requirements.txt"]
    return digest_files(sources, _file_identity(data.database))


def _file_identity(path: Path) -> str:
    try:
        return str(path.stat().st_ino)
    except OSError:
        return "absent"


def _forget_unfinished_demo(data: Data) -> None:
    for suffix in ("", "-wal", "-shm"):
        data.database.with_name(data.database.name + suffix).unlink(missing_ok=True)
    Stamps(data.stamps).clear("demo")


@contextmanager
def _turn(folder: Path):
    """Hold the set-up lock of the checkout."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "lock").open("w")
    except OSError as error:
        raise Failure(
            f"{folder} cannot be written to ({error.strerror})",
            f"Give your user ({os.getuid()}) the right to write in the checkout",
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            print("  Another set-up of this checkout is under way; waiting for it …", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield

"""Runs the benchmarks and prints one table: what was measured, its ratio to a floor measured in the same run, and the goal.

    python -m benchmarks.run [--only NAME …] [--rows N]

Each `benchmarks/bench_<name>.py` offers `measure() -> list[Figure]`. The data lie in a temporary SQLite database, or in a scratch database that is
made, and dropped at the end, on the PostgreSQL server that DATABASE_URL names. The exit code is 0 whether goals are met or not.
"""

import argparse
import contextlib
import importlib
import inspect
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent


def names() -> list[str]:
    return sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))


@contextlib.contextmanager
def scratch_database(folder: str) -> Iterator[str]:
    """The URL of an empty database, gone afterwards."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield f"sqlite:///{folder}/benchmark.sqlite3"
        return
    import psycopg2

    name = f"qa_portal_bench_{os.getpid()}"
    with contextlib.closing(psycopg2.connect(url)) as server, server.cursor() as cursor:
        server.autocommit = True
        cursor.execute(f'CREATE DATABASE "{name}"')
        try:
            yield url.rpartition("/")[0] + "/" + name
        finally:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def set_up(folder: str, database_url: str) -> None:
    for name in [name for name in os.environ if name.startswith("QA_PORTAL_")]:
        del os.environ[name]
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "qa_portal.settings",
        "QA_PORTAL_DATA": folder,
        "QA_PORTAL_LOG_LEVEL": "ERROR",
        "DATABASE_URL": database_url,
        "REDIS_URL": "redis://127.0.0.1:1/0",  # nobody listens: no benchmark may depend on who else uses a broker
    }
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


def measure(name: str, rows: int | None) -> list:
    function = importlib.import_module(f"benchmarks.bench_{name}").measure
    more = {"rows": rows} if rows and "rows" in inspect.signature(function).parameters else {}
    return function(**more)


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__.split("\n")[0])
    parser.add_argument("--only", nargs="+", choices=names(), default=names(), metavar="NAME", help=", ".join(names()))
    parser.add_argument("--rows", type=int, help="for those that load rows: how many")
    options = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="qa-portal-bench-") as folder, scratch_database(folder) as url:
        set_up(folder, url)
        from django.db import connections

        from benchmarks.figure import table

        figures = []
        try:
            for name in options.only:
                began = time.monotonic()
                figures += measure(name, options.rows)
                print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
        finally:
            engine = connections["default"].vendor
            connections.close_all()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    print(f"{engine}, {cores} cores, load {os.getloadavg()[0]:.1f}; processor time, medians of alternating rounds\n")
    print(table(figures))
    short = [figure.name for figure in figures if not figure.meets]
    print(
        f"\n{len(figures) - len(short)} of {len(figures)} goals met."
        + (f" Falls short: {', '.join(short)}." if short else "")
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

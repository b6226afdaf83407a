"""Import of a CSV file against the floor of the database itself, measured in turn in the same run.

    .venv/bin/python benchmarks/bench_import.py [--rows 200000] [--rounds 3] [--database postgres://…] [--again]

The file has ten columns like a call centre's export. The floor on PostgreSQL is COPY of the same file into a table of ten typed columns with
its unique key, on SQLite `executemany` of its rows into such a table in one transaction. Ours is everything between the stored file and the
finished import: decoding, checks, digests, all indexes of the table of records, a transaction a chunk. Goals: ≤ 2 × COPY, ≤ 2.5 × executemany,
≤ 100 MB. Without --database a fresh SQLite file is used.
"""

import argparse
import csv
import os
import resource
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import uuid4

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
HEADER = (
    "Call Id", "Agent", "Date", "Time", "Topic", "Answered (Y/N)", "Resolved", "Speed of answer in seconds", "AvgTalkDuration", "Satisfaction rating",
)  # fmt: skip
AGENTS = ("Becky", "Dan", "Diane", "Greg", "Jim", "Joe", "Martha", "Stewart")
TOPICS = ("Contract related", "Technical Support", "Payment related", "Admin Support", "Streaming")
GOALS = {"postgresql": 2.0, "sqlite": 2.5}
PLAIN = (
    "CREATE TABLE bench_floor (call_id varchar(64) NOT NULL UNIQUE, agent varchar(60), day date, clock time, topic varchar(120), "
    "answered {flag}, resolved {flag}, speed integer, talk {span}, rating smallint)"
)


def write_file(path: Path, rows: int, seed: int) -> None:
    random = Random(seed)
    with path.open("w", newline="") as sink:
        writer = csv.writer(sink)
        writer.writerow(HEADER)
        for number in range(rows):
            # In the order of time, as systems export them: 90 days from nine to six.
            day, second = divmod(number * 90 * 32_400 // rows, 32_400)
            moment = datetime(2021, 1, 1, 9, tzinfo=UTC) + timedelta(days=day, seconds=second)
            start = (
                f"B{seed}-{number:08}",
                random.choice(AGENTS),
                f"{moment:%Y-%m-%d}",
                f"{moment:%H:%M:%S}",
                random.choice(TOPICS),
            )
            if random.random() < 0.81:
                talk = f"00:{random.randint(0, 6):02}:{random.randint(0, 59):02}"
                end = ("Y", random.choice("YYYYN"), random.randint(10, 125), talk, random.randint(1, 5))
            else:
                end = ("N", "N", "", "", "")
            writer.writerow(start + end)


class Clock:
    """Seconds by the clock on the wall, and of the processors for us and for our process of the database server.

    On a machine that others use too, the processors' seconds are what can be compared.
    """

    def __enter__(self):
        self._wall, self._cpu = time.perf_counter(), self._used()
        return self

    def __exit__(self, *_error):
        self.wall, self.cpu = time.perf_counter() - self._wall, self._used() - self._cpu

    @staticmethod
    def _used() -> float:
        from django.db import connection

        used = time.process_time()
        if connection.vendor == "postgresql":
            connection.ensure_connection()
            with open(f"/proc/{connection.connection.get_backend_pid()}/stat") as source:
                fields = source.read().rpartition(")")[2].split()
            used += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return used


def floor(path: Path) -> Clock:
    """What the database alone takes."""
    from django.db import connection, transaction

    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_floor")
        cursor.execute(
            PLAIN.format(flag="boolean" if postgresql else "text", span="interval" if postgresql else "text")
        )
    clock = Clock()
    with clock, path.open(newline="") as source, transaction.atomic(), connection.cursor() as cursor:
        if postgresql:
            cursor.cursor.copy_expert("COPY bench_floor FROM STDIN (FORMAT csv, HEADER)", source)
        else:
            rows = csv.reader(source)
            next(rows)
            sqlite3.Cursor.executemany(cursor.cursor, f"INSERT INTO bench_floor VALUES ({', '.join('?' * 10)})", rows)
    return clock


class Memory:
    """Highest resident memory of this process while it runs, in MB, beyond what was there at the start."""

    def __enter__(self):
        self.start = self.peak = self.now()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_error):
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(0.05):
            self.peak = max(self.peak, self.now())

    @staticmethod
    def now() -> float:
        with open("/proc/self/statm") as source:
            return int(source.read().split()[1]) * resource.getpagesize() / 1e6


def ours(path: Path, source: str) -> tuple[Clock, Memory, object]:
    """What the import takes, its memory, and the run."""
    from foundation.common.files import store_file
    from foundation.jobs import services as jobs
    from records import services
    from records.models import ImportRun

    with path.open("rb") as content:
        file = store_file(source=content, name=path.name, actor=None, max_bytes=1 << 33)
    with Memory() as memory, Clock() as clock:
        run = services.start_import(file=file, source=source, mapping=None, actor=services.OPERATOR, key=uuid4())
        time.sleep(0.002)  # the operator's job is due a millisecond later
        while run.state == "running":
            jobs.run(run.job_id)
            run = ImportRun.objects.get(pk=run.pk)
    if run.state != "done":
        raise SystemExit(f"The import ended as {run.state}: {run.error}")
    return clock, memory, run


def prepare(database: str, folder: str):
    """Settings for a database of our own, migrated; returns what removes it."""
    os.environ |= {
        "QA_PORTAL_DATA": folder,
        "DJANGO_SETTINGS_MODULE": "qa_portal.settings",
        "QA_PORTAL_LOG_LEVEL": "ERROR",
    }
    os.environ.pop("DATABASE_URL", None)
    name, admin = f"qa_bench_{os.getpid()}", None
    if database:
        import psycopg2

        admin = psycopg2.connect(database)
        admin.autocommit = True
        admin.cursor().execute(f"CREATE DATABASE {name}")
        os.environ["DATABASE_URL"] = database.rpartition("/")[0] + "/" + name

    def remove() -> None:
        from django.db import connections

        connections.close_all()
        if admin is not None:
            admin.cursor().execute(f"DROP DATABASE {name}")

    try:
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
    except BaseException:
        remove()
        raise
    return remove


def measure(rows: int, rounds: int, again: bool) -> list[str]:
    from django.db import connection

    floors, imports, repeats, peaks = [], [], [], []
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(rounds):
            path = Path(folder) / f"calls-{turn}.csv"
            write_file(path, rows, seed=turn + 1)
            floors.append(floor(path))
            clock, memory, run = ours(path, f"bench {turn}")
            assert (run.rows_added, run.rows_rejected) == (rows, 0), (run.rows_added, run.rows_rejected)
            imports.append(clock)
            peaks.append(memory)
            if again:
                clock, memory, run = ours(path, f"bench {turn}")
                assert run.rows_unchanged == rows, run.rows_unchanged
                repeats.append(clock)
                peaks.append(memory)
            path.unlink()
    goal, kind = GOALS[connection.vendor], "COPY" if connection.vendor == "postgresql" else "executemany"
    peak = max(memory.peak for memory in peaks)
    lines = [
        f"import {rows:,} × 10 on {connection.vendor}: {compared(imports, floors, kind)} (goal ≤ {goal})",
        f"  memory: {peak:.0f} MB in all, {max(memory.peak - memory.start for memory in peaks):.0f} MB of it for the import (goal ≤ 100)",
    ]
    if repeats:
        lines.append(f"  the same file again: {compared(repeats, floors, kind)}")
    return lines


def compared(own: list[Clock], floors: list[Clock], kind: str) -> str:
    """The medians by wall clock, and both ratios."""
    wall, base = (statistics.median(clock.wall for clock in clocks) for clocks in (own, floors))
    cpu = statistics.median(one.cpu / other.cpu for one, other in zip(own, floors, strict=True))
    return f"{wall:.2f} s, {kind} {base:.2f} s, ratio {wall / base:.2f}, in processor time {cpu:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--database", default="", help="URL of a PostgreSQL database in whose server a scratch database is made"
    )
    parser.add_argument("--again", action="store_true", help="import each file a second time too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="qa-bench-") as folder:
        remove = prepare(options.database, folder)
        try:
            print("\n".join(measure(options.rows, options.rounds, options.again)))
        finally:
            remove()


if __name__ == "__main__":
    main()

"""Import of a CSV file against the floor of the database itself, measured in turn in the same run.

The file has ten columns like a call centre's export. The floor on PostgreSQL is COPY of the same file into a table of ten typed columns with
its unique key, on SQLite `executemany` of its rows into such a table in one transaction. Ours is everything between the stored file and the
finished import: decoding, checks, digests, all indexes of the table of records, a transaction a chunk. Goals: ≤ 2 × COPY, ≤ 2.5 × executemany,
≤ 100 MB whatever the number of rows.

The trial run reads and checks the same rows before anybody has decided, and a person waits for it. Its floor is the import itself: looking must
not cost more than doing (≤ 1), for a file that is new and for one that is there already.
"""

import csv
import os
import resource
import sqlite3
import statistics
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import uuid4

from django.db import connection, transaction

from benchmarks.figure import Figure
from foundation.common.files import store_file
from foundation.jobs import services as jobs
from records import services
from records.mapping import Mapping, without_idle_unit
from records.models import ImportRun

ROWS = 200_000
MOST_MEGABYTES = 100
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
        used = time.process_time()
        if connection.vendor == "postgresql":
            connection.ensure_connection()
            with open(f"/proc/{connection.connection.get_backend_pid()}/stat") as source:
                fields = source.read().rpartition(")")[2].split()
            used += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return used


def floor(path: Path) -> Clock:
    """What the database alone takes."""
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


def trial(path: Path, source: str) -> tuple[Clock, Memory, dict]:
    """What looking at the file takes before it is imported, its memory, and what was counted. The file is put aside afterwards."""
    with path.open("rb") as content:
        file = store_file(source=content, name=path.name, actor=None, max_bytes=1 << 33)
    run = services.open_import(file=file, source=source, actor=services.OPERATOR, key=uuid4())
    services.assign_columns(run=run, mapping=without_idle_unit(Mapping.from_json(run.mapping)), actor=services.OPERATOR)
    with Memory() as memory, Clock() as clock:
        result = services.check_import(run)
    services.discard_import(run=run, actor=services.OPERATOR)
    return clock, memory, result


def measure(rows: int = ROWS, rounds: int = 3) -> list[Figure]:
    """Each round imports a file of its own, and then the same file again, which must change nothing; each time a trial run goes before."""
    floors, imports, repeats, peaks = [], [], [], []
    trials: dict[int, list[Clock]] = {id(imports): [], id(repeats): []}
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(rounds):
            path = Path(folder) / f"calls-{turn}.csv"
            write_file(path, rows, seed=turn + 1)
            floors.append(floor(path))
            for clocks in (imports, repeats):
                clock, memory, result = trial(path, f"bench {turn}")
                if result["added" if clocks is imports else "unchanged"] != rows:
                    raise SystemExit(f"The trial run has counted {result}.")
                trials[id(clocks)].append(clock)
                peaks.append(memory.peak - memory.start)
                clock, memory, run = ours(path, f"bench {turn}")
                done = run.rows_added if clocks is imports else run.rows_unchanged
                if (done, run.rows_rejected) != (rows, 0):
                    raise SystemExit(f"{done} of {rows} rows went in, {run.rows_rejected} were sent back.")
                clocks.append(clock)
                peaks.append(memory.peak - memory.start)
            path.unlink()
    kind = "COPY" if connection.vendor == "postgresql" else "executemany"
    base = f"{kind} ({statistics.median(clock.wall for clock in floors):.2f} s)"
    goal = GOALS[connection.vendor]
    checks, looks = trials[id(imports)], trials[id(repeats)]
    # Our process and the server's work at the same time: the clock is what a person waits for. SQLite works in our process.
    waited = [
        Figure(f"{what}, by the clock", seconds(clocks), by_clock(clocks, floors), goal, floor=base)
        for what, clocks in ((f"import of {rows:,} × 10", imports), ("the same file again", repeats))
        if connection.vendor == "postgresql"
    ]
    return [
        *waited,
        Figure(f"import of {rows:,} × 10", seconds(imports), ratio(imports, floors), goal, floor=base),
        Figure("the same file again", seconds(repeats), ratio(repeats, floors), goal, floor=base),
        Figure(
            "trial run before it", seconds(checks), ratio(checks, imports), 1, floor=f"the import ({seconds(imports)})"
        ),
        Figure(
            "trial run of the same again", seconds(looks), ratio(looks, repeats), 1, floor=f"it ({seconds(repeats)})"
        ),
        Figure("memory of the import", f"{max(peaks):.0f} MB", max(peaks), MOST_MEGABYTES, floor="MB"),
    ]


def seconds(clocks: list[Clock]) -> str:
    return f"{statistics.median(clock.wall for clock in clocks):.2f} s"


def ratio(own: list[Clock], floors: list[Clock]) -> float:
    """In processor time, round by round."""
    return statistics.median(one.cpu / other.cpu for one, other in zip(own, floors, strict=True))


def by_clock(own: list[Clock], floors: list[Clock]) -> float:
    """Round by round, as time passed."""
    return statistics.median(one.wall / other.wall for one, other in zip(own, floors, strict=True))

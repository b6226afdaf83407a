"""Records that another system delivers, against the same rows imported as a file.

A call brings 1,000 rows, the most it may. It is asked of the portal's whole handler with a key: JSON read strictly, the key recognised, limits
counted, the rows checked and stored, each answered, the call noted. The floor is the import of a file of 20,000 such rows, from the stored
file to the finished import, for as many rows. Goal: ≤ 4. A file is read by columns, of which most hold a few values again and again, and is stored
twenty times as many rows a transaction; a call holds an object and an instant of its own for each row, and answers each. At four times
the import's cost, the hundred calls that a system may make in a minute still keep one process busy for less than a quarter of it.
"""

import csv
import json
import statistics
import tempfile
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from django.test import Client, override_settings

from benchmarks.bench_import import Clock, ours, write_file
from benchmarks.figure import Figure
from benchmarks.quarter import played_quarter
from connections.enums import Scope
from connections.services.connecting import ask_connection
from connections.services.keys import make_token, real_today
from organization.enums import Role
from organization.selectors import holders_of
from records.services.delivering import MOST_ROWS

BATCHES, ROUNDS = 20, 3
SOURCE = "bench api"
# The names of the interface for the columns of the file; day and time of day are one instant there.
NAMES = {
    "Call Id": "number",
    "Agent": "agent",
    "Topic": "topic",
    "Answered (Y/N)": "answered",
    "Resolved": "resolved",
    "Speed of answer in seconds": "answer_seconds",
    "AvgTalkDuration": "handle_seconds",
    "Satisfaction rating": "rating",
}


def batches(path: Path) -> list[bytes]:
    """The rows of the file as the bodies of calls."""
    with path.open(newline="") as source:
        rows = [
            {name: _value(row[column]) for column, name in NAMES.items()}
            | {"occurred_at": f"{row['Date']}T{row['Time']}+08:00"}
            for row in csv.DictReader(source)
        ]
    return [
        json.dumps({"source": SOURCE, "records": rows[start : start + MOST_ROWS]}).encode()
        for start in range(0, len(rows), MOST_ROWS)
    ]


def _value(text: str) -> str | int | None:
    return int(text) if text.isdecimal() else text or None


def system_key() -> str:
    """A system that may write records of the source, as often as anybody may."""
    played_quarter()
    administrator = holders_of(Role.ADMINISTRATOR)[0]
    system = ask_connection(
        actor=administrator, key=uuid4(), code="bench", name="Benchmark", contact=administrator, scopes=[Scope.RECORDS_WRITE],
        new_source=SOURCE, calls_a_minute=600, rows_a_minute=100_000,
    )  # fmt: skip
    _token, text = make_token(
        connection=system, last_day=real_today() + timedelta(days=1), actor=administrator, key=uuid4()
    )
    return text


def delivered(bodies: list[bytes], key: str) -> Clock:
    client = Client(headers={"Authorization": f"Bearer {key}", "Accept-Language": "en"})
    with override_settings(ALLOWED_HOSTS=["*"]), Clock() as clock:
        for body in bodies:
            answer = client.post("/api/v1/records", body, content_type="application/json")
            if answer.status_code != 200 or answer.json()["stored"] != MOST_ROWS:
                raise SystemExit(f"A call was answered with {answer.status_code}: {answer.content[:300]!r}")
    return clock


def measure() -> list[Figure]:
    key, calls, imports = system_key(), [], []
    rows = BATCHES * MOST_ROWS
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(ROUNDS):
            path = Path(folder) / f"calls-{turn}.csv"
            write_file(path, rows, seed=100 + turn)
            calls.append(delivered(batches(path), key))
            clock, _memory, run = ours(path, "bench file")
            if run.rows_added != rows:
                raise SystemExit(f"{run.rows_added} of {rows} rows went in.")
            imports.append(clock)
    ratio = statistics.median(one.cpu / other.cpu for one, other in zip(calls, imports, strict=True))
    each, whole = (statistics.median(clock.wall for clock in clocks) / BATCHES for clocks in (calls, imports))
    floor = f"1,000 rows of an import ({whole * 1000:.0f} ms)"
    return [Figure("API call of 1,000 rows", f"{each * 1000:.0f} ms", ratio, 4, floor=floor)]

"""The page of measures over a million records of two quarters: against one scan of the same rows that counts and sums by unit, and the empty page.

The floor is what the database takes to read the rows once in SQL: number, sum and sum of squares of one column, grouped by unit. The page says nine
measures of the records, two of which ask of each contact whether the same customer came again, and as many again of the quarter before.
"""

import random
from statistics import median

from django.db import connection
from django.urls import reverse

from analysis.measured.periods import quarters
from benchmarks.figure import Figure
from benchmarks.floor import empty_page, measure_pages, page, processor_seconds
from benchmarks.quarter import played_quarter
from foundation.common import clock, engine
from organization.models import Unit
from records.models import ServiceRecord, Source

ROWS = 1_000_000
# Of the rows half know their customer, who comes about twice.
CUSTOMERS = 4
AT_ONCE = 2_000
ROUNDS, REQUESTS = 3, 1
COLUMNS = (
    "source_id", "number", "touchpoint", "occurred_at", "unit_id", "topic", "answered", "resolved", "answer_seconds", "handle_seconds", "rating",
    "phone_index",
)  # fmt: skip
TOUCHPOINTS = ("phone", "online", "counter", "email")
TOPICS = ("账户查询", "信用卡", "贷款", "投诉建议", "")


def fill_records(rows: int) -> None:
    """In the order of time, over the present quarter as far as it has come and the whole one before."""
    draw = random.Random(7)
    source = Source.objects.create(name="benchmark")
    units = list(Unit.objects.values_list("pk", flat=True))
    present = quarters()[0]
    first, last = clock.at_local(present.before.start), min(clock.at_local(present.end), clock.now())
    step = (last - first) / rows
    for start in range(0, rows, AT_ONCE):
        engine.insert_rows(
            ServiceRecord,
            COLUMNS,
            [
                _row(draw, number, source.pk, units, first + number * step, rows)
                for number in range(start, start + AT_ONCE)
            ],
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if engine.is_postgresql():
            # What other processes of the server do for a statement is not in the figures: so all is done by ours.
            cursor.execute("SET max_parallel_workers_per_gather = 0")


def _row(draw: random.Random, number: int, source: int, units: list[int], at, rows: int) -> tuple:
    answered = draw.random() < 0.9
    moment = f"{at:%Y-%m-%d %H:%M:%S}" + ("+00" if engine.is_postgresql() else "")
    return (
        source, f"M{number:08}", draw.choice(TOUCHPOINTS), moment, draw.choice(units), draw.choice(TOPICS), answered,
        draw.random() < 0.8 if answered else None, draw.randrange(900) if answered else None, draw.randrange(1_800) if answered else None,
        draw.randint(1, 5) if draw.random() < 0.3 else None, f"{draw.randrange(rows // CUSTOMERS):064x}" if number % 2 else "",
    )  # fmt: skip


def scan() -> float:
    """Processor seconds of the floor."""
    present = quarters()[0]
    ends = [clock.at_local(present.before.start), clock.at_local(present.end)]
    began = processor_seconds()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unit_id, COUNT(*), SUM(answer_seconds), SUM(CAST(answer_seconds AS bigint) * answer_seconds) FROM records_servicerecord"
            " WHERE occurred_at >= %s AND occurred_at < %s GROUP BY unit_id",
            ends,
        )
        cursor.fetchall()
    return processor_seconds() - began


def measure(rows: int = ROWS) -> list[Figure]:
    manager = played_quarter().manager
    fill_records(rows)
    code, empty = "records.answer_seconds", empty_page(manager)
    every = page("measures", manager, reverse("analysis:measure_list"))
    one = page("one measure", manager, reverse("analysis:measure_detail", args=[code]))
    before = page("before", manager, f"{reverse('analysis:measure_list')}?quarter={quarters()[3].code}")
    floors = []
    for _round in range(ROUNDS):
        floors.append(scan())
        measure_pages(every, one, before, empty, rounds=1, requests=REQUESTS)
    floor = f"one scan ({median(floors):.2f} s)"

    def ratio(seconds: list[float]) -> float:
        return median(own / base for own, base in zip(seconds, floors, strict=True))

    return [
        Figure(f"measures of {rows:,} records", every.text, ratio(every.seconds), 12, floor=floor),
        Figure("one of them, unit by unit", one.text, ratio(one.seconds), 6, floor=floor),
        Figure(
            "measures of an empty quarter", before.text, before.ratio_to(empty), 20, floor=f"empty page ({empty.text})"
        ),
    ]

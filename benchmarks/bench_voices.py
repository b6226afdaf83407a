"""Free texts: reading them in the background against jieba's own cutting of the same texts, and the page over many of them against the empty page."""

import time
from collections import Counter
from datetime import timedelta
from itertools import product

from django.urls import reverse

from analysis.enums import CountKind
from analysis.models import Term, VoiceTotal
from analysis.voices.cutting import Cutter
from analysis.voices.indexing import ALL_UNITS, KEYS, Reader, keep, list_in_force, week_of
from analysis.voices.passing import begin_list, go_through
from benchmarks.figure import Figure
from benchmarks.floor import empty_page, measure_pages, page, processor_seconds
from benchmarks.quarter import played_quarter
from foundation.common import clock, engine
from organization.models import Unit
from records.texts import text_sources

# As a quarter of 200,000 texts leaves them: words, weeks with the ones before, units and sources that say them.
WORDS, WEEKS, PLACES = 2_000, 16, 20
SAID = ("answer", "ticket")
BATCH = 500
ROUNDS = 3


def measure() -> list[Figure]:
    lead = played_quarter().lead
    by = begin_list()
    go_through(why="benchmark", seconds=float("inf"))
    source = text_sources.get("record")
    texts = source.read(0, BATCH)
    cutter = Cutter(own=by.content["own"])
    ratios, rates = [], []
    for _round in range(ROUNDS):
        began = processor_seconds()
        for text in texts:
            list(cutter._jieba.cut(text.text, HMM=False))
        floor = processor_seconds() - began
        reader = Reader(list_in_force())
        reader._way = f"{_round}"  # as if none had been read this way
        began, clocked = processor_seconds(), time.perf_counter()
        keep(source, source.read(0, BATCH), reader, after=0, last=texts[-1].key)
        ratios.append((processor_seconds() - began) / floor)
        rates.append(len(texts) / (time.perf_counter() - clocked))
    units = fill_totals()
    address, empty = reverse("analysis:voices"), empty_page(lead)
    voices, one = page("voices", lead, address), page("of one source", lead, f"{address}?source=ticket")
    some = page("of one unit", lead, f"{address}?unit={units[-1].code}")
    measure_pages(voices, one, some, empty, rounds=5, requests=3)
    base = f"empty page ({empty.text})"
    middle = sorted(ratios)[ROUNDS // 2]
    return [
        Figure("texts read again", f"{sorted(rates)[ROUNDS // 2]:.0f} a second", middle, 12, floor="jieba alone"),
        Figure("voices of 640,000 totals", voices.text, voices.ratio_to(empty), 20, floor=base),
        Figure("the same of one source", one.text, one.ratio_to(empty), 40, floor=base),
        Figure("the same of one unit", some.text, some.ratio_to(empty), 40, floor=base),
    ]


def fill_totals() -> list[Unit]:
    """Totals as many texts leave them, put in at once: what the page costs depends on them alone. The units that they are of."""
    terms = Term.objects.bulk_create([Term(digest=f"benchmark {one}", word=f"词语{one}") for one in range(WORDS)])
    first, units = week_of(clock.today()), list(Unit.objects.order_by("pk")[: PLACES // 2])
    for week in range(WEEKS):
        day = first - timedelta(weeks=week)
        for word in range(0, WORDS, 200):
            rows = [
                (
                    int(CountKind.WORD),
                    day,
                    terms[one].pk,
                    units[place % len(units)].pk,
                    SAID[place < len(units)],
                    "x",
                    1 + one % 7,
                )
                for one in range(word, word + 200)
                for place in range(PLACES)
            ]
            engine.upsert_add(VoiceTotal, keys=KEYS, sums=("n",), rows=rows)
            sums = Counter()
            for kind, at, item, _unit, source, channel, n in rows:
                for place in product((ALL_UNITS,), (source, ""), (channel, "")):
                    sums[kind, at, item, *place] += n
            engine.upsert_add(VoiceTotal, keys=KEYS, sums=("n",), rows=[(*key, n) for key, n in sums.items()])
    return units

"""Free texts: reading them in the background against jieba's own cutting of the same texts, and the page over many of them against the empty page."""

import time
from datetime import timedelta

from django.urls import reverse

from analysis.enums import CountKind
from analysis.models import Term, VoiceTotal
from analysis.voices.cutting import Cutter
from analysis.voices.indexing import KEYS, Reader, keep, list_in_force, week_of
from analysis.voices.passing import begin_list, go_through
from benchmarks.figure import Figure
from benchmarks.floor import empty_page, measure_pages, page, processor_seconds
from benchmarks.quarter import played_quarter
from foundation.common import clock, engine
from records.texts import text_sources

# As a quarter of 200,000 texts leaves them: words, weeks with the ones before, units and sources that say them.
WORDS, WEEKS, PLACES = 2_000, 16, 20
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
    fill_totals()
    voices, empty = page("voices", lead, reverse("analysis:voices")), empty_page(lead)
    measure_pages(voices, empty, rounds=5, requests=3)
    middle = sorted(ratios)[ROUNDS // 2]
    return [
        Figure("texts read again", f"{sorted(rates)[ROUNDS // 2]:.0f} a second", middle, 12, floor="jieba alone"),
        Figure(
            "voices of 640,000 totals", voices.text, voices.ratio_to(empty), 150, floor=f"empty page ({empty.text})"
        ),
    ]


def fill_totals() -> None:
    """Totals as many texts leave them, put in at once: what the page costs depends on them alone."""
    terms = Term.objects.bulk_create([Term(digest=f"benchmark {one}", word=f"词语{one}") for one in range(WORDS)])
    first, units = week_of(clock.today()), PLACES // 2
    for week in range(WEEKS):
        day = first - timedelta(weeks=week)
        for word in range(0, WORDS, 200):
            rows = [
                (int(CountKind.WORD), day, terms[one].pk, 1_000 + place % units, "ticket" if place < units else "answer", "x", 1 + one % 7)
                for one in range(word, word + 200)
                for place in range(PLACES)
            ]  # fmt: skip
            engine.upsert_add(VoiceTotal, keys=KEYS, sums=("n",), rows=rows)

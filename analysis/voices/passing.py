"""Passes over the texts of all sources: new ones every other minute, all of them at night and whenever another list comes into force."""

import json
import time
from collections.abc import Callable
from datetime import date

from django.db import transaction

from analysis.enums import VoiceListState
from analysis.voices.cutting import phrases_of
from analysis.voices.indexing import BATCH, Reader, forget, keep, list_in_force
from analysis.voices.models import VoiceList, VoicePlace, VoiceText
from analysis.voices.presets import preset
from analysis.voices.tone import learn_tone
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.jobs.services import enqueue
from records.texts import text_sources

PASS = "analysis.voices.pass"
SECONDS = 100
# Texts that were stored at the same time as later ones may come after them: so many keys are looked at again.
OVERLAP = 500
# From which phrases are learned: the latest of each source.
LEARNED_FROM = 20_000

Progress = Callable[[int, int | None], None]


@transaction.atomic
def begin_list() -> VoiceList:
    """The list in force; the first one is that of the presets."""
    found = list_in_force()
    if found is None:
        now = clock.now()
        found = VoiceList.objects.create(
            number=1, state=VoiceListState.IN_FORCE, content=preset(), in_force_at=now, sorted_at=now
        )
        record_event(actor=None, action="analysis.themes.put_in_force", target=found, version=found.number)
    return found


def gather(*, seconds: float = SECONDS) -> int:
    """Texts that have come since; returns how many were read. What does not fit in the time follows the next time."""
    places = dict(VoicePlace.objects.values_list("source", "reached"))
    waiting = [source for source in text_sources if source.last(places.get(source.code, 0), 1) is not None]
    if not waiting:
        return 0
    until = time.monotonic() + seconds
    reader, n = Reader(begin_list()), 0
    for source in waiting:
        after = max(0, places.get(source.code, 0) - OVERLAP)
        while time.monotonic() < until and (last := source.last(after, BATCH)) is not None:
            n += keep(source, source.read(after, BATCH), reader, after=after, last=last)
            after = last
    return n


def begin_pass(*, why: str) -> None:
    """Queue a pass over everything. `why` names it, once and for all."""
    enqueue(kind=PASS, key=f"voices:{why}", args={"why": why})


def begin_nightly_pass(day: date) -> None:
    """What was changed, moved or erased in its room since; once a week tone and pairs of words are learned anew before it."""
    if day.weekday() == 0:
        learn_tone()
        learn_phrases(begin_list())
    begin_pass(why=f"night:{day}")


def go_through(
    *, why: str, source: str = "", after: int = 0, progress: Progress | None = None, seconds: float = SECONDS
) -> bool:
    """All texts, in the order of sources and keys, from a place on. False where the time is up: another job then goes on from there."""
    by = begin_list()
    if by.phrases in ("", "[]"):
        learn_phrases(by)
    reader, until = Reader(by), time.monotonic() + seconds
    names = [name for name, _source in text_sources.items()]
    done = 0
    for name in names[names.index(source) if source in names else 0 :]:
        found = text_sources.get(name)
        while (last := found.last(after, BATCH)) is not None:
            keep(found, found.read(after, BATCH), reader, after=after, last=last)
            after, done = last, done + BATCH
            if progress is not None:
                progress(done, None)
            if time.monotonic() > until:
                enqueue(
                    kind=PASS, key=f"voices:{why}:{name}:{after}", args={"why": why, "source": name, "after": after}
                )
                return False
        _drop_beyond(found, after)
        after = 0
    VoiceList.objects.filter(pk=by.pk, state=VoiceListState.IN_FORCE, sorted_at=None).update(sorted_at=clock.now())
    return True


def _drop_beyond(source, after: int) -> None:
    """Rows of keys above the last one that the source has: what they told of was erased."""
    beyond = list(VoiceText.objects.filter(source=source.code, key__gt=after).values_list("key", flat=True))
    gone = set(beyond) - set(source.load(beyond))
    if gone:
        forget(source.code, gone)


def learn_phrases(by: VoiceList) -> None:
    """Pairs of words that belong together, from the latest texts; kept with the list, so that all its texts are cut the same."""
    reader = Reader(by)

    def pairs():
        for source in text_sources:
            place = VoicePlace.objects.filter(source=source.code).values_list("reached", flat=True).first() or 0
            after = max(0, place - LEARNED_FROM)
            while (last := source.last(after, BATCH)) is not None:
                for text in source.read(after, BATCH):
                    yield reader.cutter.pairs(text.text, text.names)
                after = last

    by.phrases = json.dumps(phrases_of(pairs()), ensure_ascii=False)
    VoiceList.objects.filter(pk=by.pk).update(phrases=by.phrases)

"""Reading texts once and keeping what is counted of them. The only writer of `VoiceText`, `Mention`, `VoiceTotal`, `Term` and `VoicePlace`.

A row, its mentions and the totals change in one transaction, by the difference between what was counted before and what is now; so a pass that
is killed goes on where it was, and one that is repeated changes nothing.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from analysis.enums import CountKind, VoiceListState
from analysis.voices.cutting import Cutter
from analysis.voices.models import Mention, Term, VoiceList, VoicePlace, VoiceText, VoiceTotal
from analysis.voices.sorting import Theme, themes_in
from analysis.voices.tone import tone_shown
from foundation.common import engine
from foundation.common.crypto import blind_index
from organization.models import Person
from records.texts import SourceText, TextSource

BATCH = 500
LOCK = "analysis.voices"
WORD, TEXT = "voice-word", "voice-text"
# Rows in one statement: SQLite takes 32,766 values.
ROWS = 4_000
KEYS = ("kind", "week", "item", "unit_id", "source", "channel")

# What a reading may change of a row.
READ_COLUMNS = ("unit_id", "day", "week", "channel", "score", "tone", "digest", "list_number")

# In place of a unit: all of them together. So stands an empty source for every source, and an empty channel for every channel.
ALL_UNITS = 0

Count = Counter  # {(kind, week, item, unit, source, channel): texts}


def week_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True)
class Read:
    """What one text says."""

    words: frozenset[str]
    themes: tuple[int, ...]
    tone: bool | None


class Reader:
    """Reads texts by the list in force, and knows the keys of its words. Made for each pass: what is kept in it is as old as the pass."""

    def __init__(self, by: VoiceList):
        self.by = by
        self.themes = [Theme.of(entry) for entry in by.content["themes"]]
        self.cutter = Cutter(
            own=by.content["own"],
            stop=by.content["stop"],
            names=Person.objects.order_by().values_list("name", flat=True),
            phrases=[tuple(pair) for pair in json.loads(by.phrases or "[]")],
        )
        model, self.tone = tone_shown()
        shown = model.pk if model is not None and self.tone is not None else 0
        # What decides how a text is read, beside the version of the list.
        self._way = f"{shown}:{hashlib.sha256(by.phrases.encode()).hexdigest()[:12]}"
        self._keys: dict[str, int] = {}

    def read(self, text: SourceText) -> Read:
        words = self.cutter.terms(text.text, text.names)
        themes = tuple(themes_in(text.text, self.themes))
        return Read(frozenset(words), themes, self.tone.of(text.text) if self.tone else None)

    def digest(self, text: SourceText) -> str:
        parts = (text.unit, text.day, text.channel, text.score, self._way, text.text)
        return blind_index("\x1f".join(map(str, parts)), purpose=TEXT)

    def keys_of(self, words: Iterable[str]) -> dict[str, int]:
        """Words that are new are kept at once: they belong to no text yet, and say nothing."""
        unknown = {blind_index(word, purpose=WORD): word for word in set(words) - self._keys.keys()}
        if unknown:
            known = dict(Term.objects.filter(digest__in=unknown).values_list("digest", "pk"))
            Term.objects.bulk_create(
                [Term(digest=digest, word=word) for digest, word in unknown.items() if digest not in known],
                ignore_conflicts=True,
            )
            if len(known) < len(unknown):
                known = dict(Term.objects.filter(digest__in=unknown).values_list("digest", "pk"))
            self._keys |= {word: known[digest] for digest, word in unknown.items()}
        return self._keys


def list_in_force() -> VoiceList | None:
    return VoiceList.objects.filter(state=VoiceListState.IN_FORCE).first()


def counted(row: VoiceText, words: Iterable[int], themes: Sequence[int]) -> Count:
    """What a text adds to the totals: to those of its unit, and to those of all units with its source and channel, either and neither."""
    words = list(words)
    items = [(CountKind.TEXT, 0), *((CountKind.WORD, word) for word in words)]
    items += [(CountKind.THEME, theme) for theme in themes]
    if not themes:
        items += [(CountKind.LOOSE, 0), *((CountKind.LOOSE_WORD, word) for word in words)]
    if row.score is not None:
        items.append((CountKind.SCORE, row.score))
    if row.tone is not None:
        items.append((CountKind.TONE, int(row.tone)))
    places = [(row.unit_id, row.source, row.channel)]
    # Where a text has no channel of its own, two of them are the same place, and it counts there once.
    places += {(ALL_UNITS, source, channel) for source in (row.source, "") for channel in (row.channel, "")}
    return Counter({(int(kind), row.week, item, *place): 1 for kind, item in items for place in places})


def keep(source: TextSource, texts: Sequence[SourceText], reader: Reader, *, after: int, last: int) -> int:
    """Bring the rows of the keys in (after, last] to what the texts say; a row without a text goes. Returns how many rows were written.

    `texts`: all that the source has there. What has not changed since it was last read is not read again.
    """
    known = VoiceText.objects.filter(source=source.code, key__gt=after, key__lte=last)
    as_before = dict(known.filter(list_number=reader.by.number).values_list("key", "digest"))
    digests = {text.key: reader.digest(text) for text in texts if text.text.strip()}
    changed = [text for text in texts if text.key in digests and as_before.get(text.key) != digests[text.key]]
    read = {text.key: reader.read(text) for text in changed}
    keys = reader.keys_of({word for one in read.values() for word in one.words})
    with transaction.atomic():
        engine.lock_for_transaction(LOCK)
        rows = {row.key: row for row in known}
        forget_rows([row for key, row in rows.items() if key not in digests])
        delta = _taken_back([rows[text.key] for text in changed if text.key in rows])
        _write(source.code, changed, read, rows, reader, digests, keys, delta)
        place, _made = VoicePlace.objects.get_or_create(source=source.code)
        VoicePlace.objects.filter(pk=place.pk, reached__lt=last).update(reached=last)
    return len(changed)


def _write(
    code: str, texts, read: dict[int, Read], rows: dict, reader: Reader, digests: dict, keys: dict, delta: Count
) -> None:
    old, new, mentions = [], [], []
    for text in texts:
        row = rows.get(text.key)
        (old if row else new).append(row := row or VoiceText(source=code, key=text.key, lot=lot_of(code, text.key)))
        row.unit_id, row.day, row.week, row.channel = text.unit, text.day, week_of(text.day), text.channel
        row.score, row.tone, row.digest = text.score, read[text.key].tone, digests[text.key]
        row.list_number = reader.by.number
    engine.update_rows(VoiceText, READ_COLUMNS, [_as_stored(row) for row in old])
    VoiceText.objects.bulk_create(new)
    for row in (*old, *new):
        found = read[row.key]
        words = [keys[word] for word in found.words]
        delta.update(counted(row, words, found.themes))
        mentions += [(row.pk, int(CountKind.WORD), word) for word in words]
        mentions += [(row.pk, int(CountKind.THEME), theme) for theme in found.themes]
    for start in range(0, len(mentions), ROWS):
        engine.insert_rows(Mention, ("text_id", "kind", "item"), mentions[start : start + ROWS])
    _add(delta)


def _as_stored(row: VoiceText) -> tuple:
    """`READ_COLUMNS` and the key. Django's own update of many rows builds a condition a row and a column: nine tenths of a reading."""
    days = (str(row.day), str(row.week))
    return (row.unit_id, *days, row.channel, row.score, row.tone, row.digest, row.list_number, row.pk)


def _taken_back(rows: Sequence[VoiceText]) -> Count:
    """What the rows have counted so far, below zero; their mentions are taken away."""
    delta: Count = Counter()
    items: dict[int, dict[int, list[int]]] = {row.pk: {CountKind.WORD: [], CountKind.THEME: []} for row in rows}
    mentions = Mention.objects.filter(text__in=items)
    for text, kind, item in mentions.values_list("text", "kind", "item"):
        items[text][kind].append(item)
    for row in rows:
        delta.subtract(counted(row, items[row.pk][CountKind.WORD], items[row.pk][CountKind.THEME]))
    mentions.delete()
    return delta


def _add(delta: Count) -> None:
    rows = [(*place, n) for place, n in sorted(delta.items()) if n]
    for start in range(0, len(rows), ROWS):
        engine.upsert_add(VoiceTotal, keys=KEYS, sums=("n",), rows=rows[start : start + ROWS])
    if any(row[-1] < 0 for row in rows):
        VoiceTotal.objects.filter(n=0).delete()


def forget_rows(rows: Sequence[VoiceText]) -> None:
    """Within a transaction that holds the lock: rows, mentions and checks go, the totals with them."""
    if rows:
        _add(_taken_back(rows))
        VoiceText.objects.filter(pk__in=[row.pk for row in rows]).delete()


@transaction.atomic
def forget(source: str, keys: Iterable[int]) -> None:
    """A room has erased texts: what was kept of them goes in the same transaction, when it is called there."""
    engine.lock_for_transaction(LOCK)
    forget_rows(list(VoiceText.objects.filter(source=source, key__in=list(keys))))


def lot_of(source: str, key: int) -> int:
    """Below 2³¹, as good as drawn, and the same each time."""
    return int.from_bytes(hashlib.sha256(f"{source}:{key}".encode()).digest()[:4], "big") >> 1

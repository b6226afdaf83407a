"""The frozen body as the page shows it. Immutable, so it is kept in the process by its text; whether it still holds is asked anew."""

import json
from collections import Counter
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import SimpleNamespace

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from analysis.estimates import even_half
from analysis.intervals import is_small_sample
from publication.composing import compose
from publication.freezing import canonical
from publication.models import Publication, Snapshot
from rectification.models import RectificationTask
from rectification.selectors import progress_of


def page_body(snapshot: Snapshot) -> SimpleNamespace:
    """The snapshot's text as objects, with `groups` added: [(group with its names, units in order of rank)], each unit with `whole`, `tied` and
    a pair (dimension, figure) each."""
    return _parse(snapshot.body)


def drawn_results(snapshot: Snapshot) -> SafeString:
    """The tables of a frozen edition in the reader's language, drawn once a process: the same text always looks the same."""
    return _draw(snapshot.body, get_language())


@lru_cache(maxsize=64)
def _draw(text: str, _language: str) -> SafeString:
    return render_to_string("publication/_results.html", {"body": _parse(text)})


def preview_body(publication: Publication) -> SimpleNamespace:
    """The same of what would be frozen now."""
    return _parse(canonical(compose(publication)))


@lru_cache(maxsize=32)
def _parse(text: str) -> SimpleNamespace:
    body = json.loads(text, object_hook=lambda fields: SimpleNamespace(**fields))
    units: dict[str, SimpleNamespace] = {}
    for figure in body.figures:
        row = units.setdefault(
            figure.unit_code,
            SimpleNamespace(
                code=figure.unit_code,
                group=figure.group,
                name_zh=figure.unit_name_zh,
                name_en=figure.unit_name_en,
                figures={},
            ),
        )
        row.figures[figure.level, figure.code] = _shown(figure)
    for row in units.values():
        row.whole = row.figures["whole", ""]
        row.dimensions = [(one, row.figures.get(("dimension", one.code))) for one in body.dimensions]
    shared = Counter((row.group, row.whole.rank) for row in units.values())
    groups: dict[str, list[SimpleNamespace]] = {}
    for row in sorted(
        units.values(), key=lambda row: (row.whole.rank is None, row.whole.rank or 0, -(row.whole.value or 0), row.code)
    ):
        row.tied = row.whole.rank is not None and shared[row.group, row.whole.rank] > 1
        groups.setdefault(row.group, []).append(row)
    for event in getattr(body, "events", []):
        event.unit = SimpleNamespace(name_zh=event.unit_name_zh, name_en=event.unit_name_en)
        event.day = date.fromisoformat(event.happened_on)
    names = {group.word: group for group in getattr(body, "peer_groups", [])}
    body.groups = [
        (names.get(word, SimpleNamespace(word=word, name_zh=word, name_en="")), rows)
        for word, rows in sorted(groups.items())
    ]
    return body


def _shown(figure: SimpleNamespace) -> SimpleNamespace:
    value, low, high = (Decimal(text) if text else None for text in (figure.value, figure.low, figure.high))
    return SimpleNamespace(
        value=value,
        low=low,
        high=high,
        half=even_half(value, low, high),
        n=figure.n,
        rank=figure.rank,
        small=value is not None and is_small_sample(figure.n),
    )


def rectification_progress(cycle_id: int) -> dict[str, int]:
    """How far the mending is, now: this moves on its own, the scores never."""
    return progress_of(RectificationTask.objects.filter(finding__cycle=cycle_id))

"""The totals counted anew from the rows: for `manage.py verify`, and to set them right."""

from collections import Counter
from datetime import date

from django.db import transaction

from analysis.enums import CountKind
from analysis.voices.indexing import KEYS, LOCK, Count, counted
from analysis.voices.models import Mention, VoiceText, VoiceTotal
from foundation.common import engine


def recounted(week: date) -> Count:
    """What the totals of a week should be. Two queries."""
    items: dict[int, dict[int, list[int]]] = {}
    for text, kind, item in Mention.objects.filter(text__week=week).values_list("text", "kind", "item").iterator():
        items.setdefault(text, {}).setdefault(kind, []).append(item)
    found: Count = Counter()
    for row in VoiceText.objects.filter(week=week).iterator():
        own = items.get(row.pk, {})
        found.update(counted(row, own.get(CountKind.WORD, ()), own.get(CountKind.THEME, ())))
    return found


def kept(week: date) -> Count:
    rows = VoiceTotal.objects.filter(week=week).values_list(*KEYS, "n")
    return Counter({tuple(row[:-1]): row[-1] for row in rows if row[-1]})


def weeks() -> list[date]:
    rows = set(VoiceText.objects.order_by().values_list("week", flat=True).distinct())
    return sorted(rows | set(VoiceTotal.objects.order_by().values_list("week", flat=True).distinct()))


def verify_voices() -> list[str]:
    """A sentence for each week whose totals are not what its texts add up to."""
    return [f"Counts of free texts of the week of {week} differ." for week in weeks() if kept(week) != recounted(week)]


@transaction.atomic
def recount_voices() -> list[date]:
    """Set right the weeks that differ, and name them."""
    engine.lock_for_transaction(LOCK)
    wrong = [week for week in weeks() if kept(week) != recounted(week)]
    for week in wrong:
        VoiceTotal.objects.filter(week=week).delete()
        rows = [(*place, n) for place, n in sorted(recounted(week).items())]
        for start in range(0, len(rows), 4_000):
            engine.upsert_add(VoiceTotal, keys=KEYS, sums=("n",), rows=rows[start : start + 4_000])
    return wrong

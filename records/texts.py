"""The registry of free texts (R27): what customers have said, wherever it was taken in. Rooms enter their own when their app is ready.

A text is known by its source's code and its key there. Who reads a text is asked of its room, each time; who counts texts reads them in batches.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from foundation.common.registries import Registry
from organization.models import Person

# One said of the other: what a customer gave as a score counts as content from 4 and as discontent up to 2, of 5.
DISCONTENT_TO, CONTENT_FROM = 2, 4


@dataclass(frozen=True)
class SourceText:
    """`day` in the organization's zone; `unit` is a key; `score` what the customer gave beside the text, 1 to 5, None where nothing was asked;
    `names` of people that are known to stand in it: they are neither counted nor shown."""

    key: int
    unit: int
    day: date
    channel: str
    text: str
    score: int | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class TextSource:
    """`read(after, limit)`: texts with a key above, in the order of keys, at most so many; one that counts for nothing is left out, and the list
    may then be shorter: `last(after, limit)` is the key up to which a batch reaches, None at the end. `load(keys)`: {key: text} of those that
    there still are. `visible_to(person)`: the rows that a person may read, whose `pk` are keys. `links(keys)`: {key: (what it is called, URL)}.
    `hides_from(person)`: whether texts that the figures count are kept from a reader who sees the figures."""

    code: str
    label: str
    channels: tuple[tuple[str, str], ...]
    last: Callable[[int, int], int | None]
    read: Callable[[int, int], list[SourceText]]
    load: Callable[[Iterable[int]], dict[int, SourceText]]
    visible_to: Callable[[Person], QuerySet]
    links: Callable[[Iterable[int]], dict[int, tuple[str, str]]]
    hides_from: Callable[[Person], bool] = lambda _person: False


text_sources: Registry[TextSource] = Registry("free texts")


def reaches_to(rows: QuerySet, after: int, limit: int) -> int | None:
    """The highest key of the next so many rows; None where there are none. One query."""
    keys = rows.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:limit]
    return max(keys, default=None)

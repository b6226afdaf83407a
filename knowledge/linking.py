"""What rooms above say of an article: which tickets and findings have used it. They hold the keys and enter themselves here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from foundation.common.registries import Registry
from knowledge.models import Article
from organization.models import Person


@dataclass(frozen=True)
class Use:
    """One place that has used the article, within the reader's rights. `version`: the number that was used."""

    title: str
    url: str
    kind: str
    version: int
    on: date


@dataclass(frozen=True)
class Uses:
    """`count`: all, also those that the reader may not open; `shown`: the latest of those that they may."""

    count: int
    shown: list[Use]


# function(article, reader) → Uses
users: Registry[Callable[[Article, Person], Uses]] = Registry("uses of articles")


def uses_of(article: Article, reader: Person) -> Uses:
    found = [ask(article, reader) for ask in users]
    shown = sorted((use for uses in found for use in uses.shown), key=lambda use: use.on, reverse=True)
    return Uses(sum(uses.count for uses in found), shown)

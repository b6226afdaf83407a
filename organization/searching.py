"""The registry behind the search field: each room looks through what the person may see."""

from collections.abc import Callable
from dataclasses import dataclass

from foundation.common.registries import Registry
from organization.models import Person


@dataclass(frozen=True)
class Hit:
    title: str
    url: str
    kind: str
    detail: str = ""


# Each provider gets the person and the words, and returns at most ten hits from within the person's rights.
search_providers: Registry[Callable[[Person, str], list[Hit]]] = Registry("search")


def search(person: Person, words: str) -> list[Hit]:
    words = words.replace("\x00", "").strip()  # PostgreSQL's texts hold no NUL
    return [hit for provider in search_providers for hit in provider(person, words)] if len(words) >= 2 else []

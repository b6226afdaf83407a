"""Themes of a text: each that has one of its words in it. Nothing is guessed, so that anybody can see why."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from foundation.common.texts import localized

LATIN_WORD = re.compile(r"[a-z0-9'’ -]+")


@dataclass(frozen=True)
class Theme:
    """`number` stays the same through all versions of the list; `words` are folded."""

    number: int
    name_zh: str
    name_en: str
    words: tuple[str, ...]

    @classmethod
    def of(cls, entry: dict) -> "Theme":
        return cls(entry["number"], entry["zh"], entry["en"], tuple(entry["words"]))

    @property
    def name(self) -> str:
        """In the reader's language; without an English name the Chinese one."""
        return localized(self, "name")

    @property
    def entry(self) -> dict:
        return {"number": self.number, "zh": self.name_zh, "en": self.name_en, "words": list(self.words)}

    @cached_property
    def pattern(self) -> re.Pattern | None:
        return pattern_of(self.words)


def pattern_of(words: Iterable[str]) -> re.Pattern | None:
    """Finds any of the words, the longest first; one of Latin script only where a word begins. None without words."""
    ordered = sorted(set(filter(None, words)), key=lambda word: (-len(word), word))
    if not ordered:
        return None
    parts = [rf"\b{re.escape(word)}" if LATIN_WORD.fullmatch(word) else re.escape(word) for word in ordered]
    return re.compile("|".join(parts), re.IGNORECASE)


def themes_in(text: str, themes: Sequence[Theme]) -> list[int]:
    """The numbers of the text's themes, in the order of the list; several are possible, and none."""
    return [theme.number for theme in themes if theme.pattern is not None and theme.pattern.search(text)]

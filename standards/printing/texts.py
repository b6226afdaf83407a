"""Texts that stand on paper in one language or in both."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, override

from foundation.common.texts import localized_with_language

# (language as HTML names it, text), the reader's language first.
Text = tuple[tuple[str, str], ...]
DJANGO = {"zh-Hans": "zh-hans", "en": "en"}
NOTHING: Text = ()


class Speaker:
    """Says things in the reader's language, or in both."""

    def __init__(self, *, both: bool):
        reader = "zh-Hans" if (get_language() or "").lower().startswith("zh") else "en"
        other = "en" if reader == "zh-Hans" else "zh-Hans"
        self.languages: Sequence[str] = (reader, other) if both else (reader,)

    def words(self, say: Callable[[], str]) -> Text:
        """What the portal itself says: `say` is asked in each language. What is the same in both, such as a number, is said once."""
        return self.same([(language, str(text)) for language, text in self.each(say)])

    def each(self, make: Callable) -> list[tuple[str, Any]]:
        """[(language, what `make` gives in it)]."""
        found = []
        for language in self.languages:
            with override(DJANGO[language]):
                # Made into text here: later it would be said in another language.
                made = make()
                found.append((language, str(made) if isinstance(made, Promise) else made))
        return found

    def same(self, texts: Sequence[tuple[str, str]]) -> Text:
        """What is equal in both languages is said once."""
        found: dict[str, str] = {}
        for language, text in texts:
            found.setdefault(text, language)
        return tuple((language, text) for text, language in found.items() if text)

    def data(self, obj, field: str) -> Text:
        """A text of data. In one language with the other's where it is missing; in both, what there is."""
        if len(self.languages) == 1:
            text, language = localized_with_language(obj, field)
            return ((language, text),) if text else NOTHING
        suffix = {"zh-Hans": "zh", "en": "en"}
        texts = [(language, getattr(obj, f"{field}_{suffix[language]}", "")) for language in self.languages]
        return tuple((language, text) for language, text in texts if text)

    def plain(self, text: str) -> Text:
        """What is of no language: a number, a code, a digest."""
        return ((self.languages[0], text),) if text else NOTHING


def joined(*texts: Text) -> Text:
    """Side by side, language by language; what is said once stands in each."""
    languages = list(dict.fromkeys(language for text in texts for language, _said in text))
    parts = {
        language: [dict(text).get(language) or (text[0][1] if text else "") for text in texts] for language in languages
    }
    return tuple((language, " ".join(filter(None, parts[language]))) for language in languages)


def number(value: Decimal | int | None) -> str:
    return "" if value is None else f"{Decimal(value).normalize():f}"

"""Texts of data come in two languages; Chinese is required, English falls back to it."""

from django.utils.translation import get_language, gettext

from foundation.common.errors import Invalid


class Unstorable(ValueError):
    """Text that no database takes and nobody types: a NUL, or half of a surrogate pair."""


def require_storable(text: str) -> None:
    """Raises Unstorable."""
    if "\0" in text or not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
        raise Unstorable


def checked_text(text: str, name: str, *, longest: int, required: bool = True) -> str:
    """What somebody has written, as it is kept. Raises Invalid ({name: sentence}), Unstorable."""
    text = (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()
    require_storable(text)
    if required and not text:
        raise Invalid({name: gettext("Say it in a few words.")})
    if len(text) > longest:
        raise Invalid({name: gettext("Write up to %(limit)d characters.") % {"limit": longest}})
    return text


# Of what is typed to find something: more words make a query no quicker to read and no easier to answer.
LONGEST_SEARCH, MOST_WORDS = 100, 6


def search_words(typed: str) -> list[str]:
    """The words of a search, each of which must be found; what goes beyond the limits is not looked for."""
    return typed[:LONGEST_SEARCH].split()[:MOST_WORDS]


def labelled(label, text) -> str:
    """“Label: text”, with the colon of the reader's language."""
    return gettext("%(label)s: %(text)s") % {"label": label, "text": text}


def current_suffix() -> str:
    return "zh" if (get_language() or "").lower().startswith("zh") else "en"


def localized(obj, field: str) -> str:
    """`obj.<field>_<language>`, or the other language's text where that one is empty."""
    return localized_with_language(obj, field)[0]


def both(obj, field: str) -> dict[str, str]:
    """`{"zh": …, "en": …}` for what is kept now and read later by readers of either language (parameters of notifications).

    `field` has a text in each language, or is a person's `name` beside `name_en`.
    """
    text = getattr(obj, f"{field}_zh") if hasattr(obj, f"{field}_zh") else getattr(obj, field)
    return {"zh": text, "en": getattr(obj, f"{field}_en", "") or text}


def localized_with_language(obj, field: str) -> tuple[str, str]:
    """The text and the language (`zh-Hans` or `en`) it is really in."""
    wanted = current_suffix()
    text = getattr(obj, f"{field}_{wanted}", "")
    if text:
        return text, "zh-Hans" if wanted == "zh" else "en"
    other = "en" if wanted == "zh" else "zh"
    return getattr(obj, f"{field}_{other}", ""), "zh-Hans" if other == "zh" else "en"

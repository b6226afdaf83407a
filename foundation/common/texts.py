"""Texts of data come in two languages; Chinese is required, English falls back to it."""

from django.utils.translation import get_language


def current_suffix() -> str:
    return "zh" if (get_language() or "").lower().startswith("zh") else "en"


def localized(obj, field: str) -> str:
    """`obj.<field>_<language>`, or the other language's text where that one is empty."""
    return localized_with_language(obj, field)[0]


def localized_with_language(obj, field: str) -> tuple[str, str]:
    """The text and the language (`zh-Hans` or `en`) it is really in."""
    wanted = current_suffix()
    text = getattr(obj, f"{field}_{wanted}", "")
    if text:
        return text, "zh-Hans" if wanted == "zh" else "en"
    other = "en" if wanted == "zh" else "zh"
    return getattr(obj, f"{field}_{other}", ""), "zh-Hans" if other == "zh" else "en"

"""Two versions of an article, or a version and a draft, text by text."""

from django.utils.translation import gettext as _, pgettext

from foundation.common.texts import localized
from knowledge.differences import compared
from knowledge.models import Content
from knowledge.selectors import files_of, units_of


def differences(before: Content, after: Content) -> list[dict]:
    """Each text that is there on either side, and whether it differs."""
    parts = []
    for name, label in compared_labels():
        left, right = _said(before, name), _said(after, name)
        if left or right:
            lines, is_english = compared(left, right), name.endswith("_en")
            parts.append({"label": label, "lines": lines, "is_same": left == right, "is_english": is_english})
    return parts


def compared_labels() -> list[tuple[str, str]]:
    return [
        ("title_zh", _("Title in Chinese")), ("title_en", _("Title in English")), ("category", _("Category")),
        ("questions_zh", _("How it is asked, in Chinese")), ("questions_en", _("How it is asked, in English")),
        ("answer_zh", _("Answer in Chinese")), ("answer_en", _("Answer in English")), ("keywords", _("Keywords")),
        ("source_kind", _("Kind of source")), ("source", _("Source")), ("valid_from", _("Valid from")), ("valid_until", _("Valid until")),
        ("review_months", _("Months until it is looked at again")),
        ("indicators", pgettext("that an article is about", "Indicators")), ("units", _("Only for people of these units")),
        ("files", _("Files")),
    ]  # fmt: skip


def _said(content: Content, name: str) -> str:
    if name == "source_kind":
        return str(content.get_source_kind_display())
    if name == "units":
        return "\n".join(localized(unit, "name") for unit in units_of(content))
    if name == "files":
        return "\n".join(f"{row.caption} ({row.file.name})" for row in files_of(content))
    value = getattr(content, name)
    return "\n".join(value) if isinstance(value, list) else "" if value is None else str(value)

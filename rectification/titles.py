"""What a task is called. Somebody's own words stay as they are; without any it is told from the finding's indicator, in the reader's language."""

from django.utils.translation import gettext as _, override

from foundation.common.texts import localized


def told_from(name: str) -> str:
    """“Improve “Courtesy””."""
    return _("Improve “%(indicator)s”") % {"indicator": name}


def said(title: str, indicator) -> str:
    """`indicator`: anything with `name_zh` and `name_en`."""
    return title or told_from(localized(indicator, "name"))


def said_in_both(title: str, indicator) -> str | dict[str, str]:
    """For what is kept now and read later by readers of either language (parameters of notifications)."""
    if title:
        return title
    told = {}
    for suffix, language in (("zh", "zh-hans"), ("en", "en")):
        with override(language):
            told[suffix] = said(title, indicator)
    return told

"""What holidays are called in the reader's language. Notices name them in Chinese."""

import re

from django.utils.translation import gettext as _, gettext_lazy

NAMES = {
    "元旦": gettext_lazy("New Year’s Day"),
    "除夕": gettext_lazy("Chinese New Year’s Eve"),
    "农历除夕": gettext_lazy("Chinese New Year’s Eve"),
    "春节": gettext_lazy("Spring Festival"),
    "清明节": gettext_lazy("Tomb-Sweeping Day"),
    "劳动节": gettext_lazy("Labour Day"),
    "端午节": gettext_lazy("Dragon Boat Festival"),
    "中秋节": gettext_lazy("Mid-Autumn Festival"),
    "国庆节": gettext_lazy("National Day"),
}
# The eve has been a holiday of its own in some years only.
EVES = ("除夕", "农历除夕")
BETWEEN = re.compile(r"\s*[、，,;；/]\s*")


def day_name(text: str) -> str:
    """The well-known names in the reader's language; any other as it was entered."""
    parts = [str(NAMES.get(part, part)) for part in BETWEEN.split(text) if part]
    return _(", ").join(parts)

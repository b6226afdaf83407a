"""The places of the room, as tabs above its lists."""

from django.urls import reverse
from django.utils.translation import gettext as _, pgettext


def tabs_for(current: str) -> list[dict]:
    places = (
        ("checks", _("Self-checks"), "selfcheck:check_list"),
        ("comparison", pgettext("tab", "Self against inspected"), "selfcheck:comparison"),
        ("log", _("Log"), "selfcheck:log_list"),
    )
    return [
        {"label": label, "url": reverse(name), "current": key == current, "count": None} for key, label, name in places
    ]

"""The places of the room, as tabs above its lists."""

from django.urls import reverse
from django.utils.translation import gettext as _

from organization.models import Person


def tabs_for(person: Person, current: str) -> list[dict]:
    """For `generic/list.html` and the room's own pages; only what the person may open. None where there is one place only."""
    places = [("sessions", _("Sessions"), "calibration:session_list")]
    if len(places) < 2:
        return []
    return [
        {"label": label, "url": reverse(name), "current": key == current, "count": None} for key, label, name in places
    ]

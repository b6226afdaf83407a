"""The places of the room, as tabs above its lists."""

from django.urls import reverse
from django.utils.translation import gettext as _

from calibration.rules.sessions import sees_all_sessions
from organization.models import Person
from organization.rules import may_assess


def tabs_for(person: Person, current: str) -> list[dict]:
    """For `generic/list.html` and the room's own pages; only what the person may open. None where there is one place only."""
    places = [("sessions", _("Sessions"), "calibration:session_list")]
    if sees_all_sessions(person):
        places += [
            ("agreement", _("Agreement"), "calibration:agreement"),
            ("todo", _("To be calibrated again"), "calibration:todo_list"),
        ]
    places.append(("qualification", _("Qualification"), "calibration:attempt_list"))
    if may_assess(person):
        places.append(("mine", _("My agreement"), "calibration:my_agreement"))
    if sees_all_sessions(person):
        places.append(("policy", _("Rules"), "calibration:policy_list"))
    if len(places) < 2:
        return []
    return [
        {"label": label, "url": reverse(name), "current": key == current, "count": None} for key, label, name in places
    ]

from django.apps import AppConfig
from django.utils.translation import gettext, gettext_lazy as _


class WorkdaysConfig(AppConfig):
    name = "foundation.workdays"
    label = "workdays"

    def ready(self) -> None:
        from foundation.audit import words
        from foundation.audit.labels import register_label
        from foundation.audit.naming import register_namer
        from foundation.common.dates import calendars
        from foundation.common.sealing import seal
        from foundation.workdays import kept, recounting  # noqa: F401 - recounting registers its handler
        from foundation.workdays.calendar import DueDays
        from foundation.workdays.enums import Kind
        from foundation.workdays.models import AnnouncedDay, Announcement

        seal(Announcement, AnnouncedDay)
        kept.connect()
        calendars.register("workdays", DueDays)
        words.rooms.register("workdays", _("Working days"))
        words.register_words({"calendar": _("Calendar"), "year": _("Year")})
        words.register_values("calendar", dict(Kind.choices))
        register_label("workdays.days.announce", _("Working days announced"), tone="done", detail=_which)
        # Without a namer: whoever looks for the names of unknown ids would ask here first and find nothing.
        register_namer("workdays.announcement", None, _("announcement of working days"))


def _which(event) -> str:
    return gettext("%(year)s, edition %(edition)s") % {
        "year": event.details["year"],
        "edition": event.details["edition"],
    }

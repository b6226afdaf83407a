"""What is said beside a day that nobody works on: which one it is, and when the work really starts or is really due (R14)."""

from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from foundation.common.dates import day_text
from foundation.workdays import kept
from foundation.workdays.calendar import is_workday, on_or_after, on_or_before
from foundation.workdays.names import day_name
from foundation.workdays.services import FIRST_YEAR, LAST_YEAR


class Side(StrEnum):
    """Whether something begins or ends on the day."""

    START = "start"
    END = "end"


def rest_day_note(day: date | None, side: Side) -> str:
    """A sentence; empty for a working day, and outside the years of the calendar."""
    if day is None or not FIRST_YEAR < day.year < LAST_YEAR or is_workday(day):
        return ""
    words = {"day": day_text(day), "name": _name_of(day)}
    if side == Side.START:
        text = _("%(day)s is a rest day%(name)s; the work starts on %(next)s.")
        return text % {**words, "next": day_text(on_or_after(day))}
    text = _("%(day)s is a rest day%(name)s; the last working day before it is %(last)s.")
    return text % {**words, "last": day_text(on_or_before(day - timedelta(days=1)))}


def _name_of(day: date) -> str:
    """“ (National Day)”; empty for a weekend."""
    found = kept.current().year(day.year).off.get(day)
    return _(" (%(name)s)") % {"name": day_name(found)} if found else ""

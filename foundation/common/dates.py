"""Dates in words, in the reader's language: “Thu 26 Nov”, “in 3 working days (Thu 26 Nov)”, “2 working days late”.

A deadline that is a date is counted in working days; one that is an instant (24 h) runs by the clock (R14), and says hours or calendar
days. `common` does not know the calendar of working days: the room `workdays` enters it here when its app is ready.
"""

from datetime import date, datetime, timedelta
from typing import Protocol

from django.utils.translation import gettext as _, ngettext, pgettext_lazy

from foundation.common import clock
from foundation.common.registries import Registry
from foundation.common.texts import current_suffix


class DayCalendar(Protocol):
    """What is asked of the calendar of working days."""

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`, negative when `end` is earlier."""

    def is_provisional(self, day: date) -> bool:
        """Whether the days off of its year have not been announced yet."""

    def stamp(self) -> str:
        """Another text as soon as another calendar is in force."""

    def page(self, day: date) -> str:
        """The address of the page that shows the year."""


# Entry "workdays" is the only one.
calendars: Registry[DayCalendar] = Registry("calendars of working days")

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
HOURS_SHOWN_UP_TO = 48


WEEKDAYS = (
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)


def dated_text(day: date) -> str:
    """“2 Mar 2026”, “2026年3月2日”: always with the year, for what is looked up years later."""
    if current_suffix() == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def day_text(day: date, *, weekday: bool = True, year: bool | int = True) -> str:
    """“Thu 26 Nov”, “11月26日 周四”; with the year when it is not the present one. A place that says which year it is about gives that as
    `year`: then the year stands where it is another one; `False`: never."""
    about = clock.today().year if year is True else year
    other_year = year is not False and day.year != about
    if current_suffix() == "zh":
        text = f"{day.year}年{day.month}月{day.day}日" if other_year else f"{day.month}月{day.day}日"
        return f"{text} {WEEKDAYS[day.weekday()]}" if weekday else text
    text = f"{day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if other_year else "")
    return f"{WEEKDAYS[day.weekday()]} {text}" if weekday else text


def near_day_text(day: date) -> str:
    """“today”, “yesterday”, “tomorrow”, otherwise the date."""
    away = (day - clock.today()).days
    near = {0: _("today"), -1: _("yesterday"), 1: _("tomorrow")}
    return near.get(away) or day_text(day)


def moment_text(instant: datetime) -> str:
    """“today 10:42”, “Thu 26 Nov 10:42”, in the organization's zone."""
    here = clock.local(instant)
    return f"{near_day_text(here.date())} {here:%H:%M}"


def dated_moment_text(instant: datetime) -> str:
    """“26 Nov 2026 10:42”, in the organization's zone: of acts that are evidence and are looked up years later."""
    here = clock.local(instant)
    return f"{dated_text(here.date())} {here:%H:%M}"


def is_late(due: date | datetime) -> bool:
    """A date is kept until its day has ended, an instant until it has passed."""
    if isinstance(due, datetime):
        return due < clock.now()
    return due < clock.today()


def is_soon(due: date | datetime) -> bool:
    """Not late, but due today or tomorrow at the latest."""
    if is_late(due):
        return False
    day = clock.local(due).date() if isinstance(due, datetime) else due
    return day <= clock.today() + timedelta(days=1)


def is_provisional(due: date | datetime | None) -> bool:
    """A date in a year whose days off have not been announced yet: it may move when they are. An instant never does."""
    if due is None or isinstance(due, datetime):
        return False
    calendar = calendars.get("workdays")
    return calendar is not None and calendar.is_provisional(due)


def why_provisional(due: date) -> str:
    return _("The days off of %(year)d have not been announced yet. This date may move when they are.") % {
        "year": due.year
    }


def calendar_page(day: date) -> str:
    """The address of the page with the working days of the date's year; empty where there is no calendar."""
    calendar = calendars.get("workdays")
    return calendar.page(day) if calendar else ""


def calendar_stamp() -> str:
    calendar = calendars.get("workdays")
    return calendar.stamp() if calendar else ""


def due_text(due: date | datetime) -> str:
    """How far away the deadline is, and when it is; for one that has passed only by how much. Says if the date is provisional."""
    if isinstance(due, datetime):
        return _due_instant(due)
    text = plain_due_text(due)
    return _("%(due)s, provisional") % {"due": text} if is_provisional(due) else text


def plain_due_text(due: date) -> str:
    """The same of a date, for a place that shows beside it that it is provisional."""
    today = clock.today()
    if due == today:
        return _("due today")
    calendar = calendars.get("workdays")
    away = calendar.between(today, due) if calendar else (due - today).days
    if due < today:
        if not away:
            return _("late since %(day)s") % {"day": day_text(due)}
        return ngettext("%(count)d working day late", "%(count)d working days late", -away) % {"count": -away}
    if not away:
        return _("before the next working day (%(day)s)") % {"day": day_text(due)}
    return ngettext("in %(count)d working day (%(day)s)", "in %(count)d working days (%(day)s)", away) % {
        "count": away,
        "day": day_text(due),
    }


def since_text(day: date) -> str:
    """Since when something waits, and for how many working days: “waiting since Tue 24 Nov, 3 working days”."""
    today = clock.today()
    if day >= today:
        return _("waiting since today")
    calendar = calendars.get("workdays")
    days = calendar.between(day, today) if calendar else (today - day).days
    if not days:
        return _("waiting since %(day)s") % {"day": day_text(day)}
    return ngettext(
        "waiting since %(day)s, %(count)d working day",
        "waiting since %(day)s, %(count)d working days",
        days,
    ) % {"day": day_text(day), "count": days}


def _due_instant(due: datetime) -> str:
    seconds = (due - clock.now()).total_seconds()
    minutes = int(abs(seconds) // 60)
    hours, days = minutes // 60, minutes // 1440
    if seconds < 0:
        if hours < 1:
            return ngettext("%(count)d minute late", "%(count)d minutes late", minutes) % {"count": minutes}
        if hours < HOURS_SHOWN_UP_TO:
            return ngettext("%(count)d hour late", "%(count)d hours late", hours) % {"count": hours}
        return ngettext("%(count)d calendar day late", "%(count)d calendar days late", days) % {"count": days}
    when = {"when": moment_text(due)}
    if hours < 1:
        return ngettext("in %(count)d minute (%(when)s)", "in %(count)d minutes (%(when)s)", minutes) % {
            "count": minutes,
            **when,
        }
    if hours < HOURS_SHOWN_UP_TO:
        return ngettext("in %(count)d hour (%(when)s)", "in %(count)d hours (%(when)s)", hours) % {
            "count": hours,
            **when,
        }
    return ngettext("in %(count)d calendar day (%(when)s)", "in %(count)d calendar days (%(when)s)", days) % {
        "count": days,
        **when,
    }

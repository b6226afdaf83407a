"""The first screen's headline: a greeting by the time of day, and the finding."""

from datetime import datetime

from django.utils.translation import gettext as _, ngettext

from dashboard.selectors import Workload


def headline(now: datetime, name: str, work: Workload) -> str:
    """Greeting and finding in one line."""
    return _("%(greeting)s %(finding)s") % {"greeting": greeting(now, name), "finding": finding(work)}


def greeting(now: datetime, name: str) -> str:
    """`now` is local. Five parts of a day, as Chinese has them."""
    if now.hour < 5 or now.hour >= 23:
        text = _("It is late, %(name)s.")
    elif now.hour < 11:
        text = _("Good morning, %(name)s.")
    elif now.hour < 13:
        text = _("Good day, %(name)s.")
    elif now.hour < 18:
        text = _("Good afternoon, %(name)s.")
    else:
        text = _("Good evening, %(name)s.")
    return text % {"name": name}


def finding(work: Workload) -> str:
    """The one sentence that matters today."""
    late, today = len(work.late), len(work.due_today)
    if late and today:
        return _("%(late)s, %(today)s.") % {"late": _late(late), "today": _due_today_too(today)}
    if late:
        return _("%(late)s.") % {"late": _late(late)}
    if today:
        return ngettext("One thing is due today.", "%(count)d things are due today.", today) % {"count": today}
    if work.items:
        return _("Nothing is due today.")
    return _("Nothing is waiting for you.")


def _late(count: int) -> str:
    return ngettext("One thing is late", "%(count)d things are late", count) % {"count": count}


def _due_today_too(count: int) -> str:
    return ngettext("one is due today", "%(count)d are due today", count) % {"count": count}


def outlook(work: Workload, seconds_a_sheet: int | None) -> str:
    """What is still to come this week, and for score sheets how long that will take at the person's own pace."""
    sheets = [item for item in [*work.late, *work.due_this_week] if item.group == "scoring"]
    if sheets:
        count = len(sheets)
        text = ngettext("One score sheet this week", "%(count)d score sheets this week", count) % {"count": count}
        if seconds_a_sheet is None:
            return _("%(what)s.") % {"what": text}
        each = max(1, round(seconds_a_sheet / 60))
        sentence = ngettext(
            "%(what)s; at one minute each, about %(total)s.",
            "%(what)s; at %(each)d minutes each, about %(total)s.",
            each,
        )
        return sentence % {
            "what": text,
            "each": each,
            "total": duration(max(count, round(seconds_a_sheet * count / 60))),
        }
    week = len(work.due_this_week)
    if week:
        return ngettext("One thing is due this week.", "%(count)d things are due this week.", week) % {"count": week}
    return (
        ngettext("One thing waits.", "%(count)d things wait.", len(work.items)) % {"count": len(work.items)}
        if work.items
        else ""
    )


def duration(minutes: int) -> str:
    """“42 minutes”, “1 h 20 min”."""
    if minutes < 60:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    return _("%(hours)d h %(minutes)02d min") % {"hours": minutes // 60, "minutes": minutes % 60}

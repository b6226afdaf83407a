"""Dates and deadlines in pages; the words come from `common.dates`."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language, gettext as _

from foundation.common import clock, dates

register = template.Library()


@register.filter
def day(value: date | datetime | None) -> str:
    if value is None:
        return "–"
    return dates.day_text(clock.local(value).date() if isinstance(value, datetime) else value)


@register.filter
def dated(value: date | datetime | None) -> str:
    """The day with its year, whichever it is: of standards and approvals."""
    if value is None:
        return "–"
    return dates.dated_text(clock.local(value).date() if isinstance(value, datetime) else value)


@register.filter
def day_of_year(value: date) -> str:
    """The day without its year, where the page is about one year."""
    return dates.day_text(value, year=False)


@register.filter
def day_beside(value: date, year: int) -> str:
    """The day on a page about a year; with its own year where it lies in another."""
    return dates.day_text(value, year=int(year))


@register.filter
def moment(value: datetime | None) -> str:
    return "–" if value is None else dates.moment_text(value)


@register.filter
def until(value: datetime | None) -> str:
    """The last minute before the moment: what ends at midnight holds up to 23:59 of the day that somebody has named."""
    return "–" if value is None else dates.moment_text(value - timedelta(minutes=1))


@register.filter
def wall(value: datetime | None) -> str:
    """The time alone, on the organization's wall: 09:42. For pages that are about one day."""
    return "–" if value is None else f"{clock.local(value):%H:%M}"


@register.filter
def dated_moment(value: datetime | None) -> str:
    """The moment with its year, whichever it is: of decisions, draws and other evidence."""
    return "–" if value is None else dates.dated_moment_text(value)


@register.filter
def due(value: date | datetime | None) -> str:
    return "–" if value is None else dates.due_text(value)


@register.filter
def since(value: date | None) -> str:
    return "" if value is None else dates.since_text(value)


@register.simple_tag
def provisional(value: date | datetime | None) -> str:
    """A small mark beside a date whose year has not been announced yet, with the sentence why; nothing beside any other."""
    if not dates.is_provisional(value):
        return ""
    return format_html('<abbr class="provisional" title="{}">{}</abbr>', dates.why_provisional(value), _("provisional"))


@register.inclusion_tag("includes/_provisional.html")
def provisional_note(value: date | datetime | None) -> dict:
    """The same as a sentence, once on the page of a thing, with the way to the year's working days."""
    if not dates.is_provisional(value):
        return {"sentence": ""}
    return {"sentence": dates.why_provisional(value), "url": dates.calendar_page(value), "year": value.year}


@register.simple_tag
def deadline(value: date | datetime | None, done: bool = False) -> str:
    """The deadline with glyph and colour, marked where it is provisional; once the thing is done, the plain date."""
    if value is None:
        return format_html('<span class="due muted">{}</span>', "–")
    if isinstance(value, datetime):
        return _drawn(value, bool(done))
    return _drawn_day(value, bool(done), clock.today(), get_language(), dates.calendar_stamp())


@lru_cache(maxsize=2048)
def _drawn_day(value: date, done: bool, today: date, language: str, stamp: str) -> str:
    """A list repeats few dates in many rows; the other arguments are here to tell one answer from another."""
    mark = "" if done else provisional(value)
    return (
        format_html('<span class="due-line">{} {}</span>', _drawn(value, done), mark) if mark else _drawn(value, done)
    )


def _drawn(value: date | datetime, done: bool) -> str:
    machine = value.isoformat()
    if done:
        return format_html('<time class="due due--done" datetime="{}">{}</time>', machine, day(value))
    text = dates.due_text(value) if isinstance(value, datetime) else dates.plain_due_text(value)
    if dates.is_late(value):
        # What is late says only by how much; the date is one hover away.
        exact = moment(value) if isinstance(value, datetime) else day(value)
        return format_html('<time class="due due--late" datetime="{}" title="{}">{}</time>', machine, exact, text)
    tone = " due--soon" if dates.is_soon(value) else ""
    return format_html('<time class="due{}" datetime="{}">{}</time>', tone, machine, text)

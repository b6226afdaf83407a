"""Dates and deadlines in pages; the words come from `common.dates`."""

from datetime import date, datetime
from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language

from foundation.common import clock, dates

register = template.Library()


@register.filter
def day(value: date | datetime | None) -> str:
    if value is None:
        return "–"
    return dates.day_text(clock.local(value).date() if isinstance(value, datetime) else value)


@register.filter
def moment(value: datetime | None) -> str:
    return "–" if value is None else dates.moment_text(value)


@register.filter
def due(value: date | datetime | None) -> str:
    return "–" if value is None else dates.due_text(value)


@register.simple_tag
def deadline(value: date | datetime | None, done: bool = False) -> str:
    """The deadline with glyph and colour; once the thing is done, the plain date."""
    if value is None:
        return format_html('<span class="due muted">{}</span>', "–")
    if isinstance(value, datetime):
        return _drawn(value, bool(done))
    return _drawn_day(value, bool(done), clock.today(), get_language())


@lru_cache(maxsize=2048)
def _drawn_day(value: date, done: bool, today: date, language: str) -> str:
    """A list repeats few dates in many rows; `today` and `language` are here to tell one answer from another."""
    return _drawn(value, done)


def _drawn(value: date | datetime, done: bool) -> str:
    machine = value.isoformat()
    if done:
        return format_html('<time class="due due--done" datetime="{}">{}</time>', machine, day(value))
    if dates.is_late(value):
        # What is late says only by how much; the date is one hover away.
        exact = moment(value) if isinstance(value, datetime) else day(value)
        return format_html(
            '<time class="due due--late" datetime="{}" title="{}">{}</time>', machine, exact, dates.due_text(value)
        )
    tone = " due--soon" if dates.is_soon(value) else ""
    return format_html('<time class="due{}" datetime="{}">{}</time>', tone, machine, dates.due_text(value))

"""Dates and deadlines in pages; the words come from `common.dates`."""

from datetime import date, datetime

from django import template
from django.utils.html import format_html

from foundation.common import dates

register = template.Library()


@register.filter
def day(value: date | datetime | None) -> str:
    if value is None:
        return "–"
    return dates.day_text(dates.clock.local(value).date() if isinstance(value, datetime) else value)


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
    machine = value.isoformat()
    if done:
        return format_html('<time class="due due--done" datetime="{}">{}</time>', machine, day(value))
    tone = " due--late" if dates.is_late(value) else " due--soon" if dates.is_soon(value) else ""
    # What is late says only by how much; the date is one hover away.
    hover = (
        format_html(' title="{}"', moment(value) if isinstance(value, datetime) else day(value))
        if tone == " due--late"
        else ""
    )
    return format_html('<time class="due{}" datetime="{}"{}>{}</time>', tone, machine, hover, dates.due_text(value))

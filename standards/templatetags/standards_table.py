"""Texts and steps of the standard's table."""

from decimal import Decimal

from django import template
from django.utils.html import format_html

from foundation.common.texts import current_suffix
from standards.figures import said
from standards.models import Indicator

register = template.Library()


@register.simple_tag
def other_language(obj, field: str) -> str:
    """The text in the language the reader has not chosen, as small print with its `lang`; nothing where there is none."""
    other, language = ("en", "en") if current_suffix() == "zh" else ("zh", "zh-Hans")
    text = getattr(obj, f"{field}_{other}", "")
    return (
        format_html('<small lang="{}">{}</small>', language, text)
        if text and getattr(obj, f"{field}_{current_suffix()}")
        else ""
    )


@register.filter
def steps_down(indicator: Indicator) -> list[dict]:
    """The break points, best first: points and the figure from which they are given, with its unit."""
    steps = sorted(((figure, Decimal(points)) for figure, points in indicator.break_points), key=lambda step: -step[1])
    return [{"points": points, "figure": said(indicator.measure, figure)} for figure, points in steps]


@register.filter
def beside(notes: dict, code: str) -> list:
    """What rooms above show beside the indicator of this code (`standards.panels`); nothing on pages that do not ask."""
    return notes.get(code, []) if notes else []

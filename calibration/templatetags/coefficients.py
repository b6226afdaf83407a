"""Coefficients and leniency on pages: never a figure alone."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()
DASH = "–"


@register.filter
def plain_coefficient(value) -> str:
    """“0.53”, with a real minus; “–” for None."""
    return DASH if value is None else f"{value:.2f}".replace("-", "−")


@register.filter
def coefficient(found) -> SafeString:
    """A value with its interval, by `value`, `low` and `high`: “0.53 (0.21 – 0.80)”; “–” where there is none."""
    if found is None or found.value is None:
        return format_html('<span class="number muted">{}</span>', DASH)
    return _with_interval(plain_coefficient(found.value), found.low, found.high, plain_coefficient)


@register.filter
def leniency(found) -> SafeString:
    """Points above or below the others: “+2.3 (−0.4 – +5.0)”."""
    if found is None or found.value is None:
        return format_html('<span class="number muted">{}</span>', DASH)
    return _with_interval(_signed(found.value), found.low, found.high, _signed)


def _signed(value) -> str:
    text = f"{value:+.1f}"
    return text.lstrip("+-") if text in ("+0.0", "-0.0") else text.replace("-", "−")


def _with_interval(value: str, low, high, text) -> SafeString:
    if low is None:
        return format_html('<span class="number"><b>{}</b></span>', value)
    return format_html('<span class="number"><b>{}</b> <small>({} … {})</small></span>', value, text(low), text(high))

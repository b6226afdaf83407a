"""Numbers as people read them. Rounded half up, as everywhere; an absent one is a dash, never 0."""

from decimal import Decimal, InvalidOperation

from django import template
from django.utils.translation import gettext as _

from foundation.common.numbers import round_shown

register = template.Library()
DASH = "–"
MINUS = "\u2212"


def decimal_of(value) -> Decimal | None:
    """The value as Decimal; None for what is absent or no number."""
    if value is None or value == "":
        return None
    try:
        number = value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def plain(value, places: int = 1) -> str:
    """“1,904.0”: grouped, with so many places, a real minus; both languages write numbers alike."""
    number = decimal_of(value)
    if number is None:
        return DASH
    shown = round_shown(number, places)
    return f"{abs(shown):,.{places}f}" if shown >= 0 else f"{MINUS}{abs(shown):,.{places}f}"


def short(value, places: int = 1) -> str:
    """As `plain`, without “.0”: for targets and axes."""
    text = plain(value, places)
    return text.rstrip("0").rstrip(".") if "." in text else text


def in_unit(value, unit: str, write=plain) -> str:
    """The value with its unit: `points percent count seconds minutes hours place`; percentages are given as 0–100."""
    if decimal_of(value) is None:
        return DASH
    if unit == "percent":
        return write(value) + "%"
    if unit == "count":
        return plain(value, 0)
    if unit == "seconds":
        return _("%(number)s s") % {"number": short(value)}
    if unit == "minutes":
        return _("%(number)s min") % {"number": short(value)}
    if unit == "hours":
        return _("%(number)s h") % {"number": short(value)}
    if unit == "place":
        return _("place %(number)s") % {"number": short(value)}
    return write(value)


@register.filter
def points(value, places: int = 1) -> str:
    return plain(value, int(places))


@register.filter
def percent(value, places: int = 1) -> str:
    """A percentage given as 0–100."""
    text = plain(value, int(places))
    return text if text == DASH else text + "%"


@register.filter
def share(value, places: int = 1) -> str:
    """A share given as 0–1, shown as a percentage."""
    number = decimal_of(value)
    return DASH if number is None else percent(number * 100, places)


@register.filter
def count(value) -> str:
    return plain(value, 0)


@register.filter
def signed(value, places: int = 1) -> str:
    """“+1.3”, “−1.9”, “0.0”."""
    text = plain(value, int(places))
    return text if text in (DASH,) or text.startswith(MINUS) or not text.strip("0.,") else "+" + text


@register.filter
def signed_plainly(value, places: int = 1) -> str:
    """As `signed`, with so many more digits that what is not nothing does not read “0.0”: “−0.04”."""
    return next(
        (text for more in range(int(places), 5) if (text := signed(value, more)).strip("0.,")), signed(value, places)
    )

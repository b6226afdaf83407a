"""A number never stands alone: `86.4 ±2.1 (n = 48) ▲ 1.3, target 90`."""

from dataclasses import dataclass, fields
from decimal import Decimal

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from foundation.common.templatetags.numbers import DASH, decimal_of, in_unit, plain, short, signed

register = template.Library()


def pick(source, name: str, default=None):
    """An attribute or a key."""
    if isinstance(source, dict):
        return source.get(name, default)
    return getattr(source, name, default)


@dataclass
class Figure:
    """What belongs to a number. `half` is half the 95 % interval; `low` and `high` where it is lopsided; `change` since the last quarter,
    `significant` whether that change can be told from chance; `better` is "high" or "low"; `small` marks a sample too small to rely on, `too_few`
    is the number of observations of which nothing else may be told."""

    value: Decimal | None = None
    half: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    n: int | None = None
    target: Decimal | None = None
    change: Decimal | None = None
    significant: bool = True
    unit: str = "points"
    url: str | None = None
    small: bool = False
    too_few: int | None = None
    better: str = "high"
    label: str = ""

    @classmethod
    def of(cls, source, **given) -> "Figure":
        """From a number, or from an object or dict with these attributes; what is given by keyword wins."""
        if source is None or isinstance(source, int | float | str | Decimal):
            found = {"value": source}
        else:
            found = {name: value for name in PARTS if (value := pick(source, name)) is not None and not callable(value)}
        if unknown := given.keys() - PARTS:
            raise TypeError(f"A figure has no {', '.join(sorted(unknown))}.")
        return cls(**{**found, **{name: value for name, value in given.items() if value is not None}})

    @property
    def shown(self) -> str:
        return in_unit(self.value, self.unit)

    @property
    def interval(self) -> str:
        """“±2.1”, or “91.2–94.0” for a lopsided one."""
        if decimal_of(self.value) is None:
            return ""
        if decimal_of(self.half) is not None:
            return "±" + plain(self.half)
        if decimal_of(self.low) is not None and decimal_of(self.high) is not None:
            return f"{plain(self.low)}–{plain(self.high)}"
        return ""

    @property
    def target_shown(self) -> str:
        return "" if decimal_of(self.target) is None else in_unit(self.target, self.unit, short)

    @property
    def met(self) -> bool:
        value, target = decimal_of(self.value), decimal_of(self.target)
        if value is None or target is None:
            return False
        return value <= target if self.better == "low" else value >= target

    @property
    def change_mark(self) -> SafeString:
        """▲ ▼ ▬ with the amount; the direction is said in words or by its sign too, the colour only adds."""
        change = decimal_of(self.change)
        if change is None:
            return SafeString("")
        amount = plain(abs(change))
        if not self.significant or not amount.strip("0."):
            return format_html(
                '<span class="change flat"><span aria-hidden="true">▬</span><span class="visually-hidden">{}</span> {}</span>',
                _("about the same:"),
                signed(change),
            )
        rises = change > 0
        good = rises == (self.better == "high")
        return format_html(
            '<span class="change {}"><span aria-hidden="true">{}</span><span class="visually-hidden">{}</span> {}</span>',
            "up" if good else "down",
            "▲" if rises else "▼",
            _("up by") if rises else _("down by"),
            amount,
        )


PARTS = frozenset(field.name for field in fields(Figure))


@register.simple_tag
def figure(source=None, **given) -> str:
    """One line; a click opens what it is made of."""
    fact = Figure.of(source, **given)
    if fact.shown == DASH:
        why = "" if fact.too_few is None else _("too few (n = %(n)s)") % {"n": plain(fact.too_few, 0)}
        return format_html(
            '<span class="number muted">{}{}</span>', DASH, format_html(" <small>{}</small>", why) if why else ""
        )
    main = format_html("<b>{}</b>", fact.shown)
    parts = [format_html('<a href="{}">{}</a>', fact.url, main) if fact.url else main]
    if interval := fact.interval:
        parts.append(format_html("<small>{}</small>", interval))
    if fact.n is not None:
        parts.append(format_html("<small>{}</small>", _("(n = %(n)s)") % {"n": plain(fact.n, 0)}))
    if fact.small:
        parts.append(small_sample())
    if mark := fact.change_mark:
        parts.append(mark)
    if target := fact.target_shown:
        parts.append(format_html("<small>{}</small>", _("target %(target)s") % {"target": target}))
    return format_html('<span class="number">{}</span>', format_html_join(" ", "{}", ((part,) for part in parts)))


@register.simple_tag
def change_mark(source=None) -> str:
    """▲ ▼ ▬ with the amount, in a column of its own; a dash where there is nothing to compare."""
    return Figure.of(source).change_mark or format_html('<span class="muted">{}</span>', DASH)


@register.simple_tag
def small_sample() -> str:
    return format_html('<span class="small-n xs">{}</span>', _("small sample"))


@register.inclusion_tag("includes/_kpi.html")
def kpi(label, source=None, top=None, **given) -> dict:
    """A card. The bar runs from 0 to `top` (100 for points and percentages) with a tick at the target; without a top there is no bar."""
    fact = Figure.of(source, **given)
    top = decimal_of(top) or (Decimal(100) if fact.unit in ("points", "percent") else None)

    def along(value) -> str | None:
        number = decimal_of(value)
        return None if number is None or not top else f"{min(max(number / top * 100, 0), 100):.2f}%"

    return {"label": label, "figure": fact, "fill": along(fact.value), "tick": along(fact.target)}

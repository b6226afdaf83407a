"""In which unit the figures of a measure are written and read by people, and between which limits: the one place that knows.

What is kept, and what break points hold, is what the measure counts in: a share of 0–1, a balance of −1 to 1, seconds, a mean. People write and
read 95 %, 30 points, 90 seconds. Forms, workbooks, pages, comparisons and prints all ask here; how a target's own unit is reached is in
`standards.target_units`.
"""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from django.utils.translation import gettext as _

from foundation.common.errors import Invalid
from foundation.common.numbers import round_shown
from foundation.common.templatetags.numbers import DASH, MINUS
from records.measures import BALANCE, MEAN, RATE, SECONDS, SHARE, Measure, measures
from standards.enums import TargetUnit
from standards.target_units import SECONDS_IN, factor, readable

WRITTEN_IN = {
    SHARE: TargetUnit.PERCENT,
    RATE: TargetUnit.PERCENT,
    BALANCE: TargetUnit.POINTS,
    MEAN: TargetUnit.POINTS,
    SECONDS: TargetUnit.SECONDS,
}
# What may stand behind a number, in either language; a time may be given in minutes and hours too.
SAID = {
    "%": TargetUnit.PERCENT,
    "s": TargetUnit.SECONDS, "sec": TargetUnit.SECONDS, "seconds": TargetUnit.SECONDS, "秒": TargetUnit.SECONDS,
    "min": TargetUnit.MINUTES, "minutes": TargetUnit.MINUTES, "分钟": TargetUnit.MINUTES,
    "h": TargetUnit.HOURS, "hours": TargetUnit.HOURS, "小时": TargetUnit.HOURS,
    "points": TargetUnit.POINTS, "分": TargetUnit.POINTS,
}  # fmt: skip
NUMBER = re.compile(r"([-+]?[0-9]{1,12}(?:,[0-9]{3})*(?:\.[0-9]{1,8})?)\s*(\D*)")
PLACES = 4


def unit_of(code: str) -> TargetUnit | None:
    """In which unit the measure's figures are written; None for a measure that nobody computes."""
    known = measures.get(code) if code else None
    return None if known is None else WRITTEN_IN[known.unit]


def limits_of(code: str) -> tuple[Decimal | None, Decimal | None]:
    """(lowest, highest) in the unit in which they are written; None: no limit."""
    known = measures.get(code) if code else None
    if known is None:
        return None, None
    low, high = (None if end is None else Decimal(end).scaleb(_shift(known)) for end in known.limits)
    return low, high


def written(code: str, figure: str | Decimal) -> Decimal:
    """What is kept, as people write it: 0.95 → 95. Raises ValueError for what is no finite number."""
    try:
        number = Decimal(figure)
    except (InvalidOperation, TypeError):
        raise ValueError(f"{figure!r} is no number") from None
    if not number.is_finite():
        raise ValueError(f"{figure!r} is not finite")
    known = measures.get(code) if code else None
    return Decimal(f"{number.scaleb(_shift(known) if known else 0):f}")


def kept(code: str, value: Decimal) -> str:
    """What people wrote, as it is kept: 95 → "0.95". The decimals stay as they were written."""
    known = measures.get(code) if code else None
    return f"{Decimal(f'{value:f}').scaleb(-_shift(known) if known else 0):f}"


def read(code: str, text: str) -> Decimal:
    """A figure that somebody typed, in the measure's unit: “95”, “95 %”, “９５％”, “1.5 分钟”. Raises Invalid with a sentence."""
    plain = unicodedata.normalize("NFKC", text).replace(MINUS, "-").strip()
    found = NUMBER.fullmatch(plain)
    if found is None:
        raise Invalid(_("%(value)s is not a number. Write digits with a point, such as 2.5.") % {"value": text.strip()})
    number, said = Decimal(found.group(1).replace(",", "")), found.group(2).strip().casefold()
    unit = unit_of(code)
    if unit is None:
        return number
    if said:
        given = TargetUnit.MINUTES if said == "分" and unit == TargetUnit.SECONDS else SAID.get(said)
        if given == unit:
            pass
        elif given in SECONDS_IN and unit in SECONDS_IN:
            number *= SECONDS_IN[given] // SECONDS_IN[unit]
        else:
            raise Invalid(
                _("%(value)s: this measure is given in %(unit)s.") % {"value": text.strip(), "unit": unit.label}
            )
    if number != round(number, PLACES):
        raise Invalid(_("%(value)s: at most %(places)d decimals.") % {"value": text.strip(), "places": PLACES})
    if sentence := outside(code, number):
        raise Invalid(sentence)
    return number


def outside(code: str, value: Decimal) -> str:
    """The sentence why the measure can never have this figure (in the unit in which it is written); empty where it can."""
    low, high = limits_of(code)
    if (low is None or value >= low) and (high is None or value <= high):
        return ""
    return _("%(value)s is no possible figure: “%(measure)s” is %(limits)s.") % {
        "value": _in(unit_of(code), value),
        "measure": measures.get(code).label,
        "limits": limits_text(code),
    }


def limits_text(code: str) -> str:
    """“from 0 to 100%”."""
    unit, (low, high) = unit_of(code), limits_of(code)
    if unit is None or (low is None and high is None):
        return ""
    if high is None:
        return _("at least %(low)s") % {"low": _in(unit, low)}
    return _("from %(low)s to %(high)s") % {"low": _in(None, low), "high": _in(unit, high)}


def said(code: str, figure: str | Decimal) -> str:
    """An exact figure, such as a break point's, with its unit: “95%”, “1.5 min”, “30 points”."""
    try:
        value = written(code, figure)
    except ValueError:
        return str(figure)
    unit = unit_of(code)
    if unit in SECONDS_IN:
        other, by = readable(Fraction(value), unit)
        exact = Fraction(value) * by
        # 100 seconds are not quite 1.67 minutes.
        if exact * 10 == int(exact * 10):
            unit, value = other, Decimal(exact.numerator) / Decimal(exact.denominator)
    return _in(unit, value)


def shown(code: str, figure: Decimal | Fraction | None) -> str:
    """What was observed, rounded as pages do: “92.7%”, “44.5 s”, “4.37 points”. A dash where nothing was."""
    if figure is None:
        return DASH
    known = measures.get(code) if code else None
    exact = Fraction(figure) * (10 ** _shift(known) if known else 1)
    unit = unit_of(code)
    if unit in SECONDS_IN:
        unit, by = readable(exact, unit)
        exact *= by
    places = 2 if known is not None and known.unit == MEAN else 1
    return _in(unit, round_shown(Decimal(exact.numerator) / Decimal(exact.denominator), places), places)


def _shift(known: Measure) -> int:
    """By how many places the point moves between what is kept and what is written."""
    return 2 if factor(known.unit, WRITTEN_IN[known.unit]) == 100 else 0


def _in(unit: TargetUnit | None, value: Decimal, places: int | None = None) -> str:
    number = f"{abs(value):,.{places}f}" if places is not None else f"{abs(value).normalize():,f}"
    number = f"{MINUS}{number}" if value < 0 else number
    if unit is None:
        return number
    if unit == TargetUnit.PERCENT:
        return f"{number}%"
    return {
        TargetUnit.SECONDS: _("%(number)s s"),
        TargetUnit.MINUTES: _("%(number)s min"),
        TargetUnit.HOURS: _("%(number)s h"),
    }.get(unit, _("%(number)s points")) % {"number": number}

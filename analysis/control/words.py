"""A control chart in words, and as the data of a figure."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _, ngettext

from analysis.control.signals import DRIFT, RUN, Rule, Signal
from analysis.control.weeks import Weeks
from analysis.measured.lines import said
from foundation.common.templatetags.dates import day
from records.measures import BALANCE, RATE, SECONDS, SHARE

FACTORS = {SHARE: 100, BALANCE: 100, RATE: 1000}
UNITS = {SHARE: "percent", SECONDS: "seconds"}


def what(signal: Signal) -> str:
    if signal.rule == Rule.BEYOND:
        return _("above the limits") if signal.is_high else _("below the limits")
    if signal.rule == Rule.NEAR:
        return (
            _("far above the mean twice in three weeks")
            if signal.is_high
            else _("far below the mean twice in three weeks")
        )
    if signal.rule == Rule.RUN:
        text = _("%(n)d weeks in a row above the mean") if signal.is_high else _("%(n)d weeks in a row below the mean")
        return text % {"n": RUN}
    return (_("rising for %(n)d weeks") if signal.is_high else _("falling for %(n)d weeks")) % {"n": DRIFT}


def title(weeks: Weeks) -> str:
    """The finding."""
    if not weeks.has_limits:
        return _("Week by week: too few weeks to tell chance from change")
    if not weeks.signals:
        return _("Steady: no week differs from the others by more than chance")
    last = weeks.signals[0]
    finding = _("Week from %(day)s: %(what)s") % {"day": day(weeks.starts[last.place]), "what": what(last)}
    more = len(weeks.signals) - 1
    if not more:
        return finding
    text = ngettext("%(finding)s; one more week stands out", "%(finding)s; %(n)d more weeks stand out", more)
    return text % {"finding": finding, "n": more}


def chart_of(weeks: Weeks) -> dict:
    """The data of `{% chart %}`: the weeks, their limits as a band, the mean as a dashed line, what stands out as marks."""
    measure = weeks.measure
    by = FACTORS.get(measure.unit, 1)

    def scaled(value: float | None) -> Decimal | None:
        return None if value is None else Decimal(str(value)) * by

    marks = {signal.place: what(signal) for signal in weeks.signals}
    limits, centre = weeks.chart.limits, weeks.chart.centre
    band = {
        "low": [scaled(one.low) if one else None for one in limits],
        "high": [scaled(one.high) if one else None for one in limits],
    }
    return {
        "kind": "line",
        "title": title(weeks),
        "categories": [f"{start:%m-%d}" for start in weeks.starts],
        "series": [
            {
                "name": str(measure.label),
                "values": [scaled(point) for point in weeks.chart.points],
                "n": [figure.n or None for figure in weeks.figures],
                "signs": [marks.get(place, "") for place in range(len(weeks.starts))],
                **(band if weeks.has_limits else {}),
            }
        ],
        "target": scaled(centre),
        "target_label": _("Mean %(mean)s") % {"mean": said(measure, centre)} if centre is not None else "",
        "unit": UNITS.get(measure.unit, "points"),
    }


@dataclass(frozen=True)
class Told:
    """One signal: of which week, what it is, whether it is for the better, and the list behind the week."""

    week: str
    what: str
    tone: str
    value: str
    url: str


def told(weeks: Weeks) -> list[Told]:
    found = []
    for signal in weeks.signals:
        is_better = signal.is_high != weeks.measure.fewer_is_better
        found.append(
            Told(
                _("Week from %(day)s") % {"day": day(weeks.starts[signal.place])},
                what(signal),
                "done" if is_better else "late",
                said(weeks.measure, weeks.chart.points[signal.place]),
                weeks.listing(signal.place),
            )
        )
    return found


def basis(weeks: Weeks) -> str:
    """How the limits come about, in one sentence."""
    if not weeks.has_limits:
        return ""
    if weeks.chart.widened > 1:
        return _(
            "The band holds what chance brings, three standard deviations around the mean of the weeks within it; it is %(times)s times as wide as "
            "counting alone would make it, for weeks differ more than that."
        ) % {"times": f"{weeks.chart.widened:.1f}"}
    return _("The band holds what chance brings, three standard deviations around the mean of the weeks within it.")

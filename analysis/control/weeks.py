"""A measure week by week, with its natural limits and what stands out of them."""

from dataclasses import dataclass
from datetime import date, timedelta

from analysis.control.limits import Chart, mean_chart, rate_chart, share_chart
from analysis.control.signals import Signal, signals_of
from analysis.measured.lines import Scope
from foundation.common import clock
from records.measures import ALL, RATE, SHARE, Measure, MeasureFigure

WEEKS = 26
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Weeks:
    """`starts`: the Monday of each week; `figures` and the chart's points and limits go with them. `signals` latest first."""

    measure: Measure
    scope: Scope
    starts: tuple[date, ...]
    figures: tuple[MeasureFigure, ...]
    chart: Chart
    signals: tuple[Signal, ...]

    @property
    def is_empty(self) -> bool:
        return all(point is None for point in self.chart.points)

    @property
    def has_limits(self) -> bool:
        return self.chart.centre is not None

    def listing(self, place: int) -> str:
        """The address of what a week's figure is made of; empty where the measure has no list."""
        if self.measure.listing is None:
            return ""
        start = self.starts[place]
        return self.measure.listing(self.scope.code, start, start + WEEK, ALL)


def weeks_of(measure: Measure, scope: Scope, until: date) -> Weeks | None:
    """The 26 whole weeks before the day `until`, or before today. None for a measure that has no series. Three statements at most."""
    if measure.series is None:
        return None
    last = min(until, clock.today())
    end = last - timedelta(days=last.weekday())
    days = [end - WEEK * number for number in range(WEEKS, -1, -1)]
    figures = tuple(measure.series([unit.pk for unit in scope.units], days))
    chart = _chart(measure, figures)
    return Weeks(measure, scope, tuple(days[:-1]), figures, chart, tuple(reversed(signals_of(chart))))


def _chart(measure: Measure, figures: tuple[MeasureFigure, ...]) -> Chart:
    counts = [figure.n for figure in figures]
    if measure.unit == SHARE:
        return share_chart([figure.hits for figure in figures], counts)
    if measure.unit == RATE:
        return rate_chart([float(figure.total) for figure in figures], counts)
    return mean_chart([float(figure.value) if figure.n else None for figure in figures], measure.limits)

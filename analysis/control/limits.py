"""Natural limits of a series: within them lies what chance alone brings.

Shares: p chart, centre Σhits/Σn, three standard errors of a share at that n (Shewhart 1931; Montgomery, Introduction to Statistical Quality Control).
Rates: u chart, the same with the standard error of a count. With thousands of observations a week these limits get narrower than weeks ever are;
where then weeks differ more than counting explains, the limits are widened by the spread of the standardized points from one to the next (Laney 2002,
p′ and u′). Means and balances: XmR chart, mean ± 3 · mean moving range / 1.128.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean

D2 = 1.128  # expected range of two normal observations, in standard deviations
SIGMAS = 3
FEWEST_POINTS = 8
# Observations a period, on the average, from which limits by counting alone get too narrow to be of use.
MANY = 1_000


@dataclass(frozen=True)
class Limits:
    """`sigma` is one standard deviation around the centre. `low` and `high` are three, within what a figure can be."""

    centre: float
    sigma: float
    low: float
    high: float


@dataclass(frozen=True)
class Chart:
    """`points` and `limits` by period; None where nothing was observed. `widened`: by how much more the periods differ than counting explains (1: no
    more). `limits` are all None where there are too few points to draw any."""

    points: tuple[float | None, ...]
    limits: tuple[Limits | None, ...]
    widened: float = 1.0

    @property
    def centre(self) -> float | None:
        return next((one.centre for one in self.limits if one is not None), None)


def share_chart(hits: Sequence[float], counts: Sequence[int]) -> Chart:
    """p chart, or p′ where the periods differ more than counting explains."""
    return _revised(
        lambda used: _counted(hits, counts, used, lambda centre: centre * (1 - centre), highest=1.0), counts
    )


def rate_chart(events: Sequence[float], counts: Sequence[int]) -> Chart:
    """u chart, or u′."""
    return _revised(lambda used: _counted(events, counts, used, lambda centre: centre, highest=None), counts)


def mean_chart(values: Sequence[float | None], bounds: tuple[float | None, float | None] = (None, None)) -> Chart:
    """XmR chart of one figure a period."""
    return _revised(lambda used: _individuals(values, used, bounds), [int(value is not None) for value in values])


def moving_range(values: Sequence[float]) -> float:
    """Mean absolute difference of each value from the one before."""
    return fmean(abs(after - before) for before, after in zip(values, values[1:], strict=False))


def _revised(draw: Callable[[Sequence[int]], Chart], counts: Sequence[int]) -> Chart:
    """Limits from all periods, and once more without those outside: what stands out must not widen the limits, nor move the centre for the others.

    `draw` makes the chart with limits from the periods at the places given.
    """
    known = [place for place, n in enumerate(counts) if n]
    if len(known) < FEWEST_POINTS:
        return draw([])
    chart = draw(known)
    rest = [place for place in known if not _is_outside(chart.points[place], chart.limits[place])]
    return draw(rest) if FEWEST_POINTS <= len(rest) < len(known) else chart


def _is_outside(point: float, limits: Limits) -> bool:
    return not limits.low <= point <= limits.high


def _individuals(
    values: Sequence[float | None], used: Sequence[int], bounds: tuple[float | None, float | None]
) -> Chart:
    if not used:
        return Chart(tuple(values), (None,) * len(values))
    known = [values[place] for place in used]
    limits = _within(fmean(known), moving_range(known) / D2, *bounds)
    return Chart(tuple(values), tuple(None if value is None else limits for value in values))


def _counted(
    hits: Sequence[float], counts: Sequence[int], used: Sequence[int], variance: Callable, highest: float | None
) -> Chart:
    points = tuple(hit / n if n else None for hit, n in zip(hits, counts, strict=True))
    if not used:
        return Chart(points, (None,) * len(points))
    centre = sum(hits[place] for place in used) / sum(counts[place] for place in used)
    one = sqrt(variance(centre))  # standard deviation of a single observation
    widened = 1.0
    if one and sum(counts[place] for place in used) >= MANY * len(used):
        widened = max(moving_range([(points[place] - centre) * sqrt(counts[place]) / one for place in used]) / D2, 1.0)
    limits = tuple(_within(centre, one / sqrt(n) * widened, 0.0, highest) if n else None for n in counts)
    return Chart(points, limits, widened)


def _within(centre: float, sigma: float, lowest: float | None, highest: float | None) -> Limits:
    low, high = centre - SIGMAS * sigma, centre + SIGMAS * sigma
    return Limits(
        centre,
        sigma,
        low if lowest is None else max(low, lowest),
        high if highest is None else min(high, highest),
    )

"""What in a chart is hardly chance, by the rules of Nelson (1984) that tell a shift or a drift; each point is named by the first that it meets.

Of a hundred points without any cause about one and a half meet one of these rules: a signal is a question, not an answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from analysis.control.limits import Chart

RUN = 9  # points in a row on one side of the centre
DRIFT = 6  # points in a row that rise, or fall
TWO_SIGMAS = 2


class Rule(StrEnum):
    BEYOND = "beyond"  # outside the limits
    NEAR = "near"  # two of three beyond two thirds of the way, on one side
    RUN = "run"
    DRIFT = "drift"


@dataclass(frozen=True)
class Signal:
    """`place` of the point that completes the pattern; `is_high`: above the centre, or rising."""

    place: int
    rule: Rule
    is_high: bool


def signals_of(chart: Chart) -> list[Signal]:
    """At most one a point, in their order. Periods without observations are passed over: they break no pattern."""
    known = [
        (place, point, limits)
        for place, (point, limits) in enumerate(zip(chart.points, chart.limits, strict=True))
        if point is not None and limits is not None
    ]
    values = [point for _place, point, _limits in known]
    # In standard deviations from the centre; 0 where the series does not move at all.
    away = [(point - limits.centre) / limits.sigma if limits.sigma else 0.0 for _place, point, limits in known]
    outside = [
        (not limits.sigma and point != limits.centre) or point > limits.high or point < limits.low
        for _place, point, limits in known
    ]
    found = []
    for at, (place, point, limits) in enumerate(known):
        rule = _rule(at, values, away, outside)
        if rule is not None:
            is_high = values[at] > values[at - 1] if rule == Rule.DRIFT else point > limits.centre
            found.append(Signal(place, rule, is_high))
    return found


def _rule(at: int, values: Sequence[float], away: Sequence[float], outside: Sequence[bool]) -> Rule | None:
    if outside[at]:
        return Rule.BEYOND
    last = away[max(at - 2, 0) : at + 1]
    for side in (1, -1):
        far = [one for one in last if one * side > TWO_SIGMAS]
        if len(last) == 3 and len(far) >= 2 and away[at] * side > TWO_SIGMAS:
            return Rule.NEAR
    run = away[at - RUN + 1 : at + 1] if at + 1 >= RUN else []
    if run and (all(one > 0 for one in run) or all(one < 0 for one in run)):
        return Rule.RUN
    drift = values[at - DRIFT + 1 : at + 1] if at + 1 >= DRIFT else []
    steps = [after - before for before, after in zip(drift, drift[1:], strict=False)]
    if steps and (all(step > 0 for step in steps) or all(step < 0 for step in steps)):
        return Rule.DRIFT
    return None

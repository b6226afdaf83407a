"""What a unit gave itself beside what its inspection found. Pure: marks and estimates in, lines out.

The unit's own score is one figure and has no sampling error; the inspected one is a mean of sheets with an interval. Their difference has that
interval, turned round: from own − high to own − low. “Higher” is said only where it lies wholly above 0.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import ceil

from analysis.computing import Scores
from analysis.estimates import NOTHING, SHEETS, ScoreEstimate, combine_sources
from assessments.scoring import normalise_points
from assessments.selectors.criteria import Criteria
from assessments.services.marks import points_of
from selfcheck.enums import Direction
from standards.models import Indicator


@dataclass(frozen=True)
class Line:
    """`own` in points of 0–100, None where it was not applicable; `found`: the inspected mean with n and interval; no `indicator`: the whole."""

    own: Decimal | None
    found: ScoreEstimate
    indicator: Indicator | None = None
    reason: str = ""

    @property
    def difference(self) -> Decimal | None:
        return None if self.own is None or self.found.value is None else self.own - self.found.value

    @property
    def low(self) -> Decimal | None:
        return None if self.difference is None or self.found.high is None else self.own - self.found.high

    @property
    def high(self) -> Decimal | None:
        return None if self.difference is None or self.found.low is None else self.own - self.found.low

    @property
    def direction(self) -> Direction:
        if self.difference is None:
            return Direction.NONE
        if self.low is None or self.high is None:
            return Direction.UNSURE
        if self.low > 0:
            return Direction.HIGHER
        return Direction.LOWER if self.high < 0 else Direction.ALIKE

    @property
    def small(self) -> bool:
        return self.found.small


@dataclass(frozen=True)
class Comparison:
    """`lines` in the standard's order; `whole` only where the unit was asked for the whole sheet: a part of it has no total to compare."""

    lines: tuple[Line, ...]
    whole: Line | None

    def count(self, direction: str) -> int:
        return sum(line.direction == direction for line in self.lines)

    @property
    def higher(self) -> int:
        return self.count(Direction.HIGHER)

    @property
    def lower(self) -> int:
        return self.count(Direction.LOWER)

    @property
    def compared(self) -> int:
        return sum(line.difference is not None for line in self.lines)


def compare(
    criteria: Criteria, asked: Sequence[str], marks: Mapping, total: Decimal | None, scores: Scores | None
) -> Comparison:
    """`marks` as sealed, `scores` of the unit in the cycle. Red lines and indicators without a weight have no mean and are left out."""
    scores = scores or Scores()
    lines = tuple(
        Line(
            own=_own(criteria, code, marks.get(code, {})),
            found=replace(scores.indicators.get(code, NOTHING), target=None),
            indicator=criteria.indicators[code],
            reason=marks.get(code, {}).get("reason", ""),
        )
        for code in asked
        if code in criteria.indicators and criteria.indicators[code].weight
    )
    whole = Line(total, of_sheets(scores.whole)) if set(asked) >= set(criteria.indicators) else None
    return Comparison(lines, whole)


def of_sheets(score: ScoreEstimate) -> ScoreEstimate:
    """The part of a unit's score that stands on its sheets: what is measured of it no sheet asks for."""
    return combine_sources([source for source in score.sources if source.kind == SHEETS])


def _own(criteria: Criteria, code: str, mark: Mapping) -> Decimal | None:
    points = points_of(criteria, code, mark)
    return None if points is None else normalise_points(points, criteria.indicators[code].max_points)


@dataclass(frozen=True)
class Place:
    """Where a difference is drawn, in percent of the width; 50 % is no difference. None where there is none."""

    at: str | None
    low: str | None
    high: str | None


def reach_of(lines: Iterable[Line]) -> Decimal:
    """How far the axis goes to either side: round, so that all of these fit."""
    ends = [abs(end) for line in lines for end in (line.difference, line.low, line.high) if end is not None]
    return Decimal(max(10, ceil(max(ends, default=Decimal(0)) / 10) * 10))


def place_of(line: Line, reach: Decimal) -> Place:
    return Place(*(_percent(end, reach) for end in (line.difference, line.low, line.high)))


def _percent(value: Decimal | None, reach: Decimal) -> str | None:
    return None if value is None else f"{(value / reach + 1) * 50:.2f}%"

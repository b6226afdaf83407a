"""The scores of a session side by side: who gave what, where they differ and how far. Pure: sealed scores in, rows out.

An assessor's mark differs where it is not the one that more than half have given; where no mark has that, all differ. The spread is between the
highest and the lowest mark in points of 0–100; marks without points (not applicable, triggered or not) have none.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _, ngettext

from assessments.scoring import normalise_points
from assessments.selectors.criteria import Criteria
from assessments.services.drafts import describe
from assessments.services.marks import points_of
from calibration.models import ReferenceMark, SealedScore
from calibration.selectors.agreed import value_of
from foundation.common.texts import localized
from organization.models import Person
from standards.enums import Scale
from standards.models import Dimension, Indicator


@dataclass(frozen=True)
class Cell:
    """One assessor's mark: in words, with its reason, whether it differs from the others and from the reference."""

    person: Person
    text: str
    reason: str
    differs: bool
    is_off: bool = False


@dataclass(frozen=True)
class Line:
    """One indicator. `spread`: points between the highest and the lowest; None where marks have no points or there is one only."""

    indicator: Indicator
    cells: tuple[Cell, ...]
    spread: Decimal | None
    agreed: ReferenceMark | None = None

    @property
    def differs(self) -> bool:
        return any(cell.differs for cell in self.cells)

    @property
    def reason(self) -> str:
        """Why the reference mark is what it is."""
        if self.agreed is None:
            return ""
        return self.agreed.reason or _("All have given this mark.")

    @property
    def reference_text(self) -> str:
        return mark_text(self.indicator, self.agreed.mark) if self.agreed else ""


@dataclass(frozen=True)
class Part:
    dimension: Dimension
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Comparison:
    """`totals` in the order of the people; `spread` between the highest and the lowest of them."""

    people: tuple[Person, ...]
    totals: tuple[Decimal | None, ...]
    parts: tuple[Part, ...]
    spread: Decimal | None

    @property
    def lines(self) -> list[Line]:
        return [line for part in self.parts for line in part.lines]

    @property
    def differing(self) -> int:
        return sum(line.differs for line in self.lines)


def compare(
    criteria: Criteria, scores: Sequence[SealedScore], agreed: Mapping[str, ReferenceMark] | None = None
) -> Comparison:
    agreed = agreed or {}
    parts = tuple(
        Part(dimension, tuple(_line(criteria, indicator, scores, agreed.get(indicator.code)) for indicator in own))
        for dimension, own in criteria.groups
    )
    totals = tuple(score.total for score in scores)
    return Comparison(tuple(score.sheet.assessor for score in scores), totals, parts, spread_of(totals))


def _line(
    criteria: Criteria, indicator: Indicator, scores: Sequence[SealedScore], agreed: ReferenceMark | None
) -> Line:
    code = indicator.code
    marks = [score.marks.get(code, {}) for score in scores]
    usual = majority(marks)
    wanted = value_of(agreed.mark) if agreed else None
    cells = tuple(
        Cell(
            person=score.sheet.assessor,
            text=mark_text(indicator, mark),
            reason=mark.get("reason", ""),
            differs=value_of(mark) != usual,
            is_off=wanted is not None and value_of(mark) != wanted,
        )
        for score, mark in zip(scores, marks, strict=True)
    )
    return Line(indicator, cells, spread_of([normalised(criteria, code, mark) for mark in marks]), agreed)


def majority(marks: Sequence[Mapping]) -> tuple | None:
    """The value that more than half have given; None where there is none."""
    counted = Counter(value_of(mark) for mark in marks).most_common(1)
    return counted[0][0] if counted and counted[0][1] * 2 > len(marks) else None


def normalised(criteria: Criteria, code: str, mark: Mapping) -> Decimal | None:
    """A mark as points of 0–100; None where it has no points."""
    points = points_of(criteria, code, mark)
    return None if points is None else normalise_points(points, criteria.indicators[code].max_points)


def spread_of(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return max(known) - min(known) if len(known) > 1 else None


def mark_text(indicator: Indicator, mark: Mapping) -> str:
    """A mark in words, without its reason; “–” where there is none."""
    if "count" in mark:
        return ngettext("%(n)d time", "%(n)d times", mark["count"]) % {"n": mark["count"]}
    if "level" in mark and indicator.scale == Scale.YES_NO:
        return _("Yes") if mark["level"] else _("No")
    return describe({name: value for name, value in mark.items() if name != "reason"}) or "–"


def name_of(indicator: Indicator) -> str:
    return f"{indicator.code} {localized(indicator, 'name')}"

"""How appeals ended: by indicator, assessor and department. Points of final rulings are counted; small numbers are marked and say little."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from appeals.enums import UPHELD, AppealState, Outcome, RulingState
from appeals.models import Appeal, RuledPoint
from assessments.models import Cycle
from foundation.common.numbers import round_points
from foundation.common.templatetags.marks import person_name
from foundation.common.texts import localized

# Below so many decided points a share says next to nothing.
SMALL = 10


@dataclass
class Line:
    """One indicator, assessor or department. `disputed` counts points that were sent, decided or not; `changes` are on the scale of 0–100."""

    key: str
    name: str
    disputed: int = 0
    outcomes: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Outcome.values, 0))
    changes: list[Decimal] = field(default_factory=list)

    @property
    def decided(self) -> int:
        return sum(self.outcomes.values())

    @property
    def accepted(self) -> int:
        return self.outcomes[Outcome.ACCEPTED]

    @property
    def in_part(self) -> int:
        return self.outcomes[Outcome.IN_PART]

    @property
    def refused(self) -> int:
        return self.outcomes[Outcome.REFUSED]

    @property
    def share(self) -> Decimal | None:
        """Of the decided points those that were upheld, wholly or in part, 0–1."""
        return Decimal(self.accepted + self.in_part) / self.decided if self.decided else None

    @property
    def mean_change(self) -> Decimal | None:
        """Over the upheld points that have one."""
        return round_points(sum(self.changes) / len(self.changes)) if self.changes else None

    @property
    def is_small(self) -> bool:
        return self.decided < SMALL


@dataclass(frozen=True)
class Statistics:
    """The three tables, the most disputed first, and all together."""

    whole: Line
    appeals: int
    open: int
    by_indicator: list[Line]
    by_assessor: list[Line]
    by_unit: list[Line]


def statistics_of(cycle: Cycle | None) -> Statistics:
    """Of one cycle, or of all. Three queries. A sheet of two assessors counts for both."""
    appeals = Appeal.objects.exclude(state__in=(AppealState.DRAFT, AppealState.WITHDRAWN))
    if cycle is not None:
        appeals = appeals.filter(cycle=cycle)
    appeals = list(
        appeals.select_related("unit", "sheet__assessor", "sheet__co_assessor").prefetch_related("points__indicator")
    )
    final = RuledPoint.objects.filter(ruling__state=RulingState.FINAL, ruling__appeal__in=appeals)
    ruled = {row.point_id: row for row in final}
    whole, indicators, assessors, units = Line("", ""), {}, {}, {}
    for appeal in appeals:
        for point in appeal.points.all():
            lines = [
                whole,
                _line(indicators, point.indicator.code, lambda one=point: localized(one.indicator, "name")),
                _line(units, appeal.unit.code, lambda one=appeal: localized(one.unit, "name")),
                *(
                    _line(assessors, person.staff_number, lambda one=person: person_name(one))
                    for person in appeal.sheet.holders
                ),
            ]
            _count(lines, ruled.get(point.pk))
    return Statistics(
        whole=whole,
        appeals=len(appeals),
        open=sum(appeal.is_open for appeal in appeals),
        by_indicator=_ordered(indicators),
        by_assessor=_ordered(assessors),
        by_unit=_ordered(units),
    )


def _line(lines: dict[str, Line], key: str, name: Callable[[], str]) -> Line:
    if key not in lines:
        lines[key] = Line(key, name())
    return lines[key]


def _count(lines: Iterable[Line], ruled: RuledPoint | None) -> None:
    for line in lines:
        line.disputed += 1
        if ruled is None:
            continue
        line.outcomes[ruled.outcome] += 1
        if ruled.outcome in UPHELD and ruled.change is not None:
            line.changes.append(ruled.change)


def _ordered(lines: dict[str, Line]) -> list[Line]:
    return sorted(lines.values(), key=lambda line: (-line.disputed, line.key))

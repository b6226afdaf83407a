"""Everything the manager's page shows, read in a fixed number of queries whatever the number of units, sheets or scores."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from analysis.computing import Scores
from analysis.loading import load_rows
from analysis.results import CycleResult, arrange, overall_of
from analysis.rules import SHOWN_TO_UNIT
from analysis.scheme import schemes_of
from analysis.trends import LENGTH, TrendPoint, points_of
from assessments.models import Cycle
from dashboard.quarter.choice import Choice, read_choice
from foundation.common import clock
from organization.models import Person
from rectification.enums import TaskState
from rectification.models import RectificationTask
from rectification.selectors import progress_of, tasks_visible_to

TASKS_SHOWN = 5


@dataclass(frozen=True)
class Rectification:
    """`counts` by state and `late`; `urgent`: the open tasks that are due first."""

    counts: dict[str, int]
    urgent: list[RectificationTask]

    @property
    def open(self) -> int:
        return sum(self.counts[state] for state in TaskState.values if state != TaskState.CLOSED)


@dataclass(frozen=True)
class Overview:
    """`overall` and `trend` are those of the chosen units and, for the trend, of the chosen dimension."""

    result: CycleResult
    choice: Choice
    overall: Scores
    trend: list[TrendPoint]
    rectification: Rectification


def read_overview(person: Person, cycles: Sequence[Cycle], cycle: Cycle, query: Mapping[str, str]) -> Overview:
    """`cycles`: latest first, those the person may see; change and trend refer to those among them in which scoring has ended."""
    earlier = [
        one for one in cycles if one.type == cycle.type and one.start < cycle.start and one.state in SHOWN_TO_UNIT
    ]
    line = [*reversed(earlier[: LENGTH - 1]), cycle]
    before = earlier[0] if earlier else None
    loaded = load_rows(line, in_full=[cycle, before] if before else [cycle])
    schemes = schemes_of(one.standard_version for one in line)
    result = arrange(cycle, before, loaded, schemes)
    choice = read_choice(query, result)
    old = None if before is None else (schemes[before.standard_version_id], loaded.rows[before.pk])
    dimension = choice.dimension.code if choice.dimension else ""
    return Overview(
        result=result,
        choice=choice,
        overall=overall_of(result.scheme, loaded.rows[cycle.pk], old, choice.units),
        trend=points_of(line, loaded, schemes, units=choice.units, dimension=dimension),
        rectification=_rectification(person, choice),
    )


def _rectification(person: Person, choice: Choice) -> Rectification:
    """Open tasks from this cycle's findings and earlier ones, and those that were closed within the cycle."""
    cycle = choice.cycle
    tasks = tasks_visible_to(person).filter(finding__cycle__start__lte=cycle.start)
    if choice.units is not None:
        tasks = tasks.filter(unit__in=choice.units)
    still_open = ~Q(state=TaskState.CLOSED)
    closed_within = Q(closed_at__gte=clock.at_local(cycle.start), closed_at__lt=clock.at_local(cycle.end))
    urgent = tasks.filter(still_open).order_by("due_on", "pk").select_related(None).select_related("unit")
    return Rectification(
        progress_of(tasks.select_related(None).filter(still_open | closed_within)), list(urgent[:TASKS_SHOWN])
    )

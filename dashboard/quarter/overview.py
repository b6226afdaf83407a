"""The figures of the manager's page, read in a fixed number of queries whatever the number of units, sheets or scores."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.computing import Scores
from analysis.loading import Loaded, load_rows
from analysis.results import CycleResult, arrange, overall_of
from analysis.rules import SHOWN_TO_UNIT
from analysis.scheme import schemes_of
from analysis.trends import LENGTH, TrendPoint, points_of
from assessments.models import Cycle
from dashboard.quarter.choice import Choice, read_choice


@dataclass(frozen=True)
class Line:
    """The cycle and those before it that the trend shows, oldest first, with their rows; `before`: what changes refer to."""

    cycle: Cycle
    before: Cycle | None
    cycles: tuple[Cycle, ...]
    loaded: Loaded


def read_line(cycles: Sequence[Cycle], cycle: Cycle) -> Line:
    """`cycles`: latest first, those the person may see; change and trend refer to those among them in which scoring has ended."""
    earlier = [
        one for one in cycles if one.type == cycle.type and one.start < cycle.start and one.state in SHOWN_TO_UNIT
    ]
    before = earlier[0] if earlier else None
    line = (*reversed(earlier[: LENGTH - 1]), cycle)
    return Line(cycle, before, line, load_rows(line, in_full=[cycle, before] if before else [cycle]))


@dataclass(frozen=True)
class Overview:
    """`overall` and `trend` are those of the chosen units and, for the trend, of the chosen dimension."""

    result: CycleResult
    choice: Choice
    overall: Scores
    trend: list[TrendPoint]


def make_overview(line: Line, query: Mapping[str, str]) -> Overview:
    """No query but for versions of the standard that this process has not read yet."""
    cycle, before, loaded = line.cycle, line.before, line.loaded
    schemes = schemes_of(one.standard_version for one in line.cycles)
    result = arrange(cycle, before, loaded, schemes)
    choice = read_choice(query, result)
    old = None if before is None else (schemes[before.standard_version_id], loaded.rows[before.pk])
    dimension = choice.dimension.code if choice.dimension else ""
    return Overview(
        result=result,
        choice=choice,
        overall=overall_of(result.scheme, loaded.rows[cycle.pk], old, choice.units),
        trend=points_of(line.cycles, loaded, schemes, units=choice.units, dimension=dimension),
    )

"""The figures of the manager's page, read in a fixed number of queries whatever the number of units, sheets or scores."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from analysis.computing import Scores
from analysis.loading import LEVELS, CycleRows, Loaded, read_rows, units_in
from analysis.results import CycleResult, arrange, overall_of
from analysis.rules import SHOWN_TO_UNIT
from analysis.scheme import schemes_of
from analysis.trends import LENGTH, TrendPoint, levels_for, points_of
from assessments.enums import CycleType
from assessments.models import Cycle
from dashboard.quarter.choice import Choice, Mark, read_choice
from organization.models import Unit


@dataclass(frozen=True)
class Line:
    """The cycle and those before it that the trend shows, oldest first; `before`: what changes refer to.

    `rows` are in the same order, `units` all that is shown of their units as one text, `nesting` which of them lies below which: together they
    say what a drawing would say.
    """

    cycle: Mark
    before: Mark | None
    cycles: tuple[Mark, ...]
    rows: tuple[CycleRows, ...]
    units: str
    measured_at: datetime | None
    nesting: str = ""


def read_line(marks: Sequence[Mark], cycle: Mark, dimension: str) -> Line:
    """`marks`: latest first, those the person may see; change and trend refer to those among them in which scoring has ended. One query.

    Of the cycle itself all totals are read, of the one before those that changes refer to, of the others those of the trend.
    """
    is_quarter = cycle.type == CycleType.QUARTER  # special assessments have nothing in common that could be compared
    earlier = [
        one
        for one in marks
        if is_quarter and one.type == cycle.type and one.start < cycle.start and one.state in SHOWN_TO_UNIT
    ]
    before = earlier[0] if earlier else None
    line = (*reversed(earlier[: LENGTH - 1]), cycle)
    levels = {one.pk: levels_for(dimension) for one in line} | {cycle.pk: LEVELS}
    if before is not None:
        levels[before.pk] = levels_for("any")
    read = read_rows(levels)
    return Line(
        cycle,
        before,
        line,
        tuple(read.rows[one.pk] for one in line),
        read.units,
        read.measured_at.get(cycle.pk),
        read.nesting,
    )


@dataclass(frozen=True)
class Overview:
    """`overall` and `trend` are those of the chosen units and, for the trend, of the chosen dimension."""

    result: CycleResult
    choice: Choice
    overall: Scores
    trend: list[TrendPoint]


def make_overview(line: Line, query: Mapping[str, str]) -> Overview:
    """From the rows of the line; the cycles, units and versions that they name are read here."""
    known = Cycle.objects.select_related("standard_version").in_bulk([one.pk for one in line.cycles])
    cycles = [known[one.pk] for one in line.cycles]
    cycle, before = cycles[-1], known[line.before.pk] if line.before else None
    rows = dict(zip((one.pk for one in cycles), line.rows, strict=True))
    measured_at = {cycle.pk: line.measured_at} if line.measured_at else {}
    loaded = Loaded(rows, Unit.objects.in_bulk(units_in(line.rows)), measured_at, line.nesting)
    schemes = schemes_of(one.standard_version for one in cycles)
    result = arrange(cycle, before, loaded, schemes)
    choice = read_choice(query, result)
    old = None if before is None else (schemes[before.standard_version_id], rows[before.pk])
    dimension = choice.dimension.code if choice.dimension else ""
    return Overview(
        result=result,
        choice=choice,
        overall=overall_of(result.scheme, rows[cycle.pk], old, choice.units),
        trend=points_of(cycles, loaded, schemes, units=choice.units, dimension=dimension),
    )

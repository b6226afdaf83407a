"""Totals kept from sealed sheets: n, sum and sum of squares for each unit, dimension and indicator of a cycle.

`add_to_totals` is their only writer and runs in the transaction that seals a revision, so that no page ever has to read item scores.
`recompute_totals` takes the other way, from the latest revisions' items, and `manage.py verify` compares the two.
"""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from assessments.models import Cycle, ItemScore, ScoreSheet, ScoreTotal
from assessments.models.total import TotalLevel
from assessments.scoring import InvalidMark, Mark, SheetScore, normalise_points, score_sheet
from assessments.selectors.criteria import Criteria, criteria_of
from assessments.services.marks import Marks, points_of
from foundation.common.engine import upsert_add
from foundation.common.numbers import to_units

# (level, code) → points of 0–100; what was not applicable is not there.
Figures = dict[tuple[str, str], Decimal]
Sums = tuple[int, int, int]


def figures_of(criteria: Criteria, points: dict[str, Decimal], score: SheetScore) -> Figures:
    """What one sealed sheet adds: its total, its dimensions, and each indicator normalised to 0–100. `points`: {code: as given}."""
    figures = {(TotalLevel.SHEET.value, ""): score.total}
    figures |= {(TotalLevel.DIMENSION.value, code): value for code, value in score.dimensions.items()}
    for code, given in points.items():
        figures[TotalLevel.INDICATOR.value, code] = normalise_points(given, criteria.indicators[code].max_points)
    return {place: value for place, value in figures.items() if value is not None}


def figures_of_marks(criteria: Criteria, marks: Marks, score: SheetScore) -> Figures:
    given = {code: points_of(criteria, code, mark) for code, mark in marks.items()}
    return figures_of(criteria, {code: points for code, points in given.items() if points is not None}, score)


def add_to_totals(*, sheet: ScoreSheet, old: Figures | None, new: Figures) -> None:
    """Move the totals of the sheet's unit from what it said before (None: nothing) to what it says now, in one statement.

    Spot-check sheets stay out of the quarter's result.
    """
    if sheet.plan_id is None:
        return
    changes: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for sign, figures in ((-1, old or {}), (1, new)):
        for place, value in figures.items():
            units = to_units(value)
            for position, amount in enumerate((1, units, units * units)):
                changes[place][position] += sign * amount
    upsert_add(
        ScoreTotal,
        keys=("cycle_id", "unit_id", "level", "code"),
        sums=("n", "total", "squares"),
        rows=[
            (sheet.cycle_id, sheet.unit_id, *place, *amounts)
            for place, amounts in sorted(changes.items())
            if any(amounts)
        ],
    )


class NotScorable(ValueError):
    """A sealed sheet has a mark that its standard does not allow: somebody has changed it."""


def recompute_totals(cycle: Cycle) -> dict[tuple[int, str, str], Sums]:
    """{(unit id, level, code): (n, sum, squares)} from the items of the latest revisions. Reads, compares nothing, writes nothing.

    Raises NotScorable where a sheet's items cannot be scored under its own standard.
    """
    sums: dict[tuple[int, str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for unit_id, figures in _latest_figures(cycle):
        for place, value in figures.items():
            units = to_units(value)
            row = sums[unit_id, *place]
            row[0] += 1
            row[1] += units
            row[2] += units * units
    return {place: tuple(row) for place, row in sums.items()}


def _latest_figures(cycle: Cycle) -> Iterable[tuple[int, Figures]]:
    """(unit id, figures) of each sealed plan sheet, scored anew from its items; items are streamed."""
    sheets = ScoreSheet.objects.filter(cycle=cycle, plan__isnull=False, revision__isnull=False).select_related(
        "standard_version"
    )
    present = {sheet.revision_id: sheet for sheet in sheets}
    rows = (
        ItemScore.objects.filter(revision__sheet__cycle=cycle, revision__sheet__plan__isnull=False)
        .order_by("revision_id")
        .values_list("revision_id", "indicator__code", "points", "is_na", "triggered", "occurrences")
    )
    revision_id, marks = None, []
    for row in rows.iterator(chunk_size=5000):
        if row[0] != revision_id:
            if revision_id in present:
                yield _figures_again(present[revision_id], marks)
            revision_id, marks = row[0], []
        marks.append(Mark(row[1], points=row[2], na=row[3], triggered=bool(row[4]), occurrences=row[5]))
    if revision_id in present:
        yield _figures_again(present[revision_id], marks)


def _figures_again(sheet: ScoreSheet, marks: list[Mark]) -> tuple[int, Figures]:
    criteria = criteria_of(sheet.standard_version)
    points = {mark.code: mark.points for mark in marks if mark.points is not None}
    try:
        return sheet.unit_id, figures_of(criteria, points, score_sheet(criteria.rule, marks))
    except (InvalidMark, ArithmeticError, KeyError, ValueError) as error:
        raise NotScorable(f"sheet {sheet.number} ({error})") from error

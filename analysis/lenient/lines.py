"""A quarter's assessors, how lenient they were, and each unit's score beside what it would be without that."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import BigIntegerField, Count, F, Sum

from analysis.estimates import SHEETS, Totals
from analysis.lenient.additive import Effect, Fitted, fit
from analysis.results import CycleResult, UnitResult
from assessments.models import Cycle, ScoreSheet
from foundation.common.numbers import round_points
from organization.models import Person

NOTHING = Effect(0)


@dataclass(frozen=True)
class AssessorLine:
    assessor: Person
    effect: Effect


@dataclass(frozen=True)
class UnitLine:
    """`lift`: points by which the leniency of its assessors lifts the unit's whole score; `adjusted`: the score without it.

    None where it cannot be told, or a critical event holds the score where it is.
    """

    row: UnitResult
    lift: Effect
    adjusted: Decimal | None


@dataclass(frozen=True)
class Leniencies:
    """`assessors`: the surest first; `units` as the quarter ranks them; `parts`: groups of units and assessors that share nothing with each other."""

    assessors: tuple[AssessorLine, ...]
    units: tuple[UnitLine, ...]
    parts: int

    @property
    def sure(self) -> tuple[AssessorLine, ...]:
        return tuple(line for line in self.assessors if line.effect.is_sure)


def cells_of(cycle: Cycle) -> dict[tuple[int, int], Totals]:
    """(unit, assessor) → the sealed sheets of the quarter's plans, before critical events: who met one is not strict for that. One query."""
    sheets = ScoreSheet.objects.filter(cycle=cycle, plan__isnull=False, revision__underlying__isnull=False).order_by()
    points, units = F("revision__underlying"), BigIntegerField()
    rows = sheets.values_list("unit_id", "assessor_id").annotate(
        n=Count("pk"), total=Sum(points, output_field=units), squares=Sum(points * points, output_field=units)
    )
    return {(unit, assessor): Totals(n, total, squares) for unit, assessor, n, total, squares in rows}


def leniencies_of(result: CycleResult) -> Leniencies:
    """Two queries."""
    fitted = fit(cells_of(result.cycle))
    people = Person.objects.in_bulk(fitted.assessors)
    lines = [AssessorLine(people[key], effect) for key, effect in fitted.assessors.items()]
    return Leniencies(tuple(sorted(lines, key=_surest_first)), tuple(_unit_lines(result, fitted)), fitted.parts)


def _surest_first(line: AssessorLine) -> tuple:
    value = line.effect.value
    return (not line.effect.is_sure, value is None, -abs(value or 0), line.assessor.staff_number)


def _unit_lines(result: CycleResult, fitted: Fitted) -> Iterable[UnitLine]:
    for row in result.rows:
        if row.whole.value is not None:
            lift = _of_whole(fitted.units.get(row.unit.pk, NOTHING), _share_of_sheets(row))
            yield UnitLine(row, lift, _adjusted(row, lift))


def _share_of_sheets(row: UnitResult) -> Fraction:
    """Of the sheets in the whole score: what is measured knows no leniency."""
    present = [source for source in row.whole.sources if not source.is_missing and source.weight]
    whole = sum(source.weight for source in present)
    return Fraction(sum(source.weight for source in present if source.kind == SHEETS), whole) if whole else Fraction(0)


def _of_whole(effect: Effect, share: Fraction) -> Effect:
    by = float(share)
    values = [None if value is None else value * by for value in (effect.value, effect.low, effect.high)]
    return Effect(effect.n, *values, is_sure=effect.is_sure)


def _adjusted(row: UnitResult, lift: Effect) -> Decimal | None:
    if lift.value is None or row.whole.underlying is not None:
        return None
    return min(max(round_points(row.whole.value - Decimal(lift.value)), Decimal(0)), Decimal(100))

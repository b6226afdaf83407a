"""Comparisons from the database: own marks that the reader may see, beside figures that the reader may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from analysis.computing import Scores, scores_by_unit
from analysis.loading import load_rows
from analysis.rules import SHOWN_TO_UNIT
from analysis.scheme import schemes_of
from assessments.models import Cycle
from assessments.selectors.criteria import criteria_of
from organization.models import Person
from organization.rules import sees_all_units
from selfcheck.comparing import Comparison, compare
from selfcheck.models import SealedCheck, SelfCheck
from selfcheck.selectors.checks import marks_visible_to

CYCLES_BACK = 6


@dataclass(frozen=True)
class Compared:
    check: SelfCheck
    sealed: SealedCheck
    comparison: Comparison


def comparable(person: Person | None) -> QuerySet[SealedCheck]:
    """Those of which the reader may see both sides: marks as always; the inspected figures of their own unit from the gate “feedback” on."""
    rows = marks_visible_to(person)
    return rows if sees_all_units(person) else rows.filter(check_of__cycle__state__in=SHOWN_TO_UNIT)


def scores_of(cycles: Sequence[Cycle]) -> dict[tuple[int, int], Scores]:
    """{(cycle, unit): inspected scores}. Two queries, whatever the number of cycles, units or scores."""
    cycles = list(cycles)
    if not cycles:
        return {}
    loaded, schemes = load_rows(cycles), schemes_of(cycle.standard_version for cycle in cycles)
    return {
        (cycle.pk, unit): scores
        for cycle in cycles
        for unit, scores in scores_by_unit(schemes[cycle.standard_version_id], loaded.rows[cycle.pk]).items()
    }


def compared(rows: Iterable[SealedCheck]) -> list[Compared]:
    """Each beside its inspection. The figures of all their cycles are read at once."""
    rows = list(rows)
    found = scores_of({row.check_of.cycle_id: row.check_of.cycle for row in rows}.values())
    return [_compared(row, found.get((row.check_of.cycle_id, row.check_of.unit_id))) for row in rows]


def _compared(row: SealedCheck, scores: Scores | None) -> Compared:
    check = row.check_of
    criteria = criteria_of(check.standard_version)
    return Compared(check, row, compare(criteria, check.indicators, row.marks, row.total, scores))


def of_cycle(person: Person | None, cycle: Cycle) -> list[Compared]:
    """All units of the cycle, those that rate themselves highest above their inspection first; what cannot be compared as a whole last."""
    rows = comparable(person).filter(check_of__cycle=cycle).order_by("check_of__unit__code")
    return sorted(compared(rows), key=_by_difference)


def _by_difference(one: Compared) -> tuple:
    whole = one.comparison.whole
    known = whole is not None and whole.difference is not None
    return (not known, -whole.difference if known else -one.comparison.higher, one.check.unit.code)


def over_cycles(person: Person | None, check: SelfCheck) -> list[Compared]:
    """The unit's comparisons up to this one's cycle, latest first."""
    rows = comparable(person).filter(check_of__unit=check.unit_id, check_of__cycle__start__lte=check.cycle.start)
    return compared(rows.order_by("-check_of__cycle__start", "-check_of__cycle__pk")[:CYCLES_BACK])

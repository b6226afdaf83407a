"""The past cycles that a standard's targets name as their baseline (R3)."""

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.loading import read_rows
from analysis.rules import SHOWN_TO_UNIT
from analysis.targets.actuals import Period
from analysis.targets.aims import Aim
from assessments.models import Cycle


@dataclass(frozen=True)
class NamedPeriod:
    cycle: Cycle
    period: Period


def periods_of(aims: Iterable[Aim]) -> dict[str, NamedPeriod]:
    """{code: the cycle and what is known of it}. Two queries; none where no aim names a cycle. A cycle whose results are not approved, or not
    any more, is not there: its figures may still move."""
    codes = {aim.baseline_cycle for aim in aims if aim.baseline_cycle}
    cycles = list(Cycle.objects.filter(code__in=codes, state__in=SHOWN_TO_UNIT)) if codes else []
    if not cycles:
        return {}
    read = read_rows({cycle.pk: () for cycle in cycles})
    return {cycle.code: NamedPeriod(cycle, Period(read.rows[cycle.pk], read.nesting)) for cycle in cycles}

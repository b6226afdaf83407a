"""How many records a plan should look at for a wanted precision (R12)."""

import math
from dataclasses import dataclass

from assessments.models import Cycle, Plan, ScoreTotal
from assessments.models.total import TotalLevel
from assessments.selectors.frames import frame_of_cycle
from foundation.common.numbers import UNITS
from sampling.sizes import size_for_mean

PRECISIONS = (5, 3, 2)  # ± points
# The spread of sheet totals in points where the unit has not been assessed before.
USUAL_DEVIATION = 12.0
ENOUGH_SHEETS = 10


@dataclass(frozen=True)
class SizeHint:
    """`sizes`: (± points, records); `deviation`: standard deviation of sheets it reckons with; `is_known`: from the unit's last quarter."""

    population: int
    deviation: float
    is_known: bool
    sizes: tuple[tuple[int, int], ...]


def size_hint(plan: Plan) -> SizeHint:
    """From the number of the unit's records in the quarter so far and from how its sheets spread the last time. Three queries."""
    population = frame_of_cycle(plan.unit, plan.cycle).count()
    deviation, known_from = deviation_of(plan)
    sizes = (
        tuple((precision, size_for_mean(precision, deviation, population=population)) for precision in PRECISIONS)
        if population
        else ()
    )
    return SizeHint(population, deviation, known_from is not None, sizes)


def deviation_of(plan: Plan) -> tuple[float, Cycle | None]:
    """(standard deviation of single sheets in points, the cycle it is known from; None: the usual one). One query."""
    last = (
        ScoreTotal.objects.filter(
            unit=plan.unit_id, level=TotalLevel.SHEET, cycle__start__lt=plan.cycle.start, n__gte=ENOUGH_SHEETS
        )
        .select_related("cycle")
        .order_by("-cycle__start")
        .first()
    )
    if last is None:
        return USUAL_DEVIATION, None
    variance = (last.squares - last.total * last.total / last.n) / (last.n - 1)
    return math.sqrt(max(variance, 0.0)) / UNITS, last.cycle

"""What is known of a unit when its sample is sized: its records, how its sheets spread, and where it stands in the switching rules."""

import math
from collections import defaultdict
from datetime import timedelta
from statistics import stdev

from assessments.models import Plan, ScoreSheet
from assessments.quarters import quarter_start
from assessments.selectors.frames import counts_by_touchpoint, frame_of_cycle, records_in_frame
from assessments.selectors.hints import ENOUGH_SHEETS, deviation_of
from assessments.selectors.lots import judged_quarters
from assessments.sizing import Basis
from sampling.switching import standing_after


def basis_of(plan: Plan) -> Basis:
    """Seven queries at most."""
    cycle = plan.cycle
    before = quarter_start(cycle.start - timedelta(days=1))
    deviation, deviation_cycle = deviation_of(plan)
    lots = judged_quarters(plan.unit, cycle.start)
    return Basis(
        counts=counts_by_touchpoint(frame_of_cycle(plan.unit, cycle)),
        counts_before=counts_by_touchpoint(records_in_frame(plan.unit, before, cycle.start)),
        deviation=deviation,
        deviation_cycle=deviation_cycle,
        spreads=_spreads(plan, deviation_cycle) if deviation_cycle is not None else {},
        standing=standing_after(one.lot for one in lots),
        lots=len(lots),
    )


def _spreads(plan: Plan, cycle) -> dict[str, float]:
    """{touchpoint: standard deviation in points} of the unit's record sheets of the cycle, where there are enough of them."""
    rows = ScoreSheet.objects.filter(
        cycle=cycle, unit=plan.unit_id, plan__isnull=False, record__isnull=False, revision__total__isnull=False
    ).values_list("record__touchpoint", "revision__total")
    totals: dict[str, list[float]] = defaultdict(list)
    for touchpoint, total in rows:
        totals[touchpoint].append(float(total))
    spreads = {name: stdev(values) for name, values in totals.items() if len(values) >= ENOUGH_SHEETS}
    return {name: spread for name, spread in spreads.items() if math.isfinite(spread)}

"""What a plan's sample is drawn from, and how large it is: records by touchpoint, customers who can be called, working half-days (R12)."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from assessments.enums import Method
from assessments.methods import WAYS
from assessments.methods_planned import wanted_of_methods
from assessments.models import Plan, SampleDesign
from assessments.selectors.frames import (
    CALLBACK,
    callback_pairs,
    counts_by_touchpoint,
    customers_in_frame,
    frame_of_cycle,
    half_day_pairs,
    record_pairs,
)
from assessments.selectors.hints import USUAL_DEVIATION
from assessments.sizing import spread_over
from foundation.common import clock
from foundation.common.errors import Invalid

Pairs = list[tuple[str, str]]
# How far back cameras are asked about: most are kept for a month, those of counters for three.
FOOTAGE_KEPT_DAYS = 30


def frame_of_plan(plan: Plan) -> tuple[Pairs, dict[str, int]]:
    """([(stratum, key)], {stratum: sample}). Where there are fewer records or customers than wanted, all are drawn.

    Raises Invalid where there is nothing to draw from, or too few half-days.
    """
    pairs: Pairs = []
    sizes: dict[str, int] = {}
    if plan.records_wanted:
        found, wanted = _records(plan)
        pairs.extend(found)
        sizes |= wanted
    if plan.callbacks_wanted:
        customers = customers_in_frame(plan.unit, plan.cycle, clock.now())
        known = list(callback_pairs(customers))
        if not known:
            raise Invalid(
                _(
                    "No record of this unit holds a customer’s number: nobody can be called. A manager can return the plan for a change."
                )
            )
        sizes[CALLBACK] = min(plan.callbacks_wanted, len(known))
        pairs.extend(known)
    further = {method: one.wanted for method, one in wanted_of_methods(plan).items()}
    for method, wanted in ({Method.ON_SITE: plan.visits_wanted} | further).items():
        if wanted:
            pairs.extend(_half_days(plan, method, wanted))
            sizes[WAYS[method].stratum] = wanted
    return pairs, sizes


def _records(plan: Plan) -> tuple[Pairs, dict[str, int]]:
    design = SampleDesign.objects.filter(plan=plan).first() or SampleDesign(plan=plan)
    records = frame_of_cycle(plan.unit, plan.cycle).filter(occurred_at__lte=clock.now())
    if design.touchpoints:
        records = records.filter(touchpoint__in=design.touchpoints)
    counts = counts_by_touchpoint(records)
    if not counts:
        raise Invalid(
            _("There are no service records of this unit in the time that is assessed yet. Import them first.")
        )
    sizes = sizes_for(counts, plan.records_wanted, design)
    if not sizes:
        raise Invalid(
            _(
                "None of the touchpoints that were chosen has records. A manager can return the plan, so that it can be changed."
            )
        )
    return list(record_pairs(records)), sizes


def _half_days(plan: Plan, method: Method, wanted: int) -> Pairs:
    """Working half-days to come, or of footage those that have passed and may still be kept."""
    way = WAYS[method]
    first, last = _days_back(plan) if way.looks_back else (_first_day(plan), plan.due_on)
    slots = half_day_pairs(way.stratum, first, last)
    if len(slots) >= wanted:
        return slots
    if way.looks_back:
        raise Invalid(
            _("Too few working half-days of the time that is assessed lie behind us whose footage is still kept.")
        )
    raise Invalid(
        _(
            "Too few working half-days are left for the visits. A manager can return the plan, so that its dates can be changed."
        )
    )


def _first_day(plan: Plan) -> date:
    """Not before tomorrow: a visit of today could not be prepared."""
    return max(plan.starts_on, clock.today() + timedelta(days=1))


def _days_back(plan: Plan) -> tuple[date, date]:
    """From the first day of the cycle whose footage is still kept, to its last or yesterday."""
    today = clock.today()
    first = max(plan.cycle.start, today - timedelta(days=FOOTAGE_KEPT_DAYS))
    return first, min(plan.cycle.end, today) - timedelta(days=1)


def sizes_for(counts: dict[str, int], wanted: int, design: SampleDesign | None = None) -> dict[str, int]:
    """Spread the sample over the touchpoints as the plan's design says; without one in proportion, one at least from each if there are enough."""
    if design is None:
        return spread_over(counts, wanted)
    return spread_over(
        counts,
        wanted,
        allocation=design.allocation,
        minimum=design.minimum,
        shares=design.shares,
        spreads={name: float(spread) for name, spread in design.spreads.items()},
        deviation=float(design.deviation or USUAL_DEVIATION),
    )

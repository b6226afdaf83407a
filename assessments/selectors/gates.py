"""Where a cycle stands: planned and actual days of its gates, the group that decides now, and what that leaves to be done."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assessments.enums import BY_GROUP, CycleState
from assessments.models import Amendment, Cycle, GateDate, GateDecision, GatePassage
from assessments.schedule import PLANNED_GATES, planned_dates
from assessments.selectors.figures import digest_of_figures
from foundation.common import clock
from foundation.workdays.calendar import workdays_between


@dataclass(frozen=True)
class Gate:
    """One gate of a cycle. `passed_on`: the day on which it was passed for the last time and has stayed passed; `by_hand`: a lead has set the day."""

    state: CycleState
    planned_on: date
    by_hand: bool
    passed_on: date | None
    is_current: bool

    @property
    def label(self) -> str:
        return str(self.state.label)

    @property
    def is_late(self) -> bool:
        return self.passed_on is None and self.planned_on < clock.today()

    @property
    def delay(self) -> int | None:
        """Working days by which it was passed after the planned day, negative before it; None as long as it is not passed."""
        return None if self.passed_on is None else workdays_between(self.planned_on, self.passed_on)


def gates_of(cycles: Iterable[Cycle]) -> dict[int, list[Gate]]:
    """{key of the cycle: its gates in order}. Two queries for any number of cycles."""
    cycles = list(cycles)
    chosen: dict[int, dict[str, date]] = defaultdict(dict)
    for row in GateDate.objects.filter(cycle__in=cycles):
        chosen[row.cycle_id][row.gate] = row.planned_on
    passed: dict[int, dict[str, date]] = defaultdict(dict)
    for row in GatePassage.objects.filter(cycle__in=cycles):
        if not row.is_back:
            passed[row.cycle_id][row.before] = clock.local(row.passed_at).date()
    return {cycle.pk: _gates(cycle, chosen[cycle.pk], passed[cycle.pk]) for cycle in cycles}


def _gates(cycle: Cycle, chosen: dict[str, date], passed: dict[str, date]) -> list[Gate]:
    order = list(CycleState)
    here = order.index(CycleState(cycle.state))
    planned = planned_dates(cycle.end, chosen)
    return [
        Gate(
            state=gate,
            planned_on=planned[gate],
            by_hand=gate in chosen,
            passed_on=passed.get(gate) if order.index(gate) < here else None,
            is_current=gate == cycle.state,
        )
        for gate in PLANNED_GATES
    ]


def next_gate(cycle: Cycle, gates: list[Gate]) -> Gate | None:
    """The one the cycle is in; before its beginning the first one; None once it is published."""
    if cycle.state == CycleState.PREPARING:
        return gates[0]
    return next((gate for gate in gates if gate.is_current), None)


def is_behind(cycle: Cycle, gate: str) -> bool:
    """Whether the gate has been passed, by its place alone: cycles of before the gates were kept have no passages."""
    order = CycleState.values
    return order.index(gate) < order.index(cycle.state)


def entered_by(cycle: Cycle) -> GatePassage | None:
    """The passage by which the cycle came where it is."""
    last = GatePassage.objects.filter(cycle=cycle).order_by("-pk").first()
    return last if last is not None and last.after == cycle.state else None


def decision_at_gate(cycle: Cycle) -> GateDecision | None:
    """The latest question to a group since the cycle came to this gate; None where none was put, or where no group decides here."""
    if cycle.state not in BY_GROUP:
        return None
    entered = entered_by(cycle)
    if entered is None:
        return None
    rows = GateDecision.objects.filter(cycle=cycle, gate=cycle.state, entered=entered)
    return (
        rows.select_related("decision__opened_by").prefetch_related("decision__members__person").order_by("-pk").first()
    )


def amendments_since(entered: GatePassage | None) -> list[Amendment]:
    """Rulings that have changed the figures since the cycle came where it is, in their order."""
    if entered is None:
        return []
    return list(Amendment.objects.filter(passage=entered).select_related("sheet", "revision__author").order_by("pk"))


def figures_have_moved(cycle: Cycle) -> bool:
    """Whether the figures are no longer those with which the cycle came where it is; False where that was not kept.

    What a ruling has amended has not moved: from the approved figures to the present ones must lead an unbroken chain of amendments. Any other
    change, before, between or after them, breaks it.
    """
    entered = entered_by(cycle)
    return entered is not None and _after(entered.figures, amendments_since(entered)) != digest_of_figures(cycle)


def are_amended(figures: str, cycle: Cycle) -> bool:
    """Whether the present figures are other than `figures`, a digest of earlier ones, by rulings on appeals alone."""
    rulings = Amendment.objects.filter(cycle=cycle).only("figures_before", "figures_after").order_by("pk")
    now = digest_of_figures(cycle)
    return figures != now == _after(figures, rulings)


def _after(figures: str, amendments: Iterable[Amendment]) -> str:
    """The digest to which an unbroken chain of amendments leads."""
    for amendment in amendments:
        if amendment.figures_before == figures:
            figures = amendment.figures_after
    return figures

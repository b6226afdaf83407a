"""The lead's page of a cycle: everything of it that somebody has to do something about, on one page."""

from django.core.paginator import Page
from django.db.models import Count, Q, QuerySet

from assessments import gates
from assessments.enums import APPROVED_RESULTS, BY_GROUP, NOT_BEGUN, UNDER_WAY, CycleState, SheetState, SpotCheckState
from assessments.models import Cycle, GatePassage, Plan, ScoreSheet
from assessments.rules import cycles as rules
from assessments.rules.spot_checks import sees_spot_checks
from assessments.selectors.gates import Gate, amendments_since, decision_at_gate, entered_by, gates_of, next_gate
from assessments.selectors.openings import why_not_taken_back
from assessments.selectors.plan_steps import waiting_for
from assessments.selectors.plans import DRAWN
from assessments.selectors.readings import readings_of
from assessments.selectors.standing import standings_of
from assessments.selectors.workload import loads_of
from assessments.services.passing import BY_ITSELF
from assessments.services.special import is_untouched
from decisions.enums import DecisionState
from foundation.audit.selectors import timeline_of
from foundation.common import clock
from foundation.common.dates import dated_text
from organization.models import Person

LOADS_SHOWN = 8


def board_of(reader: Person, cycle: Cycle, page: Page, seen: QuerySet[ScoreSheet]) -> dict:
    """What the page shows. `page` of its plans, `with_standing`; `seen`: the sheets that the reader may know of. A fixed number of queries,
    however many plans and sheets."""
    mine = set(waiting_for(reader, Plan.objects.filter(cycle=cycle)).values_list("pk", flat=True))
    days = gates_of([cycle])[cycle.pk]
    blockers = gates.what_blocks(cycle, reader)
    may_pass = rules.can_pass_gate(reader, cycle)
    loads = loads_of(seen.filter(cycle=cycle)) if cycle.state in UNDER_WAY else []
    return {
        "object": cycle,
        "page": page,
        "standings": standings_of(page.object_list, reader, mine),
        "mine": len(mine),
        **counts_of(cycle, seen),
        "steps": steps_of(cycle, days),
        "gate": next_gate(cycle, days),
        "next_state": CycleState(cycle.state).next,
        "blockers": blockers,
        "warnings": gates.what_warns(cycle),
        "is_passed_by_hand": cycle.state not in BY_ITSELF,
        "may_pass": may_pass and cycle.state not in BY_ITSELF,
        "may_go_back": bool(CycleState(cycle.state).earlier) and rules.can_go_back(reader, cycle),
        "may_set_dates": cycle.state not in (CycleState.WITHDRAWN, CycleState.PUBLISHED)
        and rules.can_set_dates(reader, cycle),
        "may_take_back": cycle.state == CycleState.PREPARING
        and rules.can_take_back_cycle(reader, cycle)
        and not why_not_taken_back(cycle),
        "may_reopen": cycle.state == CycleState.WITHDRAWN and rules.can_open_cycle(reader),
        "may_discard": rules.can_discard_cycle(reader, cycle) and is_untouched(cycle),
        "may_call_group": rules.can_call_group(reader, cycle) and _wants_group(cycle, bool(blockers)),
        "may_refresh": cycle.state in UNDER_WAY and rules.can_refresh_measures(reader, cycle),
        "loads": loads[:LOADS_SHOWN],
        "loads_more": max(len(loads) - LOADS_SHOWN, 0),
        "overloaded": sum(one.is_overloaded for one in loads),
        "behind": sum(one.late > 0 for one in loads),
        "readings": readings_of(cycle, [plan.unit for plan in page.object_list]),
        "spot_checks": spot_checks_of(cycle) if sees_spot_checks(reader) else None,
        "went_back": last_way_back(cycle),
        "amendments": amendments_since(entered_by(cycle)) if cycle.state in APPROVED_RESULTS else [],
        "timeline": timeline_of(cycle, limit=20),
    }


def counts_of(cycle: Cycle, seen: QuerySet[ScoreSheet]) -> dict[str, int]:
    """How many plans there are and are drawn, and of their sheets, as far as they are `seen`, how many there are, are sealed, and are late. Two
    queries."""
    plans = Plan.objects.filter(cycle=cycle).order_by()
    sealed = Q(state=SheetState.SUBMITTED)
    sheets = seen.filter(plan__cycle=cycle).order_by()
    return plans.aggregate(plans=Count("pk"), drawn=Count("pk", filter=Q(state__in=DRAWN))) | sheets.aggregate(
        sheets=Count("pk"),
        sealed=Count("pk", filter=sealed),
        late=Count("pk", filter=Q(due_on__lt=clock.today()) & ~sealed),
    )


def steps_of(cycle: Cycle, days: list[Gate]) -> list[dict]:
    """The gates in order, each with its planned day, or the day on which it was passed."""
    order = [state for state in CycleState if state not in NOT_BEGUN or cycle.state == state]
    here, by_state = order.index(CycleState(cycle.state)), {gate.state: gate for gate in days}
    return [
        {
            "label": state.label,
            "tone": _tone(state, by_state.get(state), place, here),
            "detail": _day_of(by_state.get(state)),
            "current": place == here,
        }
        for place, state in enumerate(order)
    ]


def _tone(state: CycleState, gate: Gate | None, place: int, here: int) -> str:
    if place < here or place == here and state == CycleState.PUBLISHED:
        return "done"
    if place > here:
        return "idle"
    return "late" if gate is not None and gate.is_late else state.tone


def _day_of(gate: Gate | None) -> str:
    return "" if gate is None else dated_text(gate.passed_on or gate.planned_on)


def _wants_group(cycle: Cycle, is_blocked: bool) -> bool:
    """A group has to be named, or named anew; while one votes, or has accepted what stands, there is nothing to ask."""
    if cycle.state not in BY_GROUP or not is_blocked:
        return False
    found = decision_at_gate(cycle)
    return found is None or found.decision.state != DecisionState.OPEN


def spot_checks_of(cycle: Cycle) -> dict[str, int]:
    """How many are planned, drawn and skipped; nothing of when and what."""
    counts = dict(cycle.spot_checks.order_by().values_list("state").annotate(n=Count("pk")))
    return {state.value: counts.get(state.value, 0) for state in SpotCheckState}


def last_way_back(cycle: Cycle) -> GatePassage | None:
    """How the cycle came back to where it is; None where it came here forward."""
    last = GatePassage.objects.filter(cycle=cycle).select_related("person").order_by("-pk").first()
    return last if last is not None and last.is_back else None

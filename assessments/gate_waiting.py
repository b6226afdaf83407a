"""What of the gates waits for a lead: a gate that can be passed, a group that has to be named."""

from django.utils.translation import gettext as _

from assessments import gates
from assessments.enums import BY_GROUP, UNDER_WAY, CycleState
from assessments.models import Cycle
from assessments.selectors.gates import decision_at_gate, gates_of, next_gate
from decisions.enums import DecisionState
from foundation.common import clock
from foundation.common.texts import localized
from organization.enums import Role
from organization.models import Person
from organization.worklist import WorkItem


def gates_waiting_for(person: Person) -> list[WorkItem]:
    """For each cycle that is under way what its gate asks of a lead now. A few queries a cycle, of which there are one or two."""
    if not person.has_role(Role.LEAD):
        return []
    cycles = list(Cycle.objects.filter(state__in=(*UNDER_WAY, *BY_GROUP), start__lte=clock.today()).order_by("start"))
    days = gates_of(cycles)
    return [item for cycle in cycles if (item := _item(cycle, days[cycle.pk])) is not None]


def _item(cycle: Cycle, days: list) -> WorkItem | None:
    state = CycleState(cycle.state)
    title = _title(cycle)
    if title is None:
        return None
    gate = next_gate(cycle, days)
    return WorkItem(
        title=title,
        url=cycle.get_absolute_url(),
        group="plans",
        detail=localized(cycle, "name"),
        state=str(state.label),
        tone=state.tone,
        due_on=gate.planned_on if gate else None,
    )


def _title(cycle: Cycle) -> str | None:
    if cycle.state in BY_GROUP:
        found = decision_at_gate(cycle)
        if found is None or found.decision.state in (DecisionState.LAPSED, DecisionState.WITHDRAWN):
            return _("Name the group that decides")
        if found.decision.state == DecisionState.REFUSED:
            return _("The group has refused: go back or have it decided anew")
        if found.decision.state == DecisionState.OPEN:
            return None
    return None if gates.what_blocks(cycle) else _("Pass the gate")

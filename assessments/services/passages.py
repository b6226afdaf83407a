"""For `manage.py verify`: each passage of a gate is as the trail saw it, and each cycle is where its last passage led."""

from assessments.enums import BY_GROUP
from assessments.models import Cycle, GateDecision, GatePassage
from decisions.enums import DecisionState
from foundation.audit.models import AuditEvent

ACTS = tuple(f"assessments.cycle.{act}" for act in ("pass_gate", "go_back", "begin", "publish", "take_back", "reopen"))


def verify_passages() -> list[str]:
    """One sentence for each thing that does not hold. Cycles of before the passages were kept have none and are passed over."""
    wrong = []
    events = AuditEvent.objects.filter(action__in=ACTS).values_list("actor", "details")
    noted = {
        details.get("passage"): (actor, details.get("before"), details.get("after"), details.get("figures"))
        for actor, details in events
    }
    last: dict[int, str] = {}
    decided = _accepted()
    for passage in GatePassage.objects.select_related("cycle", "person").order_by("pk"):
        name = f"Passage of {passage.cycle.code} from {passage.before} to {passage.after}"
        actor = str(passage.person.public_id) if passage.person else ""
        if noted.get(str(passage.public_id)) != (actor, passage.before, passage.after, passage.figures):
            wrong.append(f"{name} is not the one in the audit trail.")
        if passage.before in BY_GROUP and not passage.is_back:
            if (passage.cycle_id, passage.before, passage.figures) not in decided:
                wrong.append(f"{name} was not decided by a group on these figures.")
        last[passage.cycle_id] = passage.after
    for cycle in Cycle.objects.filter(pk__in=last):
        if cycle.state != last[cycle.pk]:
            wrong.append(f"Cycle {cycle.code} is {cycle.state}, but its last passage led to {last[cycle.pk]}.")
    return wrong


def _accepted() -> set[tuple[int, str, str]]:
    """(cycle, gate, digest of the figures) that groups have accepted."""
    rows = GateDecision.objects.filter(decision__state=DecisionState.ACCEPTED)
    return set(rows.values_list("cycle", "gate", "decision__basis"))

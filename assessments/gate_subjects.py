"""What the groups at a cycle's gates decide about: this room answers for them to `decisions`."""

from collections.abc import Iterable

from assessments.models import Cycle
from assessments.rules.cycles import objections_to_deciding, sees_cycles
from assessments.selectors.gates import are_amended
from assessments.selectors.process import process_of
from assessments.services.groups import KINDS
from decisions.models import Decision
from decisions.subjects import Evidence
from foundation.common.texts import localized
from organization.models import Person


def cycle_of(decision: Decision) -> Cycle | None:
    """None where the decision is about something else."""
    if decision.kind not in KINDS.values():
        return None
    return Cycle.objects.select_related("standard_version__standard").filter(public_id=decision.subject).first()


class GateSubject:
    """The results of a cycle, at one of its gates."""

    def reference(self, decision: Decision, reader: Person) -> tuple[str, str] | None:
        cycle = cycle_of(decision)
        if cycle is None:
            return None
        return localized(cycle, "name"), cycle.get_absolute_url() if sees_cycles(reader) else ""

    def objections(self, decision: Decision, people: Iterable[Person]) -> dict[int, str]:
        cycle = cycle_of(decision)
        return objections_to_deciding(people, cycle) if cycle else {}

    def closed(self, decision: Decision) -> None:
        """Nothing moves by itself: a lead passes the gate, and the gate asks for the result."""


def show_process(decision: Decision, reader: Person) -> Evidence | None:
    """How the figures came about: plans, sheets, corrections, spot checks."""
    cycle = cycle_of(decision)
    if cycle is None:
        return None
    process = process_of(cycle)
    differs = decision.basis != process.digest
    amended = differs and are_amended(decision.basis, cycle)
    about = {"cycle": cycle, "process": process, "amended": amended, "moved": differs and not amended}
    return Evidence("assessments/_gate_evidence.html", about)

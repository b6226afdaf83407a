"""The gates of a simulated quarter: the lead passes them, groups vote at two of them."""

from datetime import timedelta

from assessments.enums import CycleState
from assessments.models import Cycle
from assessments.services.groups import call_group
from assessments.services.passing import begin_due_cycles, pass_gate
from decisions.services import cast_vote
from demo.keys import key_of
from demo.organization import Bank
from foundation.common import clock
from foundation.workdays.calendar import add_workdays

VOTERS = ("manager", "hr", "deputy")


def begin() -> None:
    """What beat does on the first day."""
    begin_due_cycles()


def end_collecting(bank: Bank, cycle: Cycle) -> Cycle:
    """All samples are drawn."""
    return pass_gate(
        cycle=cycle, gate=CycleState.COLLECTING, actor=bank.people["lead"], key=key_of(cycle.code, "collecting")
    )


def approve_results(bank: Bank, cycle: Cycle) -> Cycle:
    """From the end of scoring to feedback, with a group at the review and one at the approval. Takes two hours of the day that it is."""
    lead, begun = bank.people["lead"], clock.now()
    cycle = pass_gate(cycle=cycle, gate=CycleState.INITIAL, actor=lead, key=key_of(cycle.code, "initial"))
    for hours, gate in enumerate((CycleState.REVIEW, CycleState.APPROVAL)):
        with clock.travelling(begun + timedelta(hours=hours, minutes=10)):
            decision = call_group(
                cycle=cycle,
                gate=gate,
                members=[bank.people[name] for name in VOTERS],
                due_on=add_workdays(clock.today(), 3),
                actor=lead,
                key=key_of(cycle.code, "group", gate),
            )
        for minutes, name in enumerate(VOTERS, start=2):
            with clock.travelling(begun + timedelta(hours=hours, minutes=10 * minutes)):
                cast_vote(
                    decision=decision,
                    actor=bank.people[name],
                    choice="for",
                    reason="",
                    key=key_of(cycle.code, "vote", gate, name),
                )
        with clock.travelling(begun + timedelta(hours=hours, minutes=50)):
            cycle = pass_gate(cycle=cycle, gate=gate, actor=lead, key=key_of(cycle.code, gate))
    return cycle

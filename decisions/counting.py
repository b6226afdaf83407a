"""How votes become a result. Pure, so that anybody can count again.

Quorum: more than half of all who were named. Abstaining is being present; being recused or silent is not, so a group cannot be made small
by recusals until two people decide. More votes for than against accept. A tie refuses, and so do only abstentions.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from decisions.enums import Choice, DecisionState


@dataclass(frozen=True)
class Tally:
    """Numbers of people; `named` is the whole group."""

    named: int
    in_favour: int = 0
    against: int = 0
    abstained: int = 0
    recused: int = 0

    @property
    def present(self) -> int:
        return self.in_favour + self.against + self.abstained

    @property
    def silent(self) -> int:
        return self.named - self.present - self.recused

    @property
    def has_quorum(self) -> bool:
        return 2 * self.present > self.named

    @property
    def outcome(self) -> DecisionState:
        """What the decision becomes if it closes now."""
        if not self.has_quorum:
            return DecisionState.LAPSED
        return DecisionState.ACCEPTED if self.in_favour > self.against else DecisionState.REFUSED


def count_votes(named: int, choices: Iterable[str]) -> Tally:
    """`choices`: the last word of each member who has said something."""
    said = list(choices)
    return Tally(
        named,
        in_favour=said.count(Choice.FOR),
        against=said.count(Choice.AGAINST),
        abstained=said.count(Choice.ABSTAIN),
        recused=said.count(Choice.RECUSE),
    )

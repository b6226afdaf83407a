"""When inspection becomes stricter or looser: the switching rules of ISO 2859-1 / GB/T 2828.1 over the lots of one supplier, here one department.

Normal → tightened: two lots refused of five or fewer consecutive ones. Tightened → normal: five accepted in a row. Tightened → discontinued: the
fifth refused lot on tightened inspection; it is taken up again, tightened, once something was done about the cause. Normal → reduced: a switching
score of 30 or more (1999 edition), if those who decide want it. Reduced → normal: a lot that is not plainly accepted. A switch begins afresh.
Pure: a standing and a lot in, a standing out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sampling.acceptance import AcceptancePlan
from sampling.enums import Severity

WINDOW, REFUSALS_TO_TIGHTEN = 5, 2
ACCEPTED_TO_RELAX = 5
REFUSALS_TO_DISCONTINUE = 5
SCORE_TO_REDUCE = 30
SCORE_BY_ACCEPTANCE, SCORE_BY_TIGHTER = 2, 3


@dataclass(frozen=True)
class Lot:
    """One inspected lot. `severity` is the one it was planned with; `tighter` is Ac one AQL step tighter (`tighter_acceptance`)."""

    nonconforming: int
    plan: AcceptancePlan
    severity: str = Severity.NORMAL
    tighter: int | None = None

    @property
    def is_accepted(self) -> bool:
        return self.plan.accepts(self.nonconforming)

    @property
    def is_plain(self) -> bool:
        """Not above Ac: what reduced inspection needs to go on."""
        return self.nonconforming <= self.plan.acceptance


@dataclass(frozen=True)
class Standing:
    """How the next lot is inspected, and what has been counted since the last switch.

    `refused`: of the last lots on normal inspection, newest last, whether each was refused; `in_row`: accepted in a row, and `refusals`: refused
    in all, on tightened inspection; `score`: the switching score.
    """

    severity: str = Severity.NORMAL
    refused: tuple[bool, ...] = ()
    in_row: int = 0
    refusals: int = 0
    score: int = 0

    @property
    def may_reduce(self) -> bool:
        return self.severity == Severity.NORMAL and self.score >= SCORE_TO_REDUCE


def after(standing: Standing, lot: Lot) -> Standing:
    """The standing once the lot is judged.

    A lot on reduced inspection where the standing allows it is the decision to reduce, one on normal inspection the decision to give that up; a
    lot after discontinuation is the decision to go on.
    """
    if standing.severity == Severity.DISCONTINUED:
        standing = Standing(Severity.TIGHTENED)
    if standing.may_reduce and lot.severity == Severity.REDUCED:
        standing = Standing(Severity.REDUCED)
    if standing.severity == Severity.REDUCED and lot.severity == Severity.NORMAL:
        standing = Standing()
    if standing.severity == Severity.REDUCED:
        return standing if lot.is_plain else Standing()
    if standing.severity == Severity.TIGHTENED:
        return _after_tightened(standing, lot)
    refused = (*standing.refused, not lot.is_accepted)[-WINDOW:]
    if sum(refused) >= REFUSALS_TO_TIGHTEN:
        return Standing(Severity.TIGHTENED)
    return replace(standing, refused=refused, score=_score(standing.score, lot))


def _after_tightened(standing: Standing, lot: Lot) -> Standing:
    if lot.is_accepted:
        in_row = standing.in_row + 1
        return Standing() if in_row >= ACCEPTED_TO_RELAX else replace(standing, in_row=in_row)
    refusals = standing.refusals + 1
    if refusals >= REFUSALS_TO_DISCONTINUE:
        return Standing(Severity.DISCONTINUED)
    return replace(standing, in_row=0, refusals=refusals)


def _score(score: int, lot: Lot) -> int:
    if lot.tighter is not None:
        return score + SCORE_BY_TIGHTER if lot.nonconforming <= lot.tighter else 0
    return score + SCORE_BY_ACCEPTANCE if lot.is_accepted else 0


def standing_after(lots: Iterable[Lot]) -> Standing:
    """From the first lot, which is inspected normally, to the next one."""
    standing = Standing()
    for lot in lots:
        standing = after(standing, lot)
    return standing

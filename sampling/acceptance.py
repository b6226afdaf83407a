"""Sample sizes of ISO 2859-1 / GB/T 2828.1: from a lot's size, an inspection level and an AQL to n, Ac and Re.

Single sampling, nonconforming items, AQL 0.010 to 10 per cent. The master tables (2-A, 2-B, 2-C) are written by their structure instead of cell
by cell: a code letter's place plus an AQL's place gives a diagonal, and along a diagonal the acceptance number is the same.

Where the figures come from, and what was not compared with a printed standard, is in docs/decisions (lots and switching). The reduced
plans are those of the 1989 edition (MIL-STD-105E), whose rejection number stands above Ac + 1; from 1999 on the gap is closed.
"""

from dataclasses import dataclass
from math import comb, exp, lgamma, log, log1p

from sampling.enums import Severity

LEVELS = ("I", "II", "III", "S-1", "S-2", "S-3", "S-4")
AQLS = (
    "0.010", "0.015", "0.025", "0.040", "0.065", "0.10", "0.15", "0.25", "0.40", "0.65", "1.0", "1.5", "2.5", "4.0", "6.5", "10",
)  # fmt: skip
SMALLEST_LOT = 2
LETTERS = "ABCDEFGHJKLMNPQR"
_LARGEST = (8, 15, 25, 50, 90, 150, 280, 500, 1_200, 3_200, 10_000, 35_000, 150_000, 500_000)
# A letter for each range of lot sizes, the last one for all above.
_BY_LEVEL = {
    "S-1": "AAAABBBBCCCCDDD",
    "S-2": "AAABBBCCCDDDEEE",
    "S-3": "AABBCCDDEEFFGGH",
    "S-4": "AABCCDEEFGGHJJK",
    "I": "AABCCDEFGHJKLMN",
    "II": "ABCDEFGHJKLMNPQ",
    "III": "BCDEFGHJKLMNPQR",
}
_SIZES = (
    2,
    3,
    5,
    8,
    13,
    20,
    32,
    50,
    80,
    125,
    200,
    315,
    500,
    800,
    1250,
    2000,
    3150,
)  # the last one is letter S, tightened only
_REDUCED_SIZES = (2, 2, 2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800)
_UP, _DOWN = -1, 1
# From the diagonal where Ac 0 stands: (Ac, Re) or an arrow. Before it all arrows point down, after it up.
_FIRST = {Severity.NORMAL: 14, Severity.TIGHTENED: 15, Severity.REDUCED: 14}
_DIAGONALS = {
    Severity.NORMAL: ((0, 1), _UP, _DOWN, (1, 2), (2, 3), (3, 4), (5, 6), (7, 8), (10, 11), (14, 15), (21, 22)),
    Severity.TIGHTENED: ((0, 1), _DOWN, _DOWN, (1, 2), (2, 3), (3, 4), (5, 6), (8, 9), (12, 13), (18, 19)),
    Severity.REDUCED: ((0, 1), _UP, _DOWN, (0, 2), (1, 3), (1, 4), (2, 5), (3, 6), (5, 8), (7, 10), (10, 13)),
}


@dataclass(frozen=True)
class AcceptancePlan:
    """Look at `size` items; up to `acceptance` nonconforming ones the lot is accepted, from `rejection` on it is refused.

    `letter` is the code letter whose row is used, after the arrows. Between the two numbers (reduced inspection only) the lot is accepted and
    the next one is inspected normally.
    """

    letter: str
    size: int
    acceptance: int
    rejection: int

    def accepts(self, nonconforming: int) -> bool:
        return nonconforming < self.rejection

    def chance(self, share: float, lot: int | None = None) -> float:
        """The chance that a lot with this share of nonconforming items is accepted (operating characteristic).

        Binomial; hypergeometric where the lot's size is given, with the share rounded to whole items.
        """
        if lot is not None:
            bad, size = round(share * lot), min(self.size, lot)
            ways = sum(comb(bad, k) * comb(lot - bad, size - k) for k in range(min(self.rejection, size + 1)))
            return ways / comb(lot, size)
        if share <= 0 or share >= 1:
            return 1.0 if share <= 0 or self.rejection > self.size else 0.0
        return min(1.0, sum(self._binomial(k, share) for k in range(min(self.rejection, self.size + 1))))

    def _binomial(self, k: int, share: float) -> float:
        n = self.size
        return exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(share) + (n - k) * log1p(-share))

    def limiting_share(self, risk: float = 0.1) -> float:
        """The share of nonconforming items from which on a lot is accepted with no more than this chance."""
        low, high = 0.0, 1.0
        for _step in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if self.chance(middle) > risk else (low, middle)
        return high


def code_letter(lot: int, level: str) -> str:
    """Table 1. Raises ValueError for a lot below two items or an unknown level."""
    if lot < SMALLEST_LOT:
        raise ValueError("a lot has two items or more")
    place = sum(lot > largest for largest in _LARGEST)
    try:
        return _BY_LEVEL[level][place]
    except KeyError:
        raise ValueError(f"unknown inspection level {level!r}") from None


def plan_by_letter(letter: str, aql: str, severity: str = Severity.NORMAL) -> AcceptancePlan:
    """Tables 2-A, 2-B, 2-C, with the arrows followed to the row that they point at. Raises ValueError for what is not in the tables."""
    try:
        row, column, severity = LETTERS.index(letter), AQLS.index(aql), Severity(severity)
        first, diagonal = _FIRST[severity], _DIAGONALS[severity]
    except (ValueError, KeyError):
        raise ValueError(f"not in the tables: letter {letter!r}, AQL {aql!r}, {severity} inspection") from None
    # The two corners where the diagonal's arrow would point out of the table.
    arrow = _DOWN if (letter, aql) == ("A", "10") else _UP if (letter, aql) == ("R", "0.015") else None
    while True:
        place = row + column - first
        cell = arrow or (_DOWN if place < 0 else diagonal[place] if place < len(diagonal) else _UP)
        if isinstance(cell, tuple):
            sizes = _REDUCED_SIZES if severity == Severity.REDUCED else _SIZES
            return AcceptancePlan((LETTERS + "S")[row], sizes[row], *cell)
        row, arrow = row + cell, None


def plan_for(lot: int, level: str, aql: str, severity: str = Severity.NORMAL) -> AcceptancePlan:
    """n, Ac and Re for a lot. Where n is not below the lot's size, everything is inspected. Raises ValueError."""
    return plan_by_letter(code_letter(lot, level), aql, severity)


def tighter_acceptance(letter: str, aql: str) -> int | None:
    """Ac of the normal plan one AQL step tighter, for the switching score; None where it counts by acceptance alone (Ac 0 or 1)."""
    plan = plan_by_letter(letter, aql)
    if plan.acceptance < 2:
        return None
    return plan_by_letter(plan.letter, AQLS[AQLS.index(aql) - 1]).acceptance

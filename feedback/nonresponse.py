"""Who answered and who did not: shares by group, and whether they differ by more than chance. Pure.

Pearson’s χ² of a table of groups × (answered, not answered), k − 1 degrees of freedom. It is told only where no expected count is below 1 and at
most a fifth of them below 5 (Cochran 1954, Biometrics 10, 417–451); otherwise there is too little to tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass

LEVEL = 0.05


@dataclass(frozen=True)
class Difference:
    """`p` is None where there is too little to tell, or only one group."""

    p: float | None = None

    @property
    def is_told(self) -> bool:
        return self.p is not None

    @property
    def differs(self) -> bool:
        return self.p is not None and self.p < LEVEL


def difference(groups: Sequence[tuple[int, int]]) -> Difference:
    """Of (answered, asked) a group."""
    groups = [one for one in groups if one[1]]
    asked = sum(n for _answered, n in groups)
    answered = sum(hits for hits, _n in groups)
    if len(groups) < 2 or not 0 < answered < asked:
        return Difference()
    expected = [(n * answered / asked, n * (asked - answered) / asked) for _hits, n in groups]
    cells = [cell for pair in expected for cell in pair]
    if min(cells) < 1 or sum(cell < 5 for cell in cells) > len(cells) / 5:
        return Difference()
    statistic = sum(
        (hits - yes) ** 2 / yes + (n - hits - no) ** 2 / no
        for (hits, n), (yes, no) in zip(groups, expected, strict=True)
    )
    from scipy.special import chdtrc  # a moment, and only for who asks

    return Difference(float(chdtrc(len(groups) - 1, statistic)))

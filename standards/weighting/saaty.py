"""The scale of pairwise comparison and what a matrix of random judgements would show: both Saaty's."""

from dataclasses import dataclass
from fractions import Fraction

HIGHEST = 9
# From “the first is absolutely more important” to “the second is”, as they stand on the page.
SCALE: tuple[Fraction, ...] = tuple(Fraction(step) for step in range(HIGHEST, 1, -1)) + tuple(
    Fraction(1, step) for step in range(1, HIGHEST + 1)
)
_BY_TEXT = {str(value): value for value in SCALE}


def parse_judgement(text: str) -> Fraction:
    """“5”: the first is five times as important as the second; “1/5”: the other way round. Raises ValueError for what is not on the scale."""
    try:
        return _BY_TEXT[text.strip()]
    except KeyError:
        raise ValueError(f"{text!r} is not on the scale from 1/9 to 9") from None


def nearest_judgement(ratio: float) -> Fraction:
    """The step of the scale that lies nearest to a ratio, by factors; of two equally near the more even one."""
    from math import log

    wanted = log(ratio)
    return min(SCALE, key=lambda step: (round(abs(log(step) - wanted), 9), abs(log(step)), -step))


@dataclass(frozen=True)
class RandomIndex:
    """The mean consistency index of random matrices by their size. `source`: where the table stands in print."""

    code: str
    source: str
    values: tuple[float, ...]  # for 3, 4, 5 … things

    def of(self, size: int) -> float:
        """0 for one or two things, which cannot contradict each other. Raises ValueError beyond the table."""
        if size < 3:
            return 0.0
        try:
            return self.values[size - 3]
        except IndexError:
            raise ValueError(f"the table ends at {self.largest} things") from None

    @property
    def largest(self) -> int:
        return len(self.values) + 2


SAATY_1980 = RandomIndex(
    "saaty_1980",
    "Saaty, The Analytic Hierarchy Process, 1980",
    (0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49),
)
SAATY_REVISED = RandomIndex(
    "saaty_revised",
    "Saaty’s later tables",
    (0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45, 1.49),
)
RANDOM_INDICES = {table.code: table for table in (SAATY_1980, SAATY_REVISED)}
# More than this many things nobody keeps apart in pairs (45 questions), and no table is used beyond it.
MOST_COMPARED = 10

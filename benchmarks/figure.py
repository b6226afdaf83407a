"""What a benchmark answers: one line of the table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A measured thing as a ratio to the floor that was measured in turn with it, and the goal for that ratio.

    `value` says in words what was seen (milliseconds, queries, rows); `floor` what the ratio is to. `at_most` is False where more is better.
    """

    name: str
    value: str
    ratio: float
    goal: float
    floor: str = "empty page"
    at_most: bool = True

    @property
    def meets(self) -> bool:
        return self.ratio <= self.goal if self.at_most else self.ratio >= self.goal

    @property
    def goal_text(self) -> str:
        return f"{'≤' if self.at_most else '≥'} {self.goal:g}"


def table(figures: list[Figure]) -> str:
    """All figures as text, one line each."""
    head = ("what", "measured", "ratio", "goal", "to", "")
    rows = [
        (f.name, f.value, f"{f.ratio:.2f}", f.goal_text, f.floor, "meets" if f.meets else "falls short")
        for f in figures
    ]
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in [head, *rows]
    ]
    return "\n".join([lines[0], "-" * max(map(len, lines)), *lines[1:]])

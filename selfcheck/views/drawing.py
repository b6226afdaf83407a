"""Differences as a picture that the words beside it repeat: a dot with its interval around a line that stands for “no difference”."""

from dataclasses import dataclass

from organization.models import Unit
from selfcheck.comparing import Line, Place, place_of, reach_of


@dataclass(frozen=True)
class Drawn:
    """`rows`: (line, its place in the picture, unit and its page where the line is a whole sheet); `marks`: (place, figure) of the axis."""

    rows: list[tuple[Line, Place, Unit | None, str]]
    marks: list[tuple[str, int]]

    @property
    def any_small(self) -> bool:
        return any(row[0].small for row in self.rows)


def drawn(lines: list[tuple[Line, Unit | None, str]]) -> Drawn:
    reach = reach_of(line for line, _unit, _url in lines)
    end = int(reach)
    return Drawn(
        [(line, place_of(line, reach), unit, url) for line, unit, url in lines],
        [("0%", -end), ("50%", 0), ("100%", end)],
    )

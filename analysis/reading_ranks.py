"""What stands under a ranking, so that its places can be understood: whom the figures show to be better than whom."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from analysis.ranking import Standing
from analysis.sentences import listed


@dataclass(frozen=True)
class Placed:
    """A unit with its place as shown, and the names of those that are better beyond chance, or none."""

    label: str
    name: str
    better: str


def placed(standings: Iterable[tuple[Hashable, Standing]], names: Mapping[Hashable, str]) -> list[Placed]:
    """Those that have a place, in the order given. `names`: {key of a unit: what it is called}."""
    return [
        Placed(standing.label, names[key], listed([names[one] for one in standing.better]))
        for key, standing in standings
        if standing.rank is not None
    ]

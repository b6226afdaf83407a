"""What the area of a unit scores: the unit itself, where it is assessed, and all below it.

An area's figure is the plain mean of the assessed units in it, each counting the same, as the organization's is (decision 80). It comes from the
same rows, so it costs no query, and it is kept by content.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from analysis.computing import Scores, mean_scores
from analysis.loading import CycleRows
from analysis.ranking import Standing, rank_units
from analysis.results import UNRANKED, CycleResult, UnitResult, with_changes
from analysis.scheme import Scheme
from organization.models import Unit
from organization.tree import Tree

AREAS_KEPT = 2_048


@dataclass(frozen=True)
class Area:
    """`assessed`: keys of the assessed units in it; `scores`: the whole and the dimensions, with their change; `own`: the unit's own result.

    `standing` and `peers` are its place among the comparable areas beside it.
    """

    unit: Unit
    assessed: frozenset[int]
    scores: Scores
    own: UnitResult | None
    sheets: int
    planned: int
    standing: Standing = UNRANKED
    peers: int = 0

    @property
    def is_single(self) -> bool:
        """Nothing below it is assessed: its figure is the unit's own."""
        return self.own is not None and len(self.assessed) == 1


def area_of(result: CycleResult, tree: Tree, unit: Unit) -> Area:
    """The area of a unit. `assessed` is empty where neither the unit nor anything below it has a plan in this cycle."""
    within = tree.below({unit.pk})
    rows = [row for row in result.rows if row.unit.pk in within]
    assessed = frozenset(row.unit.pk for row in rows)
    made, old = result.made_from, None
    if made.before is not None and result.previous_scheme is not None:
        old = (result.previous_scheme, made.before)
    own = next((row for row in rows if row.unit.pk == unit.pk), None)
    return Area(
        unit=unit,
        assessed=assessed,
        scores=own if own is not None and len(rows) == 1 else _scores(result.scheme, made.now, old, assessed),
        own=own,
        sheets=sum(row.sheets for row in rows),
        planned=sum(row.planned for row in rows),
    )


def areas_of(result: CycleResult, tree: Tree, units: Iterable[Unit]) -> list[Area]:
    """Areas side by side, those that are comparable (of one peer group) ranked among each other. Group by group, the
    largest first; in it the best first, without a figure last."""
    areas = [area for unit in units if (area := area_of(result, tree, unit)).assessed]
    groups: dict[str, dict[int, Area]] = {}
    for area in areas:
        groups.setdefault(area.unit.peer_group, {})[area.unit.pk] = area
    placed: list[Area] = []
    for group in groups.values():
        ranked = rank_units({key: area.scores.whole.estimate for key, area in group.items()})
        peers = sum(standing.rank is not None for standing in ranked.values())
        placed += [replace(group[key], standing=standing, peers=peers) for key, standing in ranked.items()]
    size = {word: len(group) for word, group in groups.items()}
    return sorted(placed, key=lambda area: (-size[area.unit.peer_group], area.unit.peer_group, *_best_first(area)))


def _best_first(area: Area) -> tuple:
    value = area.scores.whole.value
    return (value is None, -(value or 0), area.unit.code)


@lru_cache(maxsize=AREAS_KEPT)
def _scores(scheme: Scheme, rows: CycleRows, old: tuple[Scheme, CycleRows] | None, units: frozenset[int]) -> Scores:
    now = mean_scores(scheme, rows, units)
    return with_changes(now, mean_scores(*old, units)) if old else now

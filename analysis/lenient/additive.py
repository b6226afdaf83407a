"""Unit and assessor apart: which part of a score is the unit's, which the assessor's.

Each sheet's points are taken as unit + assessor + chance, fitted by least squares to all sheets of a quarter (the two-way additive model without
interaction; Searle, Linear Models, 1971, chapter 7). Because lots decide who scores what, most assessors score several units and most units are
scored by several assessors; where a part of them shares nothing with the rest, the two cannot be compared, and each part is fitted by itself.
Leniencies of a part are 0 on the average of its sheets, so that adjusting for them leaves the mean of all sheets as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analysis.estimates import Totals
from analysis.ranking import reject_by_holm
from foundation.common.numbers import UNITS

if TYPE_CHECKING:
    from numpy.typing import NDArray

ALPHA = 0.05
Cells = Mapping[tuple[int, int], Totals]  # (unit, assessor) → sheets, sums in units of 1/10,000 point


@dataclass(frozen=True)
class Effect:
    """Points by which an assessor, or the assessors of a unit, are above what others would have given, with its 95 % interval by Student's t.

    None where nothing can be told: `n` sheets share nothing with others, or are too few. `is_sure`: beyond chance, all of them looked at together
    (Holm at 5 %).
    """

    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    is_sure: bool = False


@dataclass(frozen=True)
class Fitted:
    """`assessors` and `units`: by key. A unit's effect is the mean leniency of those who scored its sheets, each as often as they did."""

    assessors: dict[int, Effect] = field(default_factory=dict)
    units: dict[int, Effect] = field(default_factory=dict)
    parts: int = 0


def fit(cells: Cells) -> Fitted:
    """Fit each connected part. Assessors and units of a part with one assessor only have no effect."""
    present = {place: totals for place, totals in cells.items() if totals.n}
    assessors: dict[int, tuple[Effect, float | None]] = {}
    units: dict[int, tuple[Effect, float | None]] = {}
    parts = _parts(present)
    for part in parts:
        own = {place: present[place] for place in part}
        of_assessors, of_units = _fit_part(own)
        assessors |= of_assessors
        units |= of_units
    return Fitted(_judged(assessors), _judged(units), len(parts))


def _parts(cells: Cells) -> list[list[tuple[int, int]]]:
    """Cells that hang together by a shared unit or assessor."""
    by_node: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for unit, assessor in sorted(cells):
        by_node.setdefault(("unit", unit), []).append((unit, assessor))
        by_node.setdefault(("assessor", assessor), []).append((unit, assessor))
    seen: set[tuple[int, int]] = set()
    parts = []
    for start in sorted(cells):
        if start in seen:
            continue
        part, waiting = [], [start]
        seen.add(start)
        while waiting:
            cell = waiting.pop()
            part.append(cell)
            for other in by_node["unit", cell[0]] + by_node["assessor", cell[1]]:
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        parts.append(part)
    return parts


Found = dict[int, tuple[Effect, float | None]]  # an effect and its p-value


def _fit_part(cells: Cells) -> tuple[Found, Found]:
    """Solve the normal equations for the assessors after the units are swept out; see the module for the model."""
    import numpy as np

    units = sorted({unit for unit, _assessor in cells})
    people = sorted({assessor for _unit, assessor in cells})
    rows, columns = ({key: at for at, key in enumerate(keys)} for keys in (units, people))
    counts, sums = np.zeros((len(units), len(people))), np.zeros((len(units), len(people)))
    n = sum(totals.n for totals in cells.values())
    centre = sum(totals.total for totals in cells.values()) / n / UNITS
    squares = 0.0
    for (unit, assessor), totals in cells.items():
        place = rows[unit], columns[assessor]
        counts[place] = totals.n
        sums[place] = totals.total / UNITS - totals.n * centre
        squares += totals.squares / UNITS**2 - 2 * centre * totals.total / UNITS + totals.n * centre**2
    per_person, per_unit = counts.sum(axis=0), counts.sum(axis=1)
    if len(people) < 2:
        return (
            {key: (Effect(int(per_person[at])), None) for at, key in enumerate(people)},
            {key: (Effect(int(per_unit[at])), None) for at, key in enumerate(units)},
        )
    shares = counts / per_unit[:, None]  # of each assessor in the sheets of a unit
    reduced = np.diag(per_person) - counts.T @ shares
    right = sums.sum(axis=0) - shares.T @ sums.sum(axis=1)
    # The equations leave one constant open: the leniencies of all sheets together are 0.
    spread = np.linalg.pinv(reduced, hermitian=True)
    weights = per_person / n
    project = np.eye(len(people)) - np.outer(np.ones(len(people)), weights)
    lenient, spread = project @ spread @ right, project @ spread @ project.T
    levels = (sums.sum(axis=1) - counts @ lenient) / per_unit
    rest = squares - float(levels @ sums.sum(axis=1)) - float(lenient @ sums.sum(axis=0))
    df = n - len(units) - len(people) + 1
    variance = max(rest, 0.0) / df if df > 0 else None
    return (
        _effects(people, per_person, lenient, spread, variance, df),
        _effects(units, per_unit, shares @ lenient, shares @ spread @ shares.T, variance, df),
    )


def _effects(
    keys: list[int], counts: "NDArray", values: "NDArray", spread: "NDArray", variance: float | None, df: int
) -> Found:
    from scipy.special import stdtr, stdtrit

    found: Found = {}
    for at, key in enumerate(keys):
        n, value = int(counts[at]), float(values[at])
        if variance is None:
            found[key] = Effect(n, value), None
            continue
        error = (variance * max(float(spread[at, at]), 0.0)) ** 0.5
        half = float(stdtrit(df, 1 - ALPHA / 2)) * error
        p = 2 * float(stdtr(df, -abs(value) / error)) if error > 1e-9 else (1.0 if abs(value) < 1e-9 else 0.0)
        found[key] = Effect(n, value, value - half, value + half), p
    return found


def _judged(found: Found) -> dict[int, Effect]:
    import numpy as np

    asked = [key for key, (_effect, p) in found.items() if p is not None]
    sure = reject_by_holm(np.array([found[key][1] for key in asked]), ALPHA) if asked else []
    judged = dict(zip(asked, map(bool, sure), strict=True))
    return {
        key: Effect(effect.n, effect.value, effect.low, effect.high, judged.get(key, False))
        for key, (effect, _p) in found.items()
    }

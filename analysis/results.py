"""What a cycle's scores mean, unit by unit: estimate, interval, rank among comparable units, change since the cycle before (R29)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache

from analysis.computing import Scores, scores_by_unit, scores_of_all
from analysis.estimates import SHEETS, ScoreEstimate, with_change
from analysis.loading import CycleRows, Loaded, load_rows
from analysis.ranking import Standing, rank_units
from analysis.rules import SHOWN_TO_UNIT
from analysis.scheme import Scheme, schemes_of
from assessments.enums import CycleType
from assessments.models import Cycle
from organization.models import Unit

UNRANKED = Standing(rank=None, label="–", is_small=False)


@dataclass(frozen=True, kw_only=True)
class UnitResult(Scores):
    """One unit in one cycle. `peers`: how many comparable units have a rank; `planned`: sheets that its plan asks for."""

    unit: Unit
    standing: Standing = UNRANKED
    peers: int = 0
    planned: int = 0

    @property
    def rank(self) -> int | None:
        return self.standing.rank

    @property
    def tied(self) -> bool:
        return self.standing.label.endswith("=")

    @property
    def sheets(self) -> int:
        """Sheets that were scored."""
        return sum(source.n for source in self.whole.sources if source.kind == SHEETS)


@dataclass(frozen=True)
class MadeFrom:
    """The rows of the cycle and of the one before, and which unit lies below which: what else is said of the cycle is computed from the same."""

    now: CycleRows = CycleRows()
    before: CycleRows | None = None
    nesting: str = ""


@dataclass(frozen=True)
class CycleResult:
    """`rows`: units by group of comparable ones, best first; `overall`: the mean of the units; `previous`: the cycle that changes refer to."""

    cycle: Cycle
    previous: Cycle | None
    scheme: Scheme
    rows: list[UnitResult]
    overall: Scores
    measured_at: datetime | None = None
    made_from: MadeFrom = MadeFrom()
    previous_scheme: Scheme | None = None

    @cached_property
    def _by_unit(self) -> dict[int, UnitResult]:
        return {row.unit.pk: row for row in self.rows}

    def row_of(self, unit: Unit) -> UnitResult | None:
        return self._by_unit.get(unit.pk)

    @property
    def planned(self) -> int:
        """Sheets that the plans ask for."""
        return sum(row.planned for row in self.rows)

    @property
    def sheets(self) -> int:
        """Sheets that were scored."""
        return sum(row.sheets for row in self.rows)

    @property
    def has_figures(self) -> bool:
        return self.overall.whole.value is not None

    @property
    def groups(self) -> dict[str, list[UnitResult]]:
        """Comparable units together."""
        found: dict[str, list[UnitResult]] = {}
        for row in self.rows:
            found.setdefault(row.unit.peer_group, []).append(row)
        return found


def previous_cycle(cycle: Cycle) -> Cycle | None:
    """The last quarter before it whose results are approved: half a quarter is no measure of change. A special assessment has none: what is
    assessed there differs each time.
    """
    if cycle.type != CycleType.QUARTER:
        return None
    earlier = Cycle.objects.filter(type=cycle.type, start__lt=cycle.start, state__in=SHOWN_TO_UNIT)
    return earlier.select_related("standard_version").order_by("-start").first()


def results_of(cycle: Cycle) -> CycleResult:
    """All figures of a cycle with their changes. Five queries at most, whatever the number of units, sheets or scores."""
    before = previous_cycle(cycle)
    cycles = [cycle, before] if before else [cycle]
    loaded = load_rows(cycles)
    schemes = schemes_of(one.standard_version for one in cycles)
    return arrange(cycle, before, loaded, schemes)


def arrange(cycle: Cycle, before: Cycle | None, loaded: Loaded, schemes: Mapping[int, Scheme]) -> CycleResult:
    """Put computed scores, ranks and changes to the units and cycles they belong to."""
    scheme, rows = schemes[cycle.standard_version_id], loaded.rows[cycle.pk]
    old = None if before is None else (schemes[before.standard_version_id], loaded.rows[before.pk])
    groups = tuple(sorted((unit.peer_group, unit.code, key) for key, unit in loaded.units.items()))
    compared = _compare(scheme, rows, old, groups)
    planned = {unit: wanted for unit, wanted, _population in rows.each_plan()}
    results = [
        UnitResult(
            whole=one.scores.whole,
            dimensions=one.scores.dimensions,
            indicators=one.scores.indicators,
            unit=loaded.units[one.unit],
            standing=one.standing,
            peers=one.peers,
            planned=planned.get(one.unit, 0),
        )
        for one in compared
    ]
    return CycleResult(
        cycle,
        before,
        scheme,
        results,
        overall_of(scheme, rows, old),
        loaded.measured_at.get(cycle.pk),
        MadeFrom(rows, old[1] if old else None, loaded.nesting),
        old[0] if old else None,
    )


Before = tuple[Scheme, CycleRows] | None


@dataclass(frozen=True)
class Compared:
    """A unit's scores with their changes, and its place among its peers."""

    unit: int
    scores: Scores
    standing: Standing
    peers: int


@lru_cache(maxsize=32)
def _compare(
    scheme: Scheme, rows: CycleRows, old: Before, groups: tuple[tuple[str, str, int], ...]
) -> tuple[Compared, ...]:
    """Group by group, best unit first. `groups`: (peer group, code, unit) in order. Pure, kept by content like the scores themselves."""
    scores = scores_by_unit(scheme, rows)
    then = scores_by_unit(*old) if old else {}
    by_group: dict[str, list[int]] = {}
    for group, _code, key in groups:
        if key in scores:
            by_group.setdefault(group, []).append(key)
    found = []
    for keys in by_group.values():
        ranked = rank_units({key: scores[key].whole.estimate for key in keys})
        peers = sum(standing.rank is not None for standing in ranked.values())
        found += [
            Compared(key, with_changes(scores[key], then.get(key)), standing, peers) for key, standing in ranked.items()
        ]
    return tuple(found)


@lru_cache(maxsize=32)
def overall_of(scheme: Scheme, rows: CycleRows, old: Before, units: frozenset[int] | None = None) -> Scores:
    """The mean of the units (of these, if given) with its change since the cycle before."""
    return with_changes(scores_of_all(scheme, rows, units), scores_of_all(*old, units) if old else None)


def with_changes(now: Scores, before: Scores | None) -> Scores:
    """The same scores with their change since earlier ones, code by code."""
    if before is None:
        return now
    return Scores(
        whole=with_change(now.whole, before.whole),
        dimensions=_changed(now.dimensions, before.dimensions),
        indicators=_changed(now.indicators, before.indicators),
    )


def _changed(now: Mapping[str, ScoreEstimate], before: Mapping[str, ScoreEstimate]) -> dict[str, ScoreEstimate]:
    return {code: with_change(score, before.get(code)) for code, score in now.items()}

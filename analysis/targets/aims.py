"""What a version aims at, as plain rows: the figures of its own list, and the targets of its whole, dimensions and indicators."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from analysis.scheme import Named, Scheme
from records.measures import SHARE, measures
from standards.enums import TargetKind, TargetSense, TargetUnit
from standards.models import StandardVersion, Target
from standards.selectors import targets_of
from standards.target_units import factor

FIGURE, WHOLE, DIMENSION, INDICATOR = "figure", "whole", "dimension", "indicator"
LEVELS = {
    FIGURE: pgettext_lazy("kind of target", "Figure"),
    WHOLE: _("Whole score"),
    DIMENSION: _("Dimension"),
    INDICATOR: _("Indicator"),
}
WHOLE_NAMES = ("综合得分", "Whole score")


@dataclass(frozen=True)
class Aim(Named):
    """`level` is what is aimed at; a score is at least its target, in points. `value` and `benchmark` are in `unit`, of a change in percent,
    `baseline` in `unit`, stated by `baseline_source`; or `baseline_cycle` is the code of a past cycle. `factor` turns the measure's figure
    into `unit`: None without a measure, or where the two have nothing in common."""

    level: str
    value: Decimal
    benchmark: Decimal | None = None
    kind: str = TargetKind.ABSOLUTE.value
    sense: str = TargetSense.AT_LEAST.value
    unit: str = TargetUnit.POINTS.value
    baseline: Decimal | None = None
    baseline_source: str = ""
    baseline_cycle: str = ""
    measure: str = ""
    is_share: bool = False
    factor: Fraction | None = None

    @property
    def key(self) -> str:
        """What the address calls it: codes of figures, dimensions and indicators may be the same."""
        return f"{self.level}.{self.code}" if self.code else self.level

    @property
    def is_change(self) -> bool:
        return self.kind == TargetKind.CHANGE

    @property
    def is_rank(self) -> bool:
        return self.kind == TargetKind.RANK

    @property
    def is_entered(self) -> bool:
        """Its figure comes by hand: no measure computes it."""
        return self.level == FIGURE and (not self.measure or self.is_rank)

    @property
    def is_at_most(self) -> bool:
        return self.sense == TargetSense.AT_MOST


_kept: dict[UUID, tuple[Aim, ...]] = {}
KEEP_AT_MOST = 100


def figure_aims(version: StandardVersion) -> tuple[Aim, ...]:
    """The version's own list of figures, in its order. One query; none for a frozen version that was asked for before."""
    found = _kept.get(version.public_id)
    if found is None:
        found = tuple(_figure(row) for row in targets_of(version))
        if version.is_frozen:
            if len(_kept) >= KEEP_AT_MOST:
                _kept.clear()
            _kept[version.public_id] = found
    return found


def _figure(row: Target) -> Aim:
    known = measures.get(row.measure) if row.measure else None
    return Aim(
        code=row.code,
        name_zh=row.name_zh,
        name_en=row.name_en,
        level=FIGURE,
        value=row.value,
        benchmark=row.benchmark,
        kind=row.kind,
        sense=row.sense,
        unit=row.unit,
        baseline=row.baseline,
        baseline_source=row.baseline_source,
        baseline_cycle=row.baseline_cycle,
        measure=row.measure,
        is_share=known is not None and known.unit == SHARE,
        factor=None if known is None else factor(known.unit, row.unit),
    )


def score_aims(scheme: Scheme) -> tuple[Aim, ...]:
    """Whole, dimensions and weighted indicators that have a target."""
    whole = [] if scheme.target is None else [Aim("", *WHOLE_NAMES, WHOLE, scheme.target)]
    dimensions = [
        Aim(one.code, one.name_zh, one.name_en, DIMENSION, one.target)
        for one in scheme.dimensions
        if one.weight and one.target is not None
    ]
    indicators = [
        Aim(one.code, one.name_zh, one.name_en, INDICATOR, one.target, one.benchmark)
        for one in scheme.weighted
        if one.target is not None
    ]
    return (*whole, *dimensions, *indicators)

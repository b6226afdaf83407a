"""What a version says, as plain values: the one shape that presets, copies, comparisons and workbooks share.

Points, targets and steps are Decimal or whole numbers; weights are shares of 10,000; break points are (figure, points) as text decimals.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from standards.enums import CriticalPolicy, NotApplicablePolicy, Scale, TargetKind, TargetSense, TargetUnit

Points = Decimal | int


@dataclass(frozen=True)
class LevelContent:
    level: int
    points: Points
    text_zh: str
    text_en: str = ""


@dataclass(frozen=True)
class IndicatorContent:
    code: str
    scale: Scale
    weight: int
    name_zh: str
    name_en: str = ""
    guidance_zh: str = ""
    guidance_en: str = ""
    levels: Sequence[LevelContent] = ()
    max_points: Points = 100
    na_allowed: bool = False
    reason_below_full: bool = True
    measure: str = ""
    break_points: Sequence[tuple[str, str]] = ()
    target: Points | None = None
    benchmark: Points | None = None
    step: Points | None = None
    repeats_doubled: bool = False
    element: str = ""


@dataclass(frozen=True)
class DimensionContent:
    code: str
    name_zh: str
    name_en: str = ""
    target: Points | None = None
    indicators: Sequence[IndicatorContent] = ()


@dataclass(frozen=True)
class TargetContent:
    """`value` in `unit`; for a change the percentage by which the figure should differ from `baseline`, which is from `baseline_source`, or
    from the figure of the cycle `baseline_cycle`."""

    code: str
    name_zh: str
    name_en: str
    sense: TargetSense
    value: Points
    unit: TargetUnit
    kind: TargetKind = TargetKind.ABSOLUTE
    benchmark: Points | None = None
    baseline: Points | None = None
    measure: str = ""
    baseline_source: str = ""
    baseline_cycle: str = ""


@dataclass(frozen=True)
class StandardContent:
    """`scope`: (aspect, value) pairs; an aspect of which nothing is said is not limited."""

    code: str
    name_zh: str
    name_en: str
    target: Points | None = None
    dimensions: Sequence[DimensionContent] = ()
    na_policy: NotApplicablePolicy = NotApplicablePolicy.LEAVE_DENOMINATOR
    critical_policy: CriticalPolicy = CriticalPolicy.ZERO
    critical_cap: Points | None = None
    targets: Sequence[TargetContent] = ()
    scope: Sequence[tuple[str, str]] = ()

    @cached_property
    def indicators(self) -> tuple[IndicatorContent, ...]:
        return tuple(indicator for dimension in self.dimensions for indicator in dimension.indicators)

    @cached_property
    def by_code(self) -> dict[str, IndicatorContent]:
        return {indicator.code: indicator for indicator in self.indicators}

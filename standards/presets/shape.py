"""What a preset is made of. Texts come in Chinese and English; points are whole numbers; weights are shares of 10,000."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from standards.enums import CriticalPolicy, NotApplicablePolicy, Scale


@dataclass(frozen=True)
class PresetLevel:
    level: int
    points: int
    text_zh: str
    text_en: str


@dataclass(frozen=True)
class PresetIndicator:
    code: str
    scale: Scale
    weight: int
    name_zh: str
    name_en: str
    guidance_zh: str
    guidance_en: str
    levels: Sequence[PresetLevel] = ()
    max_points: int = 100
    na_allowed: bool = False
    measure: str = ""
    break_points: Sequence[tuple[str, str]] = ()
    target: int | None = 90


@dataclass(frozen=True)
class PresetDimension:
    code: str
    name_zh: str
    name_en: str
    target: int | None
    indicators: Sequence[PresetIndicator]


@dataclass(frozen=True)
class PresetStandard:
    code: str
    name_zh: str
    name_en: str
    target: int
    dimensions: Sequence[PresetDimension] = field(default_factory=tuple)
    na_policy: NotApplicablePolicy = NotApplicablePolicy.LEAVE_DENOMINATOR
    critical_policy: CriticalPolicy = CriticalPolicy.ZERO

    @cached_property
    def indicators(self) -> tuple[PresetIndicator, ...]:
        return tuple(indicator for dimension in self.dimensions for indicator in dimension.indicators)


# The usual steps: 5 to 2 for what was done well or less well, 1 for what was not done at all.
STEPS = {5: 100, 4: 80, 3: 60, 2: 40, 1: 0}


def rating(
    code: str, weight: int, zh: str, en: str, *, look_zh: str, look_en: str, levels: Sequence[tuple[str, str]], **more
) -> PresetIndicator:
    """Five levels, the best first, as (Chinese, English)."""
    steps = tuple(PresetLevel(level, STEPS[level], *texts) for level, texts in zip(STEPS, levels, strict=True))
    return PresetIndicator(code, Scale.RATING, weight, zh, en, look_zh, look_en, levels=steps, **more)


def yes_no(
    code: str,
    weight: int,
    zh: str,
    en: str,
    *,
    look_zh: str,
    look_en: str,
    yes: tuple[str, str],
    no: tuple[str, str],
    **more,
) -> PresetIndicator:
    """Done or not done."""
    steps = (PresetLevel(1, 100, *yes), PresetLevel(0, 0, *no))
    return PresetIndicator(code, Scale.YES_NO, weight, zh, en, look_zh, look_en, levels=steps, **more)


def measured(
    code: str, weight: int, zh: str, en: str, *, look_zh: str, look_en: str, measure: str, break_points
) -> PresetIndicator:
    """Computed for the whole unit. Break points are (figure, points): shares from 0 to 1."""
    return PresetIndicator(
        code, Scale.MEASURED, weight, zh, en, look_zh, look_en, measure=measure, break_points=break_points
    )


def critical(code: str, zh: str, en: str, *, look_zh: str, look_en: str) -> PresetIndicator:
    """A red line: triggered or not, never rated, without a weight."""
    return PresetIndicator(code, Scale.CRITICAL, 0, zh, en, look_zh, look_en, target=None)

"""Short ways to write presets. Texts come in Chinese and English; points are whole numbers; weights are shares of 10,000."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from standards.content import DimensionContent, IndicatorContent, LevelContent
from standards.enums import ProtectionElement, Scale

USUAL_TARGET = 90

# The usual steps: 5 to 2 for what was done well or less well, 1 for what was not done at all.
STEPS = {5: 100, 4: 80, 3: 60, 2: 40, 1: 0}


def rating(
    code: str, weight: int, zh: str, en: str, *, look_zh: str, look_en: str, levels: Sequence[tuple[str, str]], **more
) -> IndicatorContent:
    """Five levels, the best first, as (Chinese, English)."""
    steps = tuple(LevelContent(level, STEPS[level], *texts) for level, texts in zip(STEPS, levels, strict=True))
    return IndicatorContent(
        code, Scale.RATING, weight, zh, en, look_zh, look_en, levels=steps, **{"target": USUAL_TARGET, **more}
    )


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
) -> IndicatorContent:
    """Done or not done."""
    steps = (LevelContent(1, 100, *yes), LevelContent(0, 0, *no))
    return IndicatorContent(
        code, Scale.YES_NO, weight, zh, en, look_zh, look_en, levels=steps, **{"target": USUAL_TARGET, **more}
    )


def measured(
    code: str, weight: int, zh: str, en: str, *, look_zh: str, look_en: str, measure: str, break_points, **more
) -> IndicatorContent:
    """Computed for the whole unit. Break points are (figure, points): shares from 0 to 1."""
    return IndicatorContent(
        code,
        Scale.MEASURED,
        weight,
        zh,
        en,
        look_zh,
        look_en,
        measure=measure,
        break_points=break_points,
        **{"target": USUAL_TARGET, **more},
    )


def points(
    code: str, weight: int, zh: str, en: str, *, look_zh: str, look_en: str, full: int, **more
) -> IndicatorContent:
    """Any number of points up to full marks."""
    return IndicatorContent(
        code, Scale.POINTS, weight, zh, en, look_zh, look_en, max_points=full, **{"target": USUAL_TARGET, **more}
    )


def deduction(
    code: str, weight: int, zh: str, en: str, *, look_zh: str, look_en: str, step: int, most: int, **more
) -> IndicatorContent:
    """`step` points off for each occurrence, `most` at most. Without a weight they go off the sheet's total, and no target is set."""
    target = USUAL_TARGET if weight else None
    return IndicatorContent(
        code,
        Scale.DEDUCTION,
        weight,
        zh,
        en,
        look_zh,
        look_en,
        max_points=most,
        step=step,
        **{"target": target, **more},
    )


def bonus(code: str, zh: str, en: str, *, look_zh: str, look_en: str, most: int, **more) -> IndicatorContent:
    """Points on top of the sheet's total, `most` at most."""
    return IndicatorContent(code, Scale.BONUS, 0, zh, en, look_zh, look_en, max_points=most, **more)


def critical(code: str, zh: str, en: str, *, look_zh: str, look_en: str, **more) -> IndicatorContent:
    """A red line: triggered or not, never rated, without a weight."""
    return IndicatorContent(code, Scale.CRITICAL, 0, zh, en, look_zh, look_en, **more)


def event(code: str, zh: str, en: str, *, look_zh: str, look_en: str, **more) -> IndicatorContent:
    """A critical event of the unit: reported with its date, never on a sheet."""
    return IndicatorContent(code, Scale.EVENT, 0, zh, en, look_zh, look_en, **more)


def belonging(element: ProtectionElement, dimensions: Iterable[DimensionContent]) -> tuple[DimensionContent, ...]:
    """The dimensions with each indicator mapped to this element of consumer protection, unless it names another itself."""
    return tuple(
        replace(
            dimension,
            indicators=tuple(replace(one, element=one.element or element) for one in dimension.indicators),
        )
        for dimension in dimensions
    )

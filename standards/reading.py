"""A version's rows as plain content."""

from standards.content import DimensionContent, IndicatorContent, LevelContent, StandardContent, TargetContent
from standards.models import Dimension, Indicator, StandardVersion

LEVEL = ("level", "points", "text_zh", "text_en")
INDICATOR = (
    "code", "scale", "weight", "name_zh", "name_en", "guidance_zh", "guidance_en", "max_points", "na_allowed",
    "reason_below_full", "measure", "target", "benchmark", "step", "repeats_doubled", "element",
)  # fmt: skip
DIMENSION = ("code", "name_zh", "name_en", "target")
TARGET = (
    "code", "name_zh", "name_en", "kind", "sense", "value", "benchmark", "baseline", "unit", "measure", "baseline_source",
    "baseline_cycle",
)  # fmt: skip
VERSION = ("na_policy", "critical_policy", "critical_cap", "target")


def content_of(version: StandardVersion) -> StandardContent:
    """Everything the version says, in its order; levels with the best first. A fixed number of queries."""
    indicators: dict[int, list[IndicatorContent]] = {}
    for row in version.indicators.prefetch_related("levels").order_by("order", "pk"):
        indicators.setdefault(row.dimension_id, []).append(_indicator(row))
    return StandardContent(
        code=version.standard.code,
        name_zh=version.standard.name_zh,
        name_en=version.standard.name_en,
        dimensions=tuple(_dimension(row, indicators.get(row.pk, ())) for row in version.dimensions.all()),
        targets=tuple(TargetContent(**_fields(row, TARGET)) for row in version.targets.all()),
        scope=tuple(version.scope.values_list("aspect", "value")),
        **_fields(version, VERSION),
    )


def _dimension(row: Dimension, indicators) -> DimensionContent:
    return DimensionContent(**_fields(row, DIMENSION), indicators=tuple(indicators))


def _indicator(row: Indicator) -> IndicatorContent:
    return IndicatorContent(
        **_fields(row, INDICATOR),
        levels=tuple(LevelContent(**_fields(level, LEVEL)) for level in row.levels.all()),
        break_points=tuple((str(figure), str(points)) for figure, points in row.break_points),
    )


def _fields(row, names) -> dict:
    return {name: getattr(row, name) for name in names}

"""Writing plain content into the rows of a draft. The only place where a version's rows are made."""

from collections.abc import Sequence
from decimal import Decimal

from standards.content import DimensionContent, IndicatorContent, StandardContent, TargetContent
from standards.models import Dimension, Indicator, RubricLevel, ScopeEntry, StandardVersion, Target
from standards.reading import DIMENSION, INDICATOR, LEVEL, TARGET

POINTS = {"points", "max_points", "target", "benchmark", "step", "value", "baseline"}


def write_content(version: StandardVersion, content: StandardContent) -> None:
    """Fill an empty draft. Policies and the target of the whole are the caller's: they stand in the version's own row."""
    for order, dimension in enumerate(content.dimensions, start=1):
        row = Dimension.objects.create(version=version, order=order, **plain_values(dimension, DIMENSION))
        _write_indicators(row, dimension)
    write_targets(version, content.targets)
    ScopeEntry.objects.bulk_create(
        ScopeEntry(version=version, aspect=aspect, value=value) for aspect, value in content.scope
    )


def write_targets(version: StandardVersion, targets: Sequence[TargetContent]) -> None:
    Target.objects.bulk_create(
        Target(version=version, order=order, **plain_values(target, TARGET))
        for order, target in enumerate(targets, start=1)
    )


def clear_content(version: StandardVersion) -> None:
    """Empty a draft, so that other content can be written. Nothing has been scored by a draft."""
    RubricLevel.objects.filter(indicator__version=version).delete()
    version.indicators.all().delete()
    version.dimensions.all().delete()
    version.targets.all().delete()
    version.scope.all().delete()


def _write_indicators(dimension: Dimension, content: DimensionContent) -> None:
    for order, indicator in enumerate(content.indicators, start=1):
        row = Indicator.objects.create(
            version=dimension.version, dimension=dimension, order=order, **indicator_values(indicator)
        )
        write_levels(row, indicator)


def indicator_values(indicator: IndicatorContent) -> dict:
    """The columns of an indicator's row, without its place and its levels."""
    return {
        **plain_values(indicator, INDICATOR),
        "break_points": [[str(figure), str(points)] for figure, points in indicator.break_points],
    }


def write_levels(row: Indicator, indicator: IndicatorContent) -> None:
    RubricLevel.objects.bulk_create(
        RubricLevel(indicator=row, **plain_values(level, LEVEL)) for level in indicator.levels
    )


def plain_values(content, names) -> dict:
    """{column: value} of a content's fields, points as Decimal."""
    found = {name: getattr(content, name) for name in names}
    return {name: Decimal(value) if name in POINTS and value is not None else value for name, value in found.items()}

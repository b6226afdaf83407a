"""What a standard's version measures, as plain rows: dimensions and indicators with their weights and targets.

An approved version never changes, so it is read once a process; drafts (for trials) are read anew each time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from django.conf import settings

from foundation.common.texts import localized
from records.measures import SHARE, measures
from standards.breakpoints import BreakPoints
from standards.enums import Scale
from standards.models import Dimension, Indicator, StandardVersion

WHOLE = 10_000  # the shares of a version together


@dataclass(frozen=True)
class Named:
    code: str
    name_zh: str
    name_en: str

    def __str__(self) -> str:
        return localized(self, "name")


@dataclass(frozen=True)
class IndicatorInfo(Named):
    """`weight` is a share of 10,000. `pk` is the row of this version."""

    pk: int
    dimension: str
    weight: int
    scale: str
    target: Decimal | None
    benchmark: Decimal | None
    measure: str
    is_share: bool
    break_points: BreakPoints | None

    @property
    def is_measured(self) -> bool:
        return self.scale == Scale.MEASURED

    @property
    def is_critical(self) -> bool:
        return self.scale == Scale.CRITICAL


@dataclass(frozen=True)
class DimensionInfo(Named):
    target: Decimal | None
    indicators: tuple[IndicatorInfo, ...]

    @cached_property
    def weight(self) -> int:
        return sum(indicator.weight for indicator in self.indicators)


@dataclass(frozen=True, eq=False)
class Scheme:
    """One object a version and process: what is computed under it is kept by its identity. Of fewer than `fewest` sheets no figure is shown."""

    version: UUID
    target: Decimal | None
    dimensions: tuple[DimensionInfo, ...]
    critical_policy: str = ""
    critical_cap: Decimal | None = None
    fewest: int = 0

    @cached_property
    def indicators(self) -> tuple[IndicatorInfo, ...]:
        return tuple(indicator for dimension in self.dimensions for indicator in dimension.indicators)

    @cached_property
    def weighted(self) -> tuple[IndicatorInfo, ...]:
        """All that carry a weight: critical indicators are triggered or not and have no figure."""
        return tuple(indicator for indicator in self.indicators if indicator.weight)

    @cached_property
    def sheet_weight(self) -> int:
        """The share of the sheets in the whole: of all that stands on them, or what is measured leaves to sheets of deductions alone."""
        on_sheet = [one for one in self.indicators if one.scale not in Scale.off_sheet()]
        weight = sum(one.weight for one in on_sheet)
        if weight or not any(one.scale == Scale.DEDUCTION for one in on_sheet):
            return weight
        return WHOLE - sum(one.weight for one in self.indicators if one.is_measured)

    @cached_property
    def dimension_by_code(self) -> dict[str, DimensionInfo]:
        return {dimension.code: dimension for dimension in self.dimensions}

    @cached_property
    def indicator_by_code(self) -> dict[str, IndicatorInfo]:
        return {indicator.code: indicator for indicator in self.indicators}


_kept: dict[UUID, Scheme] = {}
KEEP_AT_MOST = 100


def schemes_of(versions: Iterable[StandardVersion]) -> dict[int, Scheme]:
    """{version pk: scheme}; two queries for all that are not known yet, none where all are."""
    wanted = {version.pk: version for version in versions}
    missing = [version for version in wanted.values() if version.public_id not in _kept or not version.is_frozen]
    fresh = {scheme.version: scheme for scheme in _read(missing)} if missing else {}
    if len(_kept) + len(fresh) > KEEP_AT_MOST:
        _kept.clear()
    for version in missing:
        if version.is_frozen:
            _kept[version.public_id] = fresh[version.public_id]
    return {pk: fresh.get(version.public_id) or _kept[version.public_id] for pk, version in wanted.items()}


def _read(versions: list[StandardVersion]) -> list[Scheme]:
    keys = [version.pk for version in versions]
    dimensions: dict[int, list[Dimension]] = {key: [] for key in keys}
    indicators: dict[int, list[Indicator]] = {}
    for dimension in Dimension.objects.filter(version__in=keys):
        dimensions[dimension.version_id].append(dimension)
    for indicator in Indicator.objects.filter(version__in=keys):
        indicators.setdefault(indicator.dimension_id, []).append(indicator)
    return [
        Scheme(
            version=version.public_id,
            target=version.target,
            critical_policy=version.critical_policy,
            critical_cap=version.critical_cap,
            fewest=settings.FEWEST_SHEETS,
            dimensions=tuple(_dimension(row, indicators.get(row.pk, [])) for row in dimensions[version.pk]),
        )
        for version in versions
    ]


def _dimension(row: Dimension, indicators: list[Indicator]) -> DimensionInfo:
    return DimensionInfo(
        code=row.code,
        name_zh=row.name_zh,
        name_en=row.name_en,
        target=row.target,
        indicators=tuple(
            IndicatorInfo(
                code=one.code,
                name_zh=one.name_zh,
                name_en=one.name_en,
                pk=one.pk,
                dimension=row.code,
                weight=one.weight,
                scale=one.scale,
                target=one.target,
                benchmark=one.benchmark,
                measure=one.measure,
                is_share=_is_share(one.measure),
                break_points=_break_points(one),
            )
            for one in indicators
        ),
    )


def _is_share(measure: str) -> bool:
    known = measures.get(measure) if measure else None
    return known is not None and known.unit == SHARE


def _break_points(indicator: Indicator) -> BreakPoints | None:
    if indicator.scale != Scale.MEASURED or not indicator.break_points:
        return None
    return BreakPoints([(Decimal(figure), Decimal(points)) for figure, points in indicator.break_points])

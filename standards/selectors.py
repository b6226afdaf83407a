"""Reading standards."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from organization.models import Person
from standards.enums import VersionState
from standards.models import Dimension, Indicator, StandardVersion
from standards.rules import sees_drafts

_kept: dict[UUID, tuple[Indicator, ...]] = {}
KEEP_AT_MOST = 50


def version_in_force() -> StandardVersion | None:
    """The version by which new cycles are planned."""
    rows = StandardVersion.objects.select_related("standard").filter(state=VersionState.IN_FORCE)
    return rows.order_by("-in_force_from", "-pk").first()


def indicators_of(version: StandardVersion) -> tuple[Indicator, ...]:
    """The version's indicators in its order, each with `dimension` and `levels.all()` loaded (best level first).

    From its approval on a version cannot change and is kept in the process; the rows are shared and must not be changed by the caller.
    """
    found = _kept.get(version.public_id)
    if found is None:
        rows = version.indicators.select_related("dimension").prefetch_related("levels")
        found = tuple(rows.order_by("dimension__order", "dimension_id", "order", "pk"))
        if version.state != VersionState.DRAFT:
            if len(_kept) >= KEEP_AT_MOST:
                _kept.clear()
            _kept[version.public_id] = found
    return found


@dataclass(frozen=True)
class DimensionRows:
    """A dimension as the table of the standard shows it; `weight` is the sum of its indicators' shares."""

    dimension: Dimension
    indicators: tuple[Indicator, ...]

    @property
    def weight(self) -> int:
        return sum(indicator.weight for indicator in self.indicators)

    @property
    def weight_percent(self) -> Decimal:
        return Decimal(self.weight) / 100


def dimensions_of(version: StandardVersion) -> list[DimensionRows]:
    """The dimensions in their order, with their indicators."""
    groups: dict[int, list[Indicator]] = {}
    for indicator in indicators_of(version):
        groups.setdefault(indicator.dimension_id, []).append(indicator)
    return [DimensionRows(rows[0].dimension, tuple(rows)) for rows in groups.values()]


def visible_to(person: Person | None) -> QuerySet[StandardVersion]:
    """Everybody on the staff reads what was approved; drafts only those who work on them or watch."""
    rows = StandardVersion.objects.select_related("standard", "author", "approved_by")
    if person is None:
        return rows.none()
    return rows if sees_drafts(person) else rows.exclude(state=VersionState.DRAFT)


def with_sizes(versions: QuerySet[StandardVersion]) -> QuerySet[StandardVersion]:
    """Adds `indicator_count` and `weight_sum`."""
    return versions.annotate(indicator_count=Count("indicators"), weight_sum=Sum("indicators__weight"))

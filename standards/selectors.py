"""Reading standards."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from foundation.common.texts import localized
from organization.models import Person, Unit
from records.enums import Touchpoint
from standards.enums import ScopeAspect, VersionState
from standards.models import Dimension, Indicator, Pilot, StandardVersion, Target
from standards.rules import sees_drafts

_kept: dict[UUID, tuple[Indicator, ...]] = {}
KEEP_AT_MOST = 50


def version_in_force() -> StandardVersion | None:
    """The version by which new cycles are planned."""
    rows = StandardVersion.objects.select_related("standard").filter(state=VersionState.IN_FORCE)
    return rows.order_by("-in_force_from", "-pk").first()


def indicators_of(version: StandardVersion) -> tuple[Indicator, ...]:
    """The version's indicators in its order, each with `dimension` and `levels.all()` loaded (best level first).

    From its pilot or approval on a version cannot change and is kept in the process; the rows are shared and must not be changed by the caller.
    """
    found = _kept.get(version.public_id)
    if found is None:
        rows = version.indicators.select_related("dimension").prefetch_related("levels")
        found = tuple(rows.order_by("dimension__order", "dimension_id", "order", "pk"))
        if version.is_frozen:
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


@dataclass(frozen=True)
class ScopeRow:
    """One aspect with what it is limited to, in the reader's words."""

    aspect: str
    values: tuple[str, ...]


def scope_of(version: StandardVersion) -> list[ScopeRow]:
    """The aspects that are limited, in their order. Two queries at most."""
    entries = list(version.scope.values_list("aspect", "value"))
    codes = [value for aspect, value in entries if aspect == ScopeAspect.UNIT]
    names = {unit.code: localized(unit, "name") for unit in Unit.objects.filter(code__in=codes)} if codes else {}
    names |= {value: str(label) for value, label in Touchpoint.choices}
    rows = []
    for aspect in ScopeAspect:
        values = tuple(names.get(value, value) for own, value in entries if own == aspect)
        if values:
            rows.append(ScopeRow(str(aspect.label), values))
    return rows


def units_in_scope(version: StandardVersion, units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Those of the units that the version is for: all where it names none."""
    codes = list(version.scope.filter(aspect=ScopeAspect.UNIT).values_list("value", flat=True))
    return units.filter(code__in=codes) if codes else units


def touchpoints_in_scope(version: StandardVersion) -> list[str]:
    """The touchpoints it is limited to; empty: all."""
    return list(version.scope.filter(aspect=ScopeAspect.TOUCHPOINT).values_list("value", flat=True))


def targets_of(version: StandardVersion) -> list[Target]:
    return list(version.targets.all())


def pilot_of(version: StandardVersion) -> Pilot | None:
    """With its departments."""
    rows = Pilot.objects.select_related("started_by", "reported_by").prefetch_related("units")
    return rows.filter(version=version).first()


def standards_in_the_making() -> dict[str, StandardVersion]:
    """{standard's code: the version of it that is being made}: each has one at a time."""
    rows = StandardVersion.objects.select_related("standard").filter(
        state__in=(VersionState.DRAFT, VersionState.PILOT, VersionState.SUBMITTED)
    )
    return {row.standard.code: row for row in rows}


def latest_versions() -> dict[str, StandardVersion]:
    """{standard's code: the version of it with the highest number}, whatever its state."""
    rows = StandardVersion.objects.select_related("standard").order_by("number")
    return {row.standard.code: row for row in rows}


def comparable_with(version: StandardVersion, person: Person | None) -> list[StandardVersion]:
    """Other versions that the person may see, those of the same standard first, the latest first."""
    rows = visible_to(person).exclude(pk=version.pk).order_by("standard__code", "-number")
    return sorted(rows, key=lambda row: row.standard_id != version.standard_id)


def visible_to(person: Person | None) -> QuerySet[StandardVersion]:
    """Everybody on the staff reads what was approved; drafts only those who work on them or watch."""
    rows = StandardVersion.objects.select_related("standard", "author", "submitted_by", "approved_by")
    # Drafts that were thrown away and are kept for the weights that were set in them.
    discarded = Q(state=VersionState.RETIRED, approved_at=None, pilot=None)
    if person is None:
        return rows.none()
    return rows if sees_drafts(person) else rows.exclude(state__in=VersionState.unpublished()).exclude(discarded)


def with_sizes(versions: QuerySet[StandardVersion]) -> QuerySet[StandardVersion]:
    """Adds `indicator_count` and `weight_sum`."""
    return versions.annotate(indicator_count=Count("indicators"), weight_sum=Sum("indicators__weight"))

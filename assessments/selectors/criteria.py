"""What a sheet asks: the indicators of a standard's version, arranged for scoring. An approved version never changes and is read once a process."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from assessments.scoring import IndicatorRule, StandardRule
from standards.models import Dimension, Indicator, RubricLevel, StandardVersion
from standards.selectors import indicators_of


@dataclass(frozen=True)
class Criteria:
    """`indicators`: those on the sheet by code, in the standard's order; `levels`: {code: {level: RubricLevel}}, best first;
    `measured`: those that are computed for the unit instead; `rule`: the arithmetic."""

    indicators: dict[str, Indicator]
    levels: dict[str, dict[int, RubricLevel]]
    measured: tuple[Indicator, ...]
    rule: StandardRule

    @cached_property
    def groups(self) -> list[tuple[Dimension, list[Indicator]]]:
        """Dimensions with their indicators, without those of which nothing is on the sheet."""
        groups: dict[int, tuple[Dimension, list[Indicator]]] = {}
        for indicator in self.indicators.values():
            groups.setdefault(indicator.dimension_id, (indicator.dimension, []))[1].append(indicator)
        return list(groups.values())

    @cached_property
    def dimension_shares(self) -> dict[str, int]:
        """Code of the dimension → share of 10,000, of its indicators on the sheet."""
        return {dimension.code: sum(indicator.weight for indicator in own) for dimension, own in self.groups}

    @cached_property
    def rules(self) -> Mapping[str, IndicatorRule]:
        """The arithmetic of each indicator on the sheet, by code."""
        return self.rule.on_sheet

    @cached_property
    def by_key(self) -> dict[int, Indicator]:
        return {indicator.pk: indicator for indicator in self.indicators.values()}


_kept: dict[UUID, Criteria] = {}
KEEP_AT_MOST = 50


def criteria_of(version: StandardVersion) -> Criteria:
    """The version's criteria. A draft is read anew each time."""
    found = _kept.get(version.public_id)
    if found is None:
        found = _read(version)
        if version.is_frozen:
            if len(_kept) >= KEEP_AT_MOST:
                _kept.clear()
            _kept[version.public_id] = found
    return found


def _read(version: StandardVersion) -> Criteria:
    everything = indicators_of(version)
    on_sheet = {indicator.code: indicator for indicator in everything if indicator.is_on_sheet}
    return Criteria(
        indicators=on_sheet,
        levels={code: {row.level: row for row in indicator.levels.all()} for code, indicator in on_sheet.items()},
        measured=tuple(indicator for indicator in everything if not indicator.is_on_sheet),
        rule=StandardRule(
            indicators=[
                IndicatorRule(
                    code=indicator.code,
                    dimension=indicator.dimension.code,
                    weight=indicator.weight,
                    scale=indicator.scale,
                    max_points=indicator.max_points,
                    na_allowed=indicator.na_allowed,
                    critical=indicator.is_critical,
                    step=indicator.step,
                    doubled=indicator.repeats_doubled,
                )
                for indicator in everything
            ],
            na_policy=version.na_policy,
            critical_policy=version.critical_policy,
            critical_cap=version.critical_cap,
        ),
    )

"""Two versions side by side: what is new, what is gone, what changed, by the codes that link them. Pure: contents in, rows out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from foundation.common.texts import localized
from records.enums import Touchpoint
from records.measures import measures
from standards import models
from standards.content import DimensionContent, IndicatorContent, StandardContent, TargetContent
from standards.enums import (
    CriticalPolicy,
    NotApplicablePolicy,
    ProtectionElement,
    Scale,
    ScopeAspect,
    TargetKind,
    TargetSense,
    TargetUnit,
)
from standards.figures import said

NEW, GONE, CHANGED, SAME = "new", "gone", "changed", "same"
CHOICES = {
    "scale": Scale,
    "na_policy": NotApplicablePolicy,
    "critical_policy": CriticalPolicy,
    "element": ProtectionElement,
    "kind": TargetKind,
    "sense": TargetSense,
    "unit": TargetUnit,
}


@dataclass(frozen=True)
class Change:
    """One field: what it is called, and the values as text, one line for each level or break point. `name`: of the column, where it is one."""

    label: str
    before: Sequence[str]
    after: Sequence[str]
    name: str = ""


@dataclass(frozen=True)
class Pair:
    """A thing of either version, or of both. `kind`: dimension, indicator or target."""

    kind: str
    code: str
    status: str
    before: Any
    after: Any
    changes: tuple[Change, ...] = ()

    @property
    def shown(self) -> Any:
        """The one that gives the row its name."""
        return self.after or self.before

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """(what, value) of something that only one version has: with what it joins or leaves. Empty where both have it."""
        if self.status not in (NEW, GONE):
            return ()
        one = self.shown
        if self.kind == "dimension":
            return ((_("Weight"), _percent(sum(row.weight for row in one.indicators))),)
        if self.kind == "indicator":
            unweighted = one.scale in Scale.unweighted()
            return (
                (_("Scale"), str(Scale(one.scale).label)),
                *(() if unweighted else ((_("Weight"), _percent(one.weight)),)),
                *(() if one.target is None else ((_("Internal target"), _number(one.target)),)),
            )
        return ((_("Internal target"), _in_unit(one.value, one.unit)),)

    @property
    def is_reweighed(self) -> bool:
        """Changed in nothing but its weight."""
        return bool(self.changes) and all(change.name == "weight" for change in self.changes)


@dataclass(frozen=True)
class Comparison:
    settings: tuple[Change, ...]
    dimensions: tuple[Pair, ...]
    indicators: tuple[Pair, ...]
    targets: tuple[Pair, ...]

    @property
    def pairs(self) -> tuple[Pair, ...]:
        return (*self.dimensions, *self.indicators, *self.targets)

    @property
    def reweighed(self) -> tuple[Pair, ...]:
        """What stands together in one table: with new weights nearly everything changes, and nothing else of it."""
        return tuple(pair for pair in self.pairs if pair.is_reweighed)

    def count(self, status: str) -> int:
        return sum(pair.status == status for pair in self.indicators)

    @property
    def is_same(self) -> bool:
        return not self.settings and all(pair.status == SAME for pair in self.pairs)


def compare(before: StandardContent, after: StandardContent) -> Comparison:
    """What `after` changes against `before`. Order alone is no change; an indicator in another dimension is."""
    homes = [
        {one.code: dimension.code for dimension in content.dimensions for one in dimension.indicators}
        for content in (before, after)
    ]

    def moved(one: IndicatorContent, other: IndicatorContent) -> Iterable[Change]:
        was, now = homes[0][one.code], homes[1][other.code]
        if was != now:
            yield Change(_("Dimension"), (_dimension_name(before, was),), (_dimension_name(after, now),))

    return Comparison(
        settings=tuple(_settings(before, after)),
        dimensions=_pairs("dimension", before.dimensions, after.dimensions, _changes_of_dimension),
        indicators=_pairs(
            "indicator",
            before.indicators,
            after.indicators,
            lambda one, other: (*moved(one, other), *_changes_of_indicator(one, other)),
        ),
        targets=_pairs("target", before.targets, after.targets, _changes_of_target),
    )


def _pairs(kind: str, before: Sequence, after: Sequence, changes_of: Callable) -> tuple[Pair, ...]:
    """In the order of the later version; what is gone stands where it was, after what came before it."""
    old, new = {one.code: one for one in before}, {one.code: one for one in after}
    order = [one.code for one in after]
    for place, code in enumerate(old):
        if code not in new:
            earlier = [known for known in list(old)[:place] if known in order]
            order.insert(order.index(earlier[-1]) + 1 if earlier else 0, code)
    found = []
    for code in order:
        one, other = old.get(code), new.get(code)
        changes = tuple(changes_of(one, other)) if one and other else ()
        status = NEW if one is None else GONE if other is None else CHANGED if changes else SAME
        found.append(Pair(kind, code, status, one, other, changes))
    return tuple(found)


def _settings(before: StandardContent, after: StandardContent) -> Iterable[Change]:
    yield from _fields(
        before, after, models.StandardVersion, ("target", "na_policy", "critical_policy", "critical_cap")
    )
    for aspect in ScopeAspect:
        values = [tuple(sorted(_scope_value(*e) for e in one.scope if e[0] == aspect)) for one in (before, after)]
        if values[0] != values[1]:
            yield Change(_("Scope: %(aspect)s") % {"aspect": aspect.label}, *(one or (_("all"),) for one in values))


def _scope_value(aspect: str, value: str) -> str:
    return str(Touchpoint(value).label) if aspect == ScopeAspect.TOUCHPOINT and value in Touchpoint.values else value


def _changes_of_dimension(one: DimensionContent, other: DimensionContent) -> Iterable[Change]:
    yield from _fields(one, other, models.Dimension, ("name_zh", "name_en", "target"))
    weights = [sum(row.weight for row in dimension.indicators) for dimension in (one, other)]
    if weights[0] != weights[1]:
        yield Change(_("Weight"), *((_percent(weight),) for weight in weights), name="weight")


def _changes_of_indicator(one: IndicatorContent, other: IndicatorContent) -> Iterable[Change]:
    names = (
        "name_zh", "name_en", "scale", "weight", "max_points", "step", "repeats_doubled", "measure", "target", "benchmark",
        "na_allowed", "reason_below_full", "element", "guidance_zh", "guidance_en",
    )  # fmt: skip
    yield from _fields(one, other, models.Indicator, names)
    levels = [
        tuple(f"{_number(row.points)} {row.text_zh}{f' / {row.text_en}' if row.text_en else ''}" for row in side.levels)
        for side in (one, other)
    ]
    if levels[0] != levels[1]:
        yield Change(_("Rubric levels"), *levels)
    steps = [
        tuple(f"{said(side.measure, figure)} → {_number(Decimal(points))}" for figure, points in side.break_points)
        for side in (one, other)
    ]
    if steps[0] != steps[1]:
        yield Change(_("Break points"), *steps)


def _changes_of_target(one: TargetContent, other: TargetContent) -> Iterable[Change]:
    names = (
        "name_zh",
        "name_en",
        "kind",
        "sense",
        "value",
        "unit",
        "benchmark",
        "baseline",
        "baseline_source",
        "baseline_cycle",
        "measure",
    )
    yield from _fields(one, other, models.Target, names)


def _fields(before, after, model, names: Sequence[str]) -> Iterable[Change]:
    for name in names:
        values = getattr(before, name), getattr(after, name)
        if values[0] != values[1]:
            label = str(model._meta.get_field(name).verbose_name)
            yield Change(label[:1].upper() + label[1:], *((_shown(name, value),) for value in values), name=name)


def _shown(name: str, value) -> str:
    if name == "weight":
        return _percent(value)
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name in CHOICES:
        return str(CHOICES[name](value).label)
    if name == "measure":
        known = measures.get(value)
        return str(known.label) if known else value
    return _number(value) if isinstance(value, (int, Decimal)) else str(value)


def _number(value: Decimal | int) -> str:
    return f"{Decimal(value).normalize():f}"


def _in_unit(value: Decimal, unit: str) -> str:
    label = TargetUnit(unit).label
    return f"{_number(value)}{label}" if unit == TargetUnit.PERCENT else f"{_number(value)} {label}"


def _percent(weight: int) -> str:
    return f"{_number(Decimal(weight) / 100)}%"


def _dimension_name(content: StandardContent, code: str) -> str:
    return localized(next(one for one in content.dimensions if one.code == code), "name")

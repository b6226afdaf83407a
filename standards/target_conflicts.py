"""Targets of one version that say two things of one measure. All of them hold for the same units and the same period, those of the version."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from foundation.common.texts import localized
from records.measures import measures
from standards.content import TargetContent
from standards.enums import TargetKind, TargetSense
from standards.target_units import factor


def conflicts_of(targets: Sequence[TargetContent]) -> Iterator[tuple[int, str]]:
    """(place of the later target, a sentence that names the earlier one), for each target that contradicts one before it, or says another
    figure of the same. One may be at least and another at most, where something lies between; changes against different baselines are two
    things. What no measure computes is told by its name alone and never compared.
    """
    for place, one in enumerate(targets):
        for earlier in targets[:place]:
            if sentence := _conflict(earlier, one):
                yield place, sentence
                break


def _conflict(earlier: TargetContent, one: TargetContent) -> str:
    if not one.measure or _about(one) != _about(earlier):
        return ""
    facts = {"target": f"{earlier.code} {localized(earlier, 'name')}".strip()}
    if one.sense == earlier.sense:
        return _("“%(target)s” sets a target for this measure already; keep one of the two.") % facts
    values = {row.sense: _value(row) for row in (earlier, one)}
    if None not in values.values() and values[TargetSense.AT_LEAST] > values[TargetSense.AT_MOST]:
        return _("no figure reaches both this target and “%(target)s”, which is about the same measure.") % facts
    return ""


def _about(one: TargetContent) -> tuple:
    """What the target is compared with: of two with the same it can be said that they are about one thing."""
    if one.kind != TargetKind.CHANGE:
        return one.measure, one.kind
    return one.measure, one.kind, one.baseline_cycle, None if one.baseline is None else _in_measure(one, one.baseline)


def _value(one: TargetContent) -> Fraction | None:
    """Comparable with that of another target of the measure; a change is in percent, whatever its unit."""
    return Fraction(one.value) if one.kind == TargetKind.CHANGE else _in_measure(one, one.value)


def _in_measure(one: TargetContent, figure: Decimal) -> Fraction | None:
    known = measures.get(one.measure)
    times = factor(known.unit, one.unit) if known else None
    return None if times is None else Fraction(figure) / times

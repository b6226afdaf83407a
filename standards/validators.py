"""What a version must hold before it can be approved. Works on loaded rows; returns a sentence for each thing that is wrong."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from django.utils.translation import gettext as _

from records.measures import measures
from standards.enums import CriticalPolicy, Scale
from standards.models import Indicator, StandardVersion

WHOLE = 10_000
HIGHEST = 100


def problems_of(version: StandardVersion, indicators: Sequence[Indicator]) -> list[str]:
    """Weights, scales, levels, break points and policies. Empty: the version can be approved."""
    found = []
    weights = sum(indicator.weight for indicator in indicators)
    if weights != WHOLE:
        found.append(
            _("The weights add up to %(sum)s %% instead of 100 %%.") % {"sum": f"{Decimal(weights) / 100:.2f}"}
        )
    if version.critical_policy == CriticalPolicy.CAP and version.critical_cap is None:
        found.append(_("The cap for a triggered critical indicator is missing."))
    filled = {indicator.dimension_id for indicator in indicators}
    for dimension in version.dimensions.all():
        if dimension.pk not in filled:
            found.append(_("The dimension “%(name)s” has no indicator.") % {"name": dimension})
    for indicator in indicators:
        found += [
            _("%(code)s %(name)s: %(problem)s") % {"code": indicator.code, "name": indicator, "problem": problem}
            for problem in _problems_of_indicator(indicator)
        ]
    return found


def _problems_of_indicator(indicator: Indicator) -> list[str]:
    found = []
    if not indicator.is_critical and not indicator.weight:
        found.append(_("it has no weight."))
    if indicator.max_points <= 0:
        found.append(_("its full marks are not above 0."))
    if indicator.target is not None and not 0 <= indicator.target <= HIGHEST:
        found.append(_("its target is not between 0 and 100."))
    if indicator.scale in (Scale.RATING, Scale.YES_NO):
        found += _problems_of_levels(indicator)
    elif indicator.levels.all():
        found.append(_("only ratings and yes-or-no indicators have levels."))
    if indicator.scale == Scale.MEASURED:
        found += _problems_of_measure(indicator)
    return found


def _problems_of_levels(indicator: Indicator) -> list[str]:
    levels = sorted(indicator.levels.all(), key=lambda row: -row.level)
    points = [row.points for row in levels]
    if len(levels) < 2:
        return [_("it needs at least two levels.")]
    if indicator.scale == Scale.YES_NO and len(levels) != 2:
        return [_("yes or no has exactly two levels.")]
    found = []
    if points[0] != indicator.max_points:
        found.append(_("its best level does not give full marks."))
    if points[-1] < 0 or any(higher <= lower for higher, lower in pairwise(points)):
        found.append(_("its levels do not fall in points from the best to the worst."))
    if any(not row.text_zh.strip() for row in levels):
        found.append(_("a level has no description."))
    return found


def _problems_of_measure(indicator: Indicator) -> list[str]:
    if indicator.measure not in measures:
        return [_("no room of the portal computes the measure %(code)s.") % {"code": indicator.measure}]
    try:
        steps = sorted((Decimal(figure), Decimal(points)) for figure, points in indicator.break_points)
    except (InvalidOperation, TypeError, ValueError):
        return [_("its break points cannot be read.")]
    if len(steps) < 2 or any(low[0] == high[0] for low, high in pairwise(steps)):
        return [_("it needs two or more break points with different figures.")]
    if any(not 0 <= points <= HIGHEST for _figure, points in steps):
        return [_("its break points give points outside 0 to 100.")]
    rises = [high[1] - low[1] for low, high in pairwise(steps)]
    if min(rises) < 0 < max(rises):
        return [_("its break points neither rise nor fall throughout.")]
    return []

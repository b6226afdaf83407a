"""A figure over the last cycles, with its interval."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import dropwhile
from math import ceil, floor

from django.db.models import Q
from django.utils.translation import gettext as _

from analysis.computing import Scores, scores_by_unit, scores_of_all
from analysis.estimates import NOTHING, ScoreEstimate
from analysis.loading import Loaded, load_rows
from analysis.rules import SHOWN_TO_UNIT
from analysis.scheme import Scheme, schemes_of
from analysis.sentences import about_trend
from assessments.models import Cycle
from assessments.models.total import TotalLevel
from foundation.common.numbers import round_shown
from foundation.common.templatetags.numbers import short
from foundation.common.texts import localized
from organization.models import Unit

LENGTH = 8


def levels_for(dimension: str) -> tuple[str, ...]:
    """The levels of totals that a trend of the whole, or of a dimension, reads."""
    return (TotalLevel.SHEET.value, TotalLevel.DIMENSION.value) if dimension else (TotalLevel.SHEET.value,)


@dataclass(frozen=True)
class TrendPoint:
    cycle: Cycle
    score: ScoreEstimate


def cycles_until(cycle: Cycle, length: int = LENGTH) -> list[Cycle]:
    """The cycle and those of its kind before it in which scoring has ended, oldest first, at most `length`."""
    ended = Q(type=cycle.type, start__lt=cycle.start, state__in=SHOWN_TO_UNIT)
    return list(
        Cycle.objects.filter(ended | Q(pk=cycle.pk)).select_related("standard_version").order_by("-start")[:length]
    )[::-1]


def trend_of(cycles: Sequence[Cycle], unit: Unit | None = None, dimension: str = "") -> list[TrendPoint]:
    """The whole, or one dimension by its code, of a unit or (without one) of all units, in the order of the cycles. Four queries at most."""
    loaded = load_rows(cycles, levels={cycle.pk: levels_for(dimension) for cycle in cycles})
    schemes = schemes_of(cycle.standard_version for cycle in cycles)
    return points_of(cycles, loaded, schemes, unit=unit, dimension=dimension)


def points_of(
    cycles: Sequence[Cycle],
    loaded: Loaded,
    schemes: dict[int, Scheme],
    *,
    unit: Unit | None = None,
    units: frozenset[int] | None = None,
    dimension: str = "",
) -> list[TrendPoint]:
    """The same from rows that are loaded already; `units`: the mean of these."""
    points = []
    for cycle in cycles:
        scheme, rows = schemes[cycle.standard_version_id], loaded.rows[cycle.pk]
        scores = (
            scores_of_all(scheme, rows, units) if unit is None else scores_by_unit(scheme, rows).get(unit.pk, Scores())
        )
        points.append(TrendPoint(cycle, scores.dimensions.get(dimension, NOTHING) if dimension else scores.whole))
    return points


def chart_of(points: Sequence[TrendPoint], name: str, *, target: Decimal | None) -> dict:
    """The data of `{% chart %}`: a line with its interval as a band; the title says what it shows."""
    # A line begins where there is something to show.
    points = list(dropwhile(lambda point: point.score.value is None, points)) or points
    scores = [point.score for point in points]

    def along(values) -> list[Decimal | None]:
        return [None if value is None else round_shown(value) for value in values]

    return {
        "kind": "line",
        "title": about_trend(name, scores, [localized(point.cycle, "name") for point in points]),
        "categories": [point.cycle.code for point in points],
        "series": [
            {
                "name": name,
                "values": along(score.value for score in scores),
                "low": along(score.low for score in scores),
                "high": along(score.high for score in scores),
                "n": [score.n if score.value is not None else None for score in scores],
            }
        ],
        "target": target,
        "target_label": _("Target %(target)s") % {"target": short(target)} if target is not None else "",
        "unit": "points",
        **_axis([end for score in scores for end in (score.value, score.low, score.high) if end is not None], target),
    }


def _axis(ends: list[Decimal], target: Decimal | None) -> dict[str, int]:
    """From a multiple of five below all that is drawn to one above it."""
    drawn = [*ends, target] if target is not None else ends
    if not drawn:
        return {}
    low, high = floor(min(drawn) / 5) * 5, ceil(max(drawn) / 5) * 5
    return {"min": max(low, 0), "max": min(max(high, low + 5), 100)}

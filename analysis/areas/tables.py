"""Areas as rows of a workbook."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _, pgettext

from analysis.areas.rollup import Area
from analysis.results import CycleResult
from analysis.scheme import DimensionInfo
from analysis.tables import shown
from foundation.common.texts import localized


def _dimensions(result: CycleResult) -> list[DimensionInfo]:
    return [one for one in result.scheme.dimensions if one.weight]


def area_headers(result: CycleResult) -> list[str]:
    return [
        _("Unit code"),
        _("Unit"),
        _("Assessed units"),
        _("Sheets"),
        _("Rank"),
        _("Whole score"),
        _("95 % interval: lower end"),
        _("95 % interval: upper end"),
        _("Target"),
        pgettext("since the cycle before", "Change"),
        _("Change beyond chance"),
        *map(str, _dimensions(result)),
    ]


def area_rows(result: CycleResult, areas: Iterable[Area]) -> Iterator[list]:
    """Rounded as the page shows them."""
    for area in areas:
        whole = area.scores.whole
        yield [
            area.unit.code,
            localized(area.unit, "name"),
            len(area.assessed),
            area.sheets,
            area.standing.label if area.standing.rank else "",
            *(shown(value) for value in (whole.value, whole.low, whole.high, whole.target, whole.change)),
            "" if whole.change is None else (_("yes") if whole.significant else ""),
            *(shown(area.scores.dimensions[one.code].value) for one in _dimensions(result)),
        ]

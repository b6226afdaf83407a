"""The year as rows of a workbook."""

from collections.abc import Iterator

from django.utils.translation import gettext as _, pgettext

from analysis.tables import shown
from analysis.years.yearly import YearLine, YearResult
from foundation.common.texts import localized


def year_headers(result: YearResult) -> list[str]:
    return [
        _("Unit code"),
        _("Unit"),
        _("Comparable with"),
        _("Rank"),
        *(cycle.code for cycle in result.cycles),
        str(result.year),
        _("95 % interval: lower end"),
        _("95 % interval: upper end"),
        "n",
        _("Target"),
        pgettext("since the year before", "Change"),
        _("Change beyond chance"),
        _("Quarters without a figure"),
    ]


def year_rows(result: YearResult, *, sees_all: bool) -> Iterator[list]:
    """Rounded as the page shows them; the organization first, for those who see it."""
    if sees_all:
        yield _row(result, result.overall, "", _("All units"), "")
    for line in result.lines:
        yield _row(result, line, line.unit.code, localized(line.unit, "name"), line.unit.peer_group)


def _row(result: YearResult, line: YearLine, code: str, name: str, group: str) -> list:
    year = line.year
    return [
        code,
        name,
        group,
        line.standing.label if line.standing.rank else "",
        *(shown(score.value) for score in line.quarters),
        *(shown(value) for value in (year.value, year.low, year.high)),
        year.n,
        shown(year.target),
        shown(year.change),
        "" if year.change is None else (_("yes") if year.significant else ""),
        ", ".join(result.cycles[place].code for place in line.missing),
    ]

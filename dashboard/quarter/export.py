"""The page as a workbook: what is chosen in the address is what is exported."""

from collections.abc import Iterator

from django.http import FileResponse
from django.utils.translation import gettext as _

from analysis.estimates import ScoreEstimate
from analysis.tables import shown
from dashboard.quarter.overview import Overview
from dashboard.quarter.parts import standings
from foundation.common.exports import workbook_response
from foundation.common.texts import labelled, localized


def overview_workbook(view: Overview) -> FileResponse:
    """A row a unit in the order of the page, the mean of all of them last; for the whole and each dimension score, interval, n, target and change."""
    measured = [("", _("Whole score")), *((one.code, str(one)) for one in view.result.scheme.dimensions if one.weight)]
    headers = [_("Comparable units"), _("Rank"), _("Code"), _("Unit")]
    for _code, label in measured:
        headers += [
            label,
            *(
                labelled(label, part)
                for part in (
                    _("lower end"),
                    _("upper end"),
                    "n",
                    _("target"),
                    _("change since the cycle before"),
                    _("change beyond chance"),
                )
            ),
        ]
    name = "-".join(filter(None, [view.result.cycle.code, view.choice.group.word if view.choice.group else ""]))
    return workbook_response(
        name=name, sheet=view.result.cycle.code, headers=headers, rows=_rows(view, [code for code, _label in measured])
    )


def _rows(view: Overview, codes: list[str]) -> Iterator[list]:
    dimension = view.choice.dimension.code if view.choice.dimension else ""
    for group in view.choice.shown:
        for row, standing in standings(group, dimension):
            figures = (cell for code in codes for cell in _cells(row.dimensions[code] if code else row.whole))
            yield [group.label, standing.label, row.unit.code, localized(row.unit, "name"), *figures]
    overall = view.overall
    yield [
        "",
        "",
        "",
        _("Mean of the units"),
        *(cell for code in codes for cell in _cells(overall.dimensions[code] if code else overall.whole)),
    ]


def _cells(score: ScoreEstimate) -> list:
    beyond = "" if score.change is None else _("yes") if score.significant else _("no")
    return [
        shown(score.value),
        shown(score.low),
        shown(score.high),
        score.n,
        shown(score.target),
        shown(score.change),
        beyond,
    ]

"""Figures by unit as a workbook: what the page shows."""

from django.http import FileResponse
from django.utils.translation import gettext as _

from feedback.figures import AnswerFigure
from feedback.models import Questionnaire
from feedback.selectors import UnitAnswers
from foundation.common.exports import workbook_response
from foundation.common.numbers import round_shown
from foundation.common.texts import localized


def answers_workbook(questionnaire: Questionnaire, units: list[UnitAnswers]) -> FileResponse:
    measures = (
        (_("Answered, %"), "rate"),
        (_("Satisfied, %"), "satisfied"),
        (_("Need met, %"), "met"),
        (_("Recommendation (NPS)"), "recommend"),
    )
    headers = [_("Unit")]
    for label, _name in measures:
        headers += [
            label,
            _("%(figure)s: lower end") % {"figure": label},
            _("%(figure)s: upper end") % {"figure": label},
            _("%(figure)s: n") % {"figure": label},
        ]
    rows = (
        [_name_of(row), *(cell for _label, name in measures for cell in _cells(getattr(row, name)))] for row in units
    )
    return workbook_response(name=f"{questionnaire.code}", sheet=questionnaire.code, headers=headers, rows=rows)


def _name_of(row: UnitAnswers) -> str:
    return _("All together") if row.unit is None else localized(row.unit, "name")


def _cells(figure: AnswerFigure) -> list:
    return [
        *(None if value is None else round_shown(value) for value in (figure.value, figure.low, figure.high)),
        figure.n,
    ]

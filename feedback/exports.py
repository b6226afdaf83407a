"""Workbooks: the figures by unit as the page shows them, and all answers, a row a customer."""

from collections.abc import Iterator, Sequence

from django.http import FileResponse
from django.utils.translation import gettext as _

from feedback.content import option_texts
from feedback.enums import Part, QuestionKind
from feedback.figures import AnswerFigure
from feedback.models import Question, Questionnaire, Response
from feedback.selectors import UnitAnswers
from foundation.common import clock
from foundation.common.exports import workbook_response
from foundation.common.numbers import round_shown
from foundation.common.texts import localized


def answers_workbook(questionnaire: Questionnaire, units: list[UnitAnswers]) -> FileResponse:
    measures = (
        (_("Answered, %"), "rate"),
        (_("Satisfied, %"), "satisfied"),
        (_("Need met, %"), "met"),
        (_("Recommendation (NPS)"), "recommend"),
        (_("Easy, %"), "easy"),
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


CHUNK = 500


def responses_workbook(questionnaire: Questionnaire, scope: set[int] | None, *, with_texts: bool) -> FileResponse:
    """One row a response: unit, day, language, then a column for each question; two for a pair, one for each of several options (1: chosen).

    Neither link nor record nor time of day, by which a customer could be found. Read in chunks: memory stays flat.
    """
    questions = [
        question for question in questionnaire.questions.all() if with_texts or question.kind != QuestionKind.TEXT
    ]
    headers = [_("Unit"), _("Day"), _("Language")]
    columns: list[tuple[int, str]] = []
    for place, question in enumerate(questions, start=1):
        for part, label in _columns_of(question):
            headers.append(f"{place}. {localized(question, 'text')}" + (f" – {label}" if label else ""))
            columns.append((question.pk, part))
    return workbook_response(
        name=f"{questionnaire.code}-{_('answers')}",
        sheet=questionnaire.code,
        headers=headers,
        rows=_response_rows(questionnaire, scope, columns),
    )


def _columns_of(question: Question) -> list[tuple[str, str]]:
    if question.kind == QuestionKind.SERVQUAL:
        return [(part.value, str(part.label)) for part in Part]
    if question.kind == QuestionKind.CHOICES:
        return [(str(place), text) for place, text in enumerate(option_texts(question), start=1)]
    return [("", "")]


def _response_rows(
    questionnaire: Questionnaire, scope: set[int] | None, columns: Sequence[tuple[int, str]]
) -> Iterator[list]:
    """A single choice reads as its text, what is a number stays one."""
    singles = {one.pk: option_texts(one) for one in questionnaire.questions.filter(kind=QuestionKind.CHOICE)}
    several = set(questionnaire.questions.filter(kind=QuestionKind.CHOICES).values_list("pk", flat=True))
    rows = Response.objects.filter(questionnaire=questionnaire).select_related("unit")
    if scope is not None:
        rows = rows.filter(unit__in=scope)
    # By unit and day, not in the order in which they came: that would tell the time again.
    rows = rows.order_by("unit__code", "answered_at", "public_id").prefetch_related("answers")
    for response in rows.iterator(chunk_size=CHUNK):
        said = {}
        for answer in response.answers.all():
            value = answer.text or answer.value
            if answer.question_id in several:
                value = 1
            elif answer.question_id in singles:
                value = singles[answer.question_id][answer.value - 1]
            said[(answer.question_id, answer.part)] = value
        day = clock.local(response.answered_at).date()
        yield [localized(response.unit, "name"), day, response.language, *(said.get(column) for column in columns)]

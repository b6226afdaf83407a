"""Workbooks: the figures by unit as the page shows them; all answers, a row a customer; the lists behind the measures."""

from collections.abc import Iterator, Sequence
from itertools import islice

from django.db.models import QuerySet
from django.db.models.functions import TruncDate
from django.http import FileResponse
from django.utils.translation import gettext as _, pgettext

from feedback.content import option_texts
from feedback.enums import Part, QuestionKind
from feedback.figures import AnswerFigure
from feedback.listing import said
from feedback.models import Answer, Invitation, Question, Questionnaire, Response
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
    kind = _("answers")
    return workbook_response(
        name=f"{questionnaire.code}-{kind}",
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
    # Within a day by chance and not in the order in which they came, which a key of ours would tell too.
    zone = clock.organization_zone()
    rows = rows.order_by("unit__code", TruncDate("answered_at", tzinfo=zone), "invitation__token_hash")
    found = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        said = _said_in(chunk, singles, several)
        for response in chunk:
            day = clock.local(response.answered_at).date()
            cells = said[response.pk]
            yield [localized(response.unit, "name"), day, response.language, *(cells.get(column) for column in columns)]


def _said_in(responses: Sequence[Response], singles: dict, several: set[int]) -> dict[int, dict]:
    """{response: {(question, part): cell}}; one query."""
    said: dict[int, dict] = {response.pk: {} for response in responses}
    rows = Answer.objects.filter(response__in=said).values_list("response", "question", "part", "value", "text")
    for response, question, part, value, text in rows:
        if question in several:
            cell = 1
        elif question in singles:
            cell = singles[question][value - 1]
        else:
            cell = text or value
        said[response][(question, part)] = cell
    return said


def answer_list_workbook(rows: QuerySet[Answer]) -> FileResponse:
    """A row an answer as `feedback.listing` orders them, in chunks: unit, day, questionnaire, question, answer as number and as text."""
    name = _("Answers that count")
    return workbook_response(
        name=f"{name} {clock.today()}",
        sheet=name,
        headers=[
            _("Unit code"),
            _("Unit"),
            _("Day"),
            _("Questionnaire"),
            pgettext("of a questionnaire", "Question"),
            pgettext("survey", "Answer"),
            _("Answer in words"),
        ],
        rows=(
            [
                row.response.unit.code,
                localized(row.response.unit, "name"),
                row.day,
                localized(row.question.questionnaire, "title"),
                localized(row.question, "text"),
                row.value,
                said(row.question, row.value),
            ]
            for row in rows.iterator(chunk_size=CHUNK)
        ),
    )


def link_list_workbook(rows: QuerySet[Invitation]) -> FileResponse:
    """A row a link: unit, questionnaire, day on which it was made, how, whether it was answered. Neither the link nor whom it went to."""
    name = _("Links to questionnaires")
    return workbook_response(
        name=f"{name} {clock.today()}",
        sheet=name,
        headers=[_("Unit code"), _("Unit"), _("Questionnaire"), _("Made"), _("How"), _("Answered?")],
        rows=(
            [
                row.unit.code,
                localized(row.unit, "name"),
                localized(row.questionnaire, "title"),
                row.day,
                str(row.batch.way),
                _("yes") if row.answered_at else _("no"),
            ]
            for row in rows.iterator(chunk_size=CHUNK)
        ),
    )

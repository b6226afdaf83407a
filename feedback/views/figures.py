"""What customers answered: figures question by question, and workbooks."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from feedback import rules
from feedback.exports import answers_workbook, responses_workbook
from feedback.findings import sentence_about_gaps
from feedback.models import Questionnaire
from feedback.question_figures import figures_of
from feedback.reliability import ENOUGH_ALPHA
from feedback.selectors import answering_units, answers_by_unit, scope_of
from feedback.views.questionnaires import find_questionnaire
from foundation.audit.services import record_event
from organization.models import Unit


@require_GET
def questionnaire_figures(request: HttpRequest, public_id) -> HttpResponse:
    """`unit=`: code of one unit; without it everything that the reader may see."""
    questionnaire = find_questionnaire(request, public_id)
    scope = scope_of(request.person)
    units = list(answering_units(questionnaire, scope))
    unit = _chosen(request, units)
    figures = figures_of(questionnaire, scope if unit is None else {unit.pk})
    context = {
        "object": questionnaire,
        "units": units,
        "unit": unit,
        "figures": figures,
        "gap_finding": sentence_about_gaps(figures.gaps) if figures.gaps else "",
        "enough_alpha": ENOUGH_ALPHA,
        "with_texts": rules.can_export_texts(request.person),
    }
    return render(request, "feedback/questionnaire_figures.html", context)


def _chosen(request: HttpRequest, units: list[Unit]) -> Unit | None:
    code = request.GET.get("unit", "")
    if not code:
        return None
    unit = next((one for one in units if one.code == code), None)
    if unit is None:
        raise Http404
    return unit


@require_GET
def questionnaire_export(request: HttpRequest, public_id) -> HttpResponse:
    """The figures by unit as they are shown: the reader's units and no others."""
    questionnaire = find_questionnaire(request, public_id)
    record_event(actor=request.person, action="feedback.figures.export", target=questionnaire)
    return answers_workbook(questionnaire, answers_by_unit(questionnaire, scope_of(request.person)))


@require_GET
def answers_export(request: HttpRequest, public_id) -> HttpResponse:
    """All answers about the reader's units, a row a customer; the trail says who took them."""
    questionnaire: Questionnaire = find_questionnaire(request, public_id)
    with_texts = rules.can_export_texts(request.person)
    record_event(actor=request.person, action="feedback.answers.export", target=questionnaire, texts=with_texts)
    return responses_workbook(questionnaire, scope_of(request.person), with_texts=with_texts)

"""The lists behind the measures: single answers, and single links. Nothing in them leads to a customer."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.http import require_GET

from feedback import rules
from feedback.exports import answer_list_workbook, link_list_workbook
from feedback.filters import AnswerFilter, LinkFilter
from feedback.listing import answers_seen_by, in_order_of_answers, in_order_of_links, links_seen_by, said
from foundation.audit.services import record_event
from foundation.common.errors import require
from records.paging import paginate_many


def _answers(request: HttpRequest) -> tuple[AnswerFilter, QuerySet]:
    require(rules.can_see_questionnaires, request.person)
    filters = AnswerFilter(request.GET, queryset=answers_seen_by(request.person), request=request)
    rows = filters.qs if filters.is_valid() else filters.queryset.none()
    return filters, in_order_of_answers(rows, request.GET.get("sort", ""))


def _links(request: HttpRequest) -> tuple[LinkFilter, QuerySet]:
    require(rules.can_see_questionnaires, request.person)
    filters = LinkFilter(request.GET, queryset=links_seen_by(request.person), request=request)
    rows = filters.qs if filters.is_valid() else filters.queryset.none()
    return filters, in_order_of_links(rows, request.GET.get("sort", ""))


@require_GET
def answer_list(request: HttpRequest) -> HttpResponse:
    filters, rows = _answers(request)
    page = paginate_many(request, rows)
    for row in page:
        row.said = said(row.question, row.value)
    columns = [
        {"key": "day", "label": _("Day"), "sortable": True},
        {"key": "unit", "label": _("Unit"), "sortable": True},
        {"key": "question", "label": pgettext("of a questionnaire", "Question")},
        {"key": "answer", "label": pgettext("survey", "Answer"), "sortable": True},
    ]
    return _page(request, "feedback/answer_list.html", page, filters, columns)


@require_GET
def link_list(request: HttpRequest) -> HttpResponse:
    filters, rows = _links(request)
    columns = [
        {"key": "day", "label": _("Made"), "sortable": True},
        {"key": "unit", "label": _("Unit"), "sortable": True},
        {"key": "questionnaire", "label": _("Questionnaire")},
        {"key": "way", "label": _("How")},
        {"key": "answer", "label": _("Answered?")},
    ]
    return _page(request, "feedback/link_list.html", paginate_many(request, rows), filters, columns)


def _page(request: HttpRequest, template: str, page, filters, columns: list[dict]) -> HttpResponse:
    context = {
        "page": page,
        "is_capped": page.paginator.is_capped,
        "filter": filters,
        "table": {"sort": request.GET.get("sort", "-day"), "columns": columns},
        "export_url": request.path + "export/",
        "empty_title": _("No answers yet"),
        "empty_text": _("Once links to a questionnaire are out and customers answer, what counts is listed here."),
    }
    return render(request, template, context)


def _note(request: HttpRequest, action: str, filters) -> None:
    """Names of filters only: an address may hold anything, and the trail keeps it for good."""
    used = sorted(name for name in filters.filters if request.GET.get(name))
    record_event(actor=request.person, action=action, query=used)


@require_GET
def answer_list_export(request: HttpRequest) -> HttpResponseBase:
    filters, rows = _answers(request)
    response = answer_list_workbook(rows)
    _note(request, "feedback.list.export", filters)
    return response


@require_GET
def link_list_export(request: HttpRequest) -> HttpResponseBase:
    filters, rows = _links(request)
    response = link_list_workbook(rows)
    _note(request, "feedback.links.export", filters)
    return response

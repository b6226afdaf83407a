"""Service records: the list, one of them, the contact behind its mask."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from foundation.audit.services import record_event
from foundation.common.errors import Invalid, require
from foundation.common.pages import ordered
from foundation.common.texts import current_suffix
from records import rules, services
from records.exports import records_response
from records.filters import RecordFilter
from records.forms import RevealForm
from records.models import ServiceRecord
from records.paging import paginate_many
from records.revisions import changes_of
from records.selectors import visible_to
from records.transcripts import draw_turns, turns

# Newest import first unless asked otherwise: the order that needs no sorting of millions.
SORTS = {"newest": "pk", "when": "occurred_at", "number": "number", "answer": "answer_seconds", "rating": "rating"}


def _filtered(request: HttpRequest) -> tuple[RecordFilter, QuerySet[ServiceRecord]]:
    """What the list shows and the export takes along."""
    filters = RecordFilter(request.GET, queryset=visible_to(request.person))
    rows = filters.qs if filters.is_valid() else filters.queryset.none()
    return filters, ordered(request, rows.defer("transcript", "customer_name", "customer_phone"), SORTS, "-newest")


@require_GET
def record_list(request: HttpRequest) -> HttpResponse:
    filters, rows = _filtered(request)
    page = paginate_many(request, rows)
    context = {
        "page": page,
        "is_capped": page.paginator.is_capped,
        "filter": filters,
        "may_import": rules.can_import_records(request.person),
        "table": {
            "sort": request.GET.get("sort", "-newest"),
            "columns": [
                {"key": "number", "label": _("Record"), "sortable": True},
                {"key": "when", "label": _("When"), "sortable": True},
                {"key": "unit", "label": _("Unit")},
                {"key": "touchpoint", "label": _("Touchpoint")},
                {"key": "agent", "label": _("Served by")},
                {"key": "outcome", "label": _("Outcome")},
                {"key": "answer", "label": _("Seconds to answer"), "sortable": True, "numeric": True},
                {"key": "rating", "label": _("Rating"), "sortable": True, "numeric": True},
            ],
        },
    }
    return render(request, "records/record_list.html", context)


@require_GET
def record_export(request: HttpRequest) -> HttpResponseBase:
    require(rules.can_export_records, request.person)
    filters, rows = _filtered(request)
    response = records_response(rows, chinese=current_suffix() == "zh")
    # Names of filters only: an address may hold anything, and the trail keeps it for good.
    used = sorted(name for name in filters.filters if request.GET.get(name))
    record_event(actor=request.person, action="records.list.export", query=used)
    return response


def _detail(request: HttpRequest, record: ServiceRecord, form: RevealForm, revealed: bool = False) -> HttpResponse:
    context = {
        "record": record,
        "turns": draw_turns(turns(record.transcript)),
        "changes": changes_of(record),
        "may_reveal": rules.can_reveal_contact(request.person, record),
        "reveals": record.reveals.select_related("person").order_by("-pk")[:20]
        if rules.sees_all_records(request.person)
        else None,
        "revealed": revealed,
        "form": form,
    }
    return render(request, "records/record_detail.html", context)


def _record(request: HttpRequest, pk: int) -> ServiceRecord:
    return get_object_or_404(visible_to(request.person).select_related("source", "unit", "imported_by__file"), pk=pk)


@require_GET
def record_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _detail(request, _record(request, pk), RevealForm())


@require_POST
def reveal_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Note who looks and why, then show name and number this once: the page itself stays masked."""
    record = _record(request, pk)
    require(rules.can_reveal_contact, request.person, record)
    form = RevealForm(request.POST)
    if form.is_valid():
        try:
            services.reveal_contact(record=record, actor=request.person, reason=form.cleaned_data["reason"])
            return _detail(request, record, RevealForm(), revealed=True)
        except Invalid as error:
            form.add_error(None, error)
    return _detail(request, record, form)

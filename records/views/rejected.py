"""The rows that an import has sent back: on the page, and as a file to be mended."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from foundation.audit.services import record_event
from foundation.common.exports import workbook_response
from records import rejects, rules
from records.filters import RejectedFilter
from records.mapping import Mapping
from records.masking import mask_name, mask_phone, masked
from records.models import ImportRun
from records.paging import paginate_many
from records.selectors import reasons_of
from records.views.runs import run_of


def _with_rows(request: HttpRequest, public_id) -> ImportRun:
    """404 where no row was sent back, or what stood in them was erased."""
    run = run_of(request, public_id, rules.can_see_import_contents)
    if not run.rows_rejected or run.erased_at:
        raise Http404
    return run


@require_GET
def import_rejected_rows(request: HttpRequest, public_id) -> HttpResponse:
    """Each with its reason and the values as they stood."""
    run = _with_rows(request, public_id)
    filters = RejectedFilter(request.GET, queryset=run.rejected.all(), reasons=reasons_of(run))
    page = paginate_many(request, filters.qs if filters.is_valid() else run.rejected.none())
    header = rejects.file_header(run)
    masks = _masks(run)
    page.object_list = [_cells(rejects.shown_row(row, len(header)), header, masks) for row in page.object_list]
    columns = [
        {"key": "row", "label": _("Row"), "numeric": True},
        {"key": "reason", "label": _("Reason")},
        *({"key": f"column{number}", "label": name} for number, name in enumerate(header)),
    ]
    context = {
        "run": run,
        "page": page,
        "is_capped": page.paginator.is_capped,
        "filter": filters,
        "table": {"columns": columns, "sort": ""},
    }
    return render(request, "records/import_rejected_rows.html", context)


def _masks(run: ImportRun) -> dict[str, Callable[[str], str]]:
    """Column of the file → how its values are shown. Customers are masked as on every page; whoever mends the rows has the file.

    In a column that is assigned to nothing may stand anybody's number: it is masked as well.
    """
    columns = Mapping.from_json(run.mapping).columns
    masks = {"customer_name": mask_name, "customer_phone": mask_phone, "transcript": _without_numbers}
    unassigned = set(rejects.file_header(run)) - set(columns.values())
    return dict.fromkeys(unassigned, _without_numbers) | {
        columns[code]: mask for code, mask in masks.items() if code in columns
    }


def _without_numbers(text: str) -> str:
    return masked(text, ())


def _cells(row: rejects.ShownRow, header: list[str], masks: dict[str, Callable[[str], str]]) -> dict:
    """The row with its values by column, and which of them is why it came back: that one is shown as it stands. Where cells may have moved to other
    columns, whatever could be somebody's number is masked."""
    if row.is_shifted:
        masks = dict.fromkeys(header, _without_numbers) | masks
    cells = [
        {
            "name": name,
            "value": value if name == row.column else masks.get(name, str)(value),
            "is_why": name == row.column,
        }
        for name, value in zip(header, row.values, strict=True)
    ]
    return {"number": row.number, "reason": row.reason, "cells": cells}


@require_GET
def import_rejected(request: HttpRequest, public_id, form: str) -> HttpResponseBase:
    """All of them as .csv or .xlsx, with customers as they stood: so it is written down who has taken them along."""
    run = _with_rows(request, public_id)
    if form not in ("csv", "xlsx"):
        raise Http404
    record_event(actor=request.person, action="records.import.export_rejected", target=run, count=run.rows_rejected)
    name = _("%(file)s – sent back") % {"file": run.name.rpartition(".")[0] or run.name}
    if form == "xlsx":
        return workbook_response(
            name=name, sheet=_("Sent back"), headers=rejects.header(run), rows=rejects.rejected_rows(run)
        )
    response = StreamingHttpResponse(rejects.as_csv(run), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = rejects.disposition(f"{name}.csv")
    return response

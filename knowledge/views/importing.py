"""Articles from a workbook: the template, the preview, keeping what is right as drafts, and what was refused as a file."""

from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.common.errors import Invalid, require
from foundation.common.exports import CONTENT_TYPE, workbook_response
from foundation.common.receipts import parse_key
from knowledge import rules
from knowledge.forms import WorkbookForm
from knowledge.importing.carrying import carry, unpack
from knowledge.importing.columns import COLUMNS
from knowledge.importing.reading import Line, Reading, read_articles
from knowledge.importing.template import template
from knowledge.services.importing import import_articles


@require_http_methods(["GET", "POST"])
def article_import(request: HttpRequest) -> HttpResponse:
    """Read a workbook and show what would be kept and what is refused. Nothing is written here."""
    require(rules.can_write, request.person)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            with form.on_disk() as path:
                reading = read_articles(path, request.person)
            return render(request, "knowledge/import_preview.html", _preview(request, reading))
        except Invalid as refusal:
            form.add_error("file", refusal.messages)
    context = {
        "form": form,
        "submit_label": _("Show what is in it"),
        "cancel_url": reverse("knowledge:article_list"),
    }
    return render(request, "knowledge/article_import.html", context, status=422 if form.is_bound else 200)


def _preview(request: HttpRequest, reading: Reading) -> dict:
    return {
        "reading": reading,
        "carried": carry(reading.taken, reader=request.person) if reading.taken else "",
        "refused": carry(reading.refused, reader=request.person) if reading.refused else "",
    }


@require_GET
def article_import_template(request: HttpRequest) -> HttpResponse:
    require(rules.can_write, request.person)
    response = HttpResponse(template(), content_type=CONTENT_TYPE)
    name = _("Articles to fill in")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return response


@require_POST
def article_import_keep(request: HttpRequest) -> HttpResponse:
    """Keep exactly what was previewed."""
    require(rules.can_write, request.person)
    lines = unpack(request.POST.get("carried", ""), reader=request.person)
    key = parse_key(request.POST.get("client_key"))
    kept, left = import_articles(actor=request.person, lines=lines, key=key)
    if kept:
        said = ngettext(
            "%(n)d draft is kept. Look at it and hand it in for review.",
            "%(n)d drafts are kept. Look at each and hand it in for review.",
            kept,
        )
        messages.success(request, said % {"n": kept})
    if left:
        return render(request, "knowledge/import_preview.html", _preview(request, Reading(refused=left)))
    return redirect(f"{reverse('knowledge:article_list')}?view=mine")


@require_POST
def article_import_refused(request: HttpRequest) -> HttpResponseBase:
    """The rows that were not taken, as they were, each with its reasons: to be mended and brought again."""
    require(rules.can_write, request.person)
    lines = unpack(request.POST.get("refused", ""), reader=request.person)
    headers = [*(str(column.label) for column in COLUMNS), _("Why it was not taken")]
    return workbook_response(
        name=_("Articles that were not taken"),
        sheet=_("Articles"),
        headers=headers,
        rows=[_cells(line) for line in lines],
    )


def _cells(line: Line) -> list[str]:
    return [*(line.cells.get(column.name, "") for column in COLUMNS), " ".join(line.reasons)]

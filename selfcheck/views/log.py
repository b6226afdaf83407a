"""The log: list and export, one entry with its corrections and files, writing."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.audit.selectors import timeline_of
from foundation.common.errors import Invalid, require
from foundation.common.exports import workbook_response
from foundation.common.pages import ordered, paginate
from foundation.common.receipts import parse_key, required_version
from foundation.common.serving import serve
from foundation.common.templatetags.marks import person_name
from foundation.common.texts import localized
from selfcheck import rules
from selfcheck.filters import LogFilter
from selfcheck.forms import EntryForm, FileForm, TakeOffForm
from selfcheck.models import LogEntry, LogFile
from selfcheck.selectors.log import entries_visible_to, files_visible_to, own_units, with_counts
from selfcheck.services import log as services, log_files
from selfcheck.tabs import tabs_for

SORTS = {"number": "number", "day": "day", "unit": "unit__code", "kind": "kind"}


def entry_or_404(request: HttpRequest, public_id: UUID) -> LogEntry:
    return get_object_or_404(entries_visible_to(request.person), public_id=public_id)


def _file_or_404(request: HttpRequest, public_id: UUID, file_id: UUID) -> LogFile:
    return get_object_or_404(files_visible_to(request.person), entry__public_id=public_id, public_id=file_id)


@require_GET
def log_list(request: HttpRequest) -> HttpResponse:
    require(rules.can_see_self_checks, request.person)
    filters = LogFilter(request.GET, queryset=with_counts(entries_visible_to(request.person)))
    context = {
        "page": paginate(request, ordered(request, filters.qs, SORTS, "-day")),
        "filter": filters,
        "tabs": tabs_for("log"),
        "export_url": reverse("selfcheck:log_export"),
        "may_add": rules.answers_for_some_unit(request.person),
        "table": {
            "sort": request.GET.get("sort", ""),
            "columns": [
                {"key": "day", "label": _("Day"), "sortable": True},
                {"key": "kind", "label": _("Kind"), "sortable": True},
                {"key": "found", "label": _("What was found, or spoken about")},
                {"key": "done", "label": _("What was done about it")},
                {"key": "files", "label": _("Files"), "numeric": True},
                {"key": "unit", "label": _("Unit"), "sortable": True},
            ],
        },
    }
    return render(request, "selfcheck/log_list.html", context)


@require_GET
def log_export(request: HttpRequest) -> HttpResponseBase:
    """What is filtered, with the number of files and of corrections of each entry."""
    require(rules.can_see_self_checks, request.person)
    filters = LogFilter(request.GET, queryset=with_counts(entries_visible_to(request.person)))
    headers = [
        _("Number"), _("Day"), _("Unit"), _("Kind"), _("Indicator"), _("What was found, or spoken about"), _("What was done about it"), _("Files"),
        _("Corrections"), _("Struck out"), _("Entered by"), _("Entered"),
    ]  # fmt: skip
    rows = (
        [
            entry.number,
            entry.day,
            localized(entry.unit, "name"),
            entry.get_kind_display(),
            f"{entry.indicator.code} {localized(entry.indicator, 'name')}" if entry.indicator else "",
            entry.found,
            entry.done,
            entry.file_count,
            entry.revision_count - 1,
            _("yes") if entry.is_struck else "",
            person_name(entry.entered_by),
            entry.created_at,
        ]
        for entry in ordered(request, filters.qs, SORTS, "-day").iterator(chunk_size=500)
    )
    return workbook_response(name=_("Log of self-checks"), sheet=_("Log"), headers=headers, rows=rows)


@require_http_methods(["GET", "POST"])
def add_entry(request: HttpRequest) -> HttpResponse:
    require(rules.answers_for_some_unit, request.person)
    bound = request.method == "POST"
    form = EntryForm(request.POST if bound else None, units=own_units(request.person), initial=_from_address(request))
    if bound and form.is_valid():
        try:
            entry = services.add_entry(
                unit=form.cleaned_data["unit"],
                said=form.said,
                actor=request.person,
                key=parse_key(request.POST.get("client_key")),
            )
        except Invalid as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Written down. Now add photos, if there are any."))
            return redirect(f"{entry.get_absolute_url()}#files")
    context = {
        "form": form,
        "heading": _("Write in the log"),
        "back_url": reverse("selfcheck:log_list"),
        "back_label": _("Log"),
        "cancel_url": reverse("selfcheck:log_list"),
    }
    return render(request, "generic/form.html", context, status=422 if form.is_bound else 200)


def _from_address(request: HttpRequest) -> dict:
    """An entry that is begun from an indicator."""
    return {name: request.GET[name] for name in ("indicator", "kind") if name in request.GET}


@require_GET
def entry_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _show(request, entry_or_404(request, public_id))


def _show(request: HttpRequest, entry: LogEntry, file_form: FileForm | None = None) -> HttpResponse:
    may_change = rules.can_change_entry(request.person, entry)
    revisions = list(entry.revisions.select_related("author", "indicator"))
    context = {
        "object": entry,
        "may_change": may_change,
        "revisions": revisions,
        "earlier": revisions[1:],
        "files": files_visible_to(request.person).filter(entry=entry),
        "file_form": file_form or FileForm(initial={"strip": settings.STRIP_PHOTOS}),
        "timeline": timeline_of(entry),
    }
    return render(request, "selfcheck/entry_detail.html", context, status=422 if file_form else 200)


@require_http_methods(["GET", "POST"])
def correct_entry(request: HttpRequest, public_id: UUID) -> HttpResponse:
    entry = entry_or_404(request, public_id)
    require(rules.can_change_entry, request.person, entry)
    bound = request.method == "POST"
    initial = {
        "kind": entry.kind,
        "day": entry.day,
        "indicator": entry.indicator.code if entry.indicator else "",
        "found": entry.found,
        "done": entry.done,
        "is_struck": entry.is_struck,
    }
    form = EntryForm(request.POST if bound else None, units=(), entry=entry, initial=initial)
    if bound and form.is_valid():
        try:
            services.correct_entry(
                entry=entry,
                said=form.said,
                reason=form.cleaned_data["reason"],
                version=required_version(request.POST.get("version")),
                actor=request.person,
            )
        except Invalid as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Corrected. What stood there before is kept."))
            return redirect(entry)
    context = {
        "form": form,
        "object": entry,
        "version": request.POST.get("version") or entry.version,
        "cancel_url": entry.get_absolute_url(),
    }
    return render(request, "selfcheck/entry_correct.html", context, status=422 if form.is_bound else 200)


@require_POST
def add_file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    entry = entry_or_404(request, public_id)
    require(rules.can_change_entry, request.person, entry)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, entry, form)
    upload = form.cleaned_data["file"]
    try:
        log_files.add_file(
            entry=entry,
            actor=request.person,
            source=upload,
            name=upload.name,
            caption=form.cleaned_data["caption"],
            strip=form.cleaned_data["strip"],
            key=parse_key(request.POST.get("client_key")),
        )
    except Invalid as error:
        form.add_error(None, error)
        return _show(request, entry, form)
    messages.success(request, _("The file is kept with the entry."))
    return redirect(f"{entry.get_absolute_url()}#files")


@require_GET
def show_file(request: HttpRequest, public_id: UUID, file_id: UUID) -> HttpResponseBase:
    return serve(_file_or_404(request, public_id, file_id).file, inline=True, request=request)


@require_GET
def show_thumbnail(request: HttpRequest, public_id: UUID, file_id: UUID) -> HttpResponseBase:
    row = _file_or_404(request, public_id, file_id)
    return serve(row.thumbnail or row.file, inline=True)


@require_http_methods(["GET", "POST"])
def take_off(request: HttpRequest, public_id: UUID, file_id: UUID) -> HttpResponse:
    entry = entry_or_404(request, public_id)
    require(rules.can_change_entry, request.person, entry)
    row = get_object_or_404(LogFile.objects.select_related("file", "entry__unit"), entry=entry, public_id=file_id)
    form = TakeOffForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            log_files.remove_file(file=row, actor=request.person, reason=form.cleaned_data["reason"])
        except Invalid as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Taken off. Those who watch over the work can still open it."))
            return redirect(f"{entry.get_absolute_url()}#files")
    context = {
        "form": form,
        "heading": _("Take “%(name)s” off the entry?") % {"name": row.caption or row.file.name},
        "submit_label": _("Take it off"),
        "tone": "danger",
        "cancel_url": f"{entry.get_absolute_url()}#files",
    }
    return render(request, "generic/confirm.html", context, status=422 if form.is_bound else 200)

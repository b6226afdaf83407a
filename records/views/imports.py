"""Imports: the list, the upload, one of them from start to end."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.audit.selectors import timeline_of
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.models import StoredFile
from foundation.common.pages import is_htmx, ordered, paginate
from foundation.common.receipts import parse_key
from records import rules, services
from records.enums import ImportState
from records.filters import ImportFilter, RejectedFilter
from records.forms import UploadForm
from records.models import ImportRun
from records.reading import Options
from records.selectors import imports_visible_to, reasons_of, source_last_used_by, uploads_of
from records.views.runs import run_of

SORTS = {"when": "pk", "file": "file__name", "source": "source__name", "state": "state", "rejected": "rows_rejected"}


@require_GET
def import_list(request: HttpRequest) -> HttpResponse:
    require(rules.can_import_records, request.person)
    filters = ImportFilter(
        request.GET, queryset=imports_visible_to(request.person).filter(file__isnull=False).defer("analysis")
    )
    context = {
        "page": paginate(request, ordered(request, filters.qs, SORTS, "-when")),
        "filter": filters,
        "table": {
            "sort": request.GET.get("sort", "-when"),
            "columns": [
                {"key": "file", "label": _("File"), "sortable": True},
                {"key": "source", "label": _("Source"), "sortable": True},
                {"key": "state", "label": _("State"), "sortable": True},
                {"key": "added", "label": _("New"), "numeric": True},
                {"key": "corrected", "label": _("Corrected"), "numeric": True},
                {"key": "unchanged", "label": _("Unchanged"), "numeric": True},
                {"key": "rejected", "label": _("Sent back"), "sortable": True, "numeric": True},
                {"key": "when", "label": _("Brought by"), "sortable": True},
            ],
        },
    }
    return render(request, "records/import_list.html", context)


@require_http_methods(["GET", "POST"])
def import_upload(request: HttpRequest) -> HttpResponse:
    require(rules.can_import_records, request.person)
    file = _kept(request)
    first = {"source": source_last_used_by(request.person)} if request.method == "GET" else None
    form = UploadForm(request.POST or None, request.FILES or None, kept=file, initial=first)
    if request.method == "POST":
        is_valid = form.is_valid()
        try:
            if upload := form.cleaned_data.get("file"):
                file = services.take_file(source=upload, name=upload.name, actor=request.person)
            if is_valid:
                run = _opened(request, form, file)
                return _sent_on(request, reverse("records:import_columns", args=[run.public_id]))
        except Invalid as error:
            form.add_error(None, error)
        if file is not None:
            services.keep_upload(file=file, actor=request.person)
        # What a person can mend without the file, they need not bring it again for.
        form.keep(file if form.errors.keys() <= {"source", "encoding"} else None)
    context = {"form": form, "submit_label": _("Read the file"), "cancel_url": reverse("records:import_list")}
    return render(request, "records/import_upload.html", context)


def _kept(request: HttpRequest) -> StoredFile | None:
    """The file that this person has brought with an earlier try of the form."""
    name = request.POST.get("kept", "")
    try:
        return uploads_of(request.person).filter(public_id=UUID(name)).first() if name else None
    except ValueError:
        return None


def _opened(request: HttpRequest, form: UploadForm, file: StoredFile) -> ImportRun:
    return services.open_import(
        file=file,
        source=form.cleaned_data["source"],
        actor=request.person,
        key=parse_key(request.POST.get("client_key")),
        options=Options(encoding=form.cleaned_data["encoding"]),
    )


def _sent_on(request: HttpRequest, url: str) -> HttpResponse:
    """To another page; a script that has sent the form is told to load it whole."""
    return (
        HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": url}) if is_htmx(request) else redirect(url)
    )


@require_GET
def import_detail(request: HttpRequest, public_id) -> HttpResponse:
    """Progress, result, or where it stands; a file whose columns are open leads on to them."""
    run = run_of(request, public_id)
    may_change = rules.can_change_import(request.person, run)
    if run.state == ImportState.MAPPING and may_change:
        return redirect("records:import_columns", public_id=run.public_id)
    context = {
        "run": run,
        "may_change": may_change,
        "may_see_contents": rules.can_see_import_contents(request.person, run),
        "may_resume": may_change and (run.state in (ImportState.FAILED, ImportState.STOPPED) or run.is_stalled),
        "may_stop": may_change and run.state == ImportState.RUNNING and not run.is_stalled,
        "may_settle_held": run.has_held_rows and rules.can_settle_held_rows(request.person, run),
        "reasons": _reasons(request, run),
        "timeline": timeline_of(run),
    }
    return render(request, "records/import_detail.html", context)


def _reasons(request: HttpRequest, run: ImportRun) -> list[dict]:
    """With the address of the rows themselves, for whoever may see them."""
    if not run.rows_rejected:
        return []
    reasons = reasons_of(run)
    if run.erased_at or not rules.can_see_import_contents(request.person, run):
        return reasons
    url = reverse("records:import_rejected_rows", args=[run.public_id])
    return [{**reason, "url": f"{url}?why={RejectedFilter.name_of(reason['key'])}"} for reason in reasons]


@require_GET
def import_progress(request: HttpRequest, public_id) -> HttpResponse:
    """Polled while an import or a trial run is under way; htmx loads the page anew when it has ended."""
    run = run_of(request, public_id)
    response = render(request, "records/_import_progress.html", {"run": run})
    checking = (
        run.state == ImportState.MAPPING
        and run.check_result is None
        and run.job
        and run.job.state in ("queued", "running")
    )
    if not checking and (run.state != ImportState.RUNNING or run.is_stalled):
        response["HX-Refresh"] = "true"
    return response


@require_POST
def import_resume(request: HttpRequest, public_id) -> HttpResponse:
    run = run_of(request, public_id, rules.can_change_import)
    services.resume_import(run=run, actor=request.person)
    return redirect(run)


@require_POST
def import_stop(request: HttpRequest, public_id) -> HttpResponse:
    """Stop an import that is under way. One that has ended in the meantime shows how."""
    run = run_of(request, public_id, rules.can_change_import)
    try:
        services.stop_import(run=run, actor=request.person)
    except Conflict:
        messages.info(request, _("This import is not under way any more."))
    return redirect(run)


@require_POST
def import_discard(request: HttpRequest, public_id) -> HttpResponse:
    run = run_of(request, public_id, rules.can_change_import)
    services.discard_import(run=run, actor=request.person)
    messages.success(request, _("“%(file)s” was discarded.") % {"file": run.file.name})
    return redirect("records:import_list")


@require_POST
def import_settle_held(request: HttpRequest, public_id) -> HttpResponse:
    """A lead leaves it at that: the rows stay sent back, nothing waits any more."""
    run = run_of(request, public_id, rules.can_settle_held_rows)
    services.settle_held_rows(run=run, actor=request.person)
    messages.success(request, _("Noted. The records stay as they are."))
    return redirect(run)

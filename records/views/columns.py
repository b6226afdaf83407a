"""The page between upload and import: how the file is read, what its columns mean, what an import would do."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foundation.common.errors import Invalid
from foundation.common.receipts import parse_key
from foundation.jobs.models import JobState
from records import rules, services
from records.enums import ImportState
from records.forms import ColumnsForm, ReadingForm
from records.mapping import Mapping
from records.models import ImportRun
from records.problems import Problem
from records.reading import Options
from records.services.opening import analysis_of
from records.views.runs import run_of


@require_http_methods(["GET", "POST"])
def import_columns(request: HttpRequest, public_id) -> HttpResponse:
    """Assign the columns. A POST keeps them and starts a trial run; with `look` it only draws the form anew for other choices."""
    run = run_of(request, public_id, rules.can_change_import)
    if run.state != ImportState.MAPPING:
        return redirect(run)
    mapping, analysis = Mapping.from_json(run.mapping), analysis_of(run)
    if request.method == "GET":
        return _page(request, run, ColumnsForm(analysis=analysis, mapping=mapping))
    form = ColumnsForm(request.POST, analysis=analysis, mapping=mapping)
    if "look" in request.POST:
        chosen = form.to_mapping() if form.is_valid() else mapping
        return render(
            request, "records/_columns.html", {"form": _fresh(form, analysis, chosen), "run": run, "analysis": analysis}
        )
    if form.is_valid():
        try:
            services.assign_columns(run=run, mapping=form.to_mapping(), actor=request.person)
            services.request_check(run=run, actor=request.person)
            return redirect("records:import_columns", public_id=run.public_id)
        except Invalid as error:
            _show(form, error)
    return _page(request, run, form)


def _fresh(form: ColumnsForm, analysis, chosen: Mapping) -> ColumnsForm:
    """The form as it would look with the choices: values of a newly chosen column come with their proposals."""
    return ColumnsForm(analysis=analysis, mapping=chosen)


def _show(form: ColumnsForm, error: Invalid) -> None:
    """The service's problems by field, each beside the choice that it is about."""
    for name, sentences in error.message_dict.items():
        own = next((field for field in (f"column_{name}", name) if field in form.fields), None)
        form.add_error(own, sentences)


def _page(request: HttpRequest, run: ImportRun, form: ColumnsForm, status: int = 200) -> HttpResponse:
    analysis = form.analysis
    # Choices that were sent and not kept have not been checked: neither the counts nor the import belong to them.
    check = {} if form.is_bound else run.check_result or {}
    checking = run.job.state if run.check_result is None and run.job is not None else ""
    context = {
        "run": run,
        "analysis": analysis,
        "form": form,
        "reading": ReadingForm(analysis=analysis, options=Options(**run.options)),
        "check": check,
        "is_checking": checking in (JobState.QUEUED, JobState.RUNNING),
        "is_given_up": checking == JobState.FAILED and not form.is_bound,
        "reasons": [
            {**reason, "sentence": Problem(reason["code"], reason["params"]).sentence()}
            for reason in check.get("reasons", [])
        ],
        "to_store": check.get("added", 0) + check.get("corrected", 0),
    }
    return render(request, "records/import_columns.html", context, status=status)


@require_POST
def import_start(request: HttpRequest, public_id) -> HttpResponse:
    """Import what the page shows: its choices come along, and others than those that were checked are refused and stay as they are."""
    run = run_of(request, public_id, rules.can_change_import)
    form = ColumnsForm(request.POST, analysis=analysis_of(run), mapping=Mapping.from_json(run.mapping))
    shown = form.to_mapping() if form.is_valid() else Mapping()
    try:
        key = parse_key(request.POST.get("client_key"))
        services.begin_import(run=run, actor=request.person, key=key, shown=shown)
    except Invalid as error:
        if run.state == ImportState.MAPPING and "column_number" in request.POST:
            form.add_error(None, error)
            return _page(request, run, form, status=422)
        messages.error(request, " ".join(error.messages))
    return redirect(run)


@require_POST
def import_reading(request: HttpRequest, public_id) -> HttpResponse:
    """Read the file anew: another sheet, header row, encoding or delimiter."""
    run = run_of(request, public_id, rules.can_change_import)
    form = ReadingForm(request.POST, analysis=analysis_of(run), options=Options(**run.options))
    if form.is_valid():
        try:
            services.analyse_again(run=run, options=form.options(), actor=request.person)
            messages.success(request, _("The file was read anew."))
        except Invalid as error:
            messages.error(request, " ".join(error.messages))
    else:
        messages.error(request, " ".join(sentence for sentences in form.errors.values() for sentence in sentences))
    return redirect("records:import_columns", public_id=run.public_id)

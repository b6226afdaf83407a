"""Tasks: the list, the ledger, and what owner and verifier do."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from foundation.audit.selectors import timeline_of
from foundation.common.errors import Invalid, require
from foundation.common.pages import ordered, paginate
from foundation.common.receipts import parse_key
from foundation.common.serving import serve
from rectification import rules, services
from rectification.enums import TaskState
from rectification.exports import ledger_response
from rectification.filters import TaskFilter
from rectification.forms import LONGEST_REPORT, EvidenceForm, ReasonForm, ReportForm, VerifyForm
from rectification.models import RectificationTask, TaskEvidence
from rectification.selectors import findings_visible_to, for_list, progress_of, tasks_visible_to

# Unless a sort is asked for, what is still open comes first.
SORTS = {"due": "due_on", "number": "number", "unit": "unit__code", "owner": "owner__sort_key", "state": "state"}


def in_order(request: HttpRequest, tasks: QuerySet[RectificationTask]) -> QuerySet[RectificationTask]:
    if request.GET.get("sort", "").lstrip("-") in SORTS:
        return ordered(request, tasks, SORTS, "due")
    return tasks.annotate(is_done=Q(state=TaskState.CLOSED)).order_by("is_done", "due_on", "pk")


def _task(request: HttpRequest, public_id) -> RectificationTask:
    return get_object_or_404(tasks_visible_to(request.person), public_id=public_id)


@require_GET
def task_list(request: HttpRequest) -> HttpResponse:
    seen = tasks_visible_to(request.person)
    filters = TaskFilter(request.GET, queryset=seen)
    context = {
        "page": paginate(request, for_list(in_order(request, filters.qs))),
        "filter": filters,
        "progress": progress_of(seen),
        "empty_title": _("No rectification task"),
        "empty_text": _(
            "When an indicator stays below its target, the lead or the head of the unit gives a task with a deadline to one of its members."
        ),
        "table": {
            "sort": request.GET.get("sort", ""),
            "columns": [
                {"key": "number", "label": _("Task"), "sortable": True},
                {"key": "unit", "label": _("Unit"), "sortable": True},
                {"key": "owner", "label": _("Owner"), "sortable": True},
                {"key": "state", "label": _("State"), "sortable": True},
                {"key": "due", "label": _("Deadline"), "sortable": True},
            ],
        },
    }
    return render(request, "rectification/task_list.html", context)


@require_GET
def task_export(request: HttpRequest) -> HttpResponseBase:
    """The ledger: the tasks that the list shows under the same filter, in the same order."""
    rows = TaskFilter(request.GET, queryset=tasks_visible_to(request.person)).qs
    return ledger_response(in_order(request, rows))


@require_GET
def task_detail(request: HttpRequest, public_id) -> HttpResponse:
    return _show(request, _task(request, public_id))


def _begun(task: RectificationTask) -> str:
    """Where the session keeps a report that was begun when evidence was added."""
    return f"report-{task.public_id}"


def _show(request: HttpRequest, task: RectificationTask, *, status: int = 200, **forms) -> HttpResponse:
    """The task's page; `forms` are those that were refused, with what was typed."""
    person = request.person
    context = {
        "object": task,
        "evidence": task.evidence.filter(removed_at=None).select_related("file", "added_by"),
        "entries": task.entries.exclude(text="").select_related("author"),
        "sees_finding": findings_visible_to(person).filter(pk=task.finding_id).exists(),
        "timeline": timeline_of(task),
        "may_work": rules.can_work_on_task(person, task),
        "may_verify": rules.can_verify_task(person, task),
        "may_reopen": rules.can_reopen_task(person, task),
        "evidence_form": EvidenceForm(),
        "report_form": ReportForm(initial={"text": request.session.get(_begun(task), "")}),
        "verify_form": VerifyForm(),
        "reason_form": ReasonForm(),
        **forms,
    }
    return render(request, "rectification/task_detail.html", context, status=status)


@require_POST
def start_task(request: HttpRequest, public_id) -> HttpResponse:
    task = _task(request, public_id)
    services.start_task(task=task, actor=request.person)
    return redirect(task)


@require_POST
def add_evidence(request: HttpRequest, public_id) -> HttpResponse:
    task = _task(request, public_id)
    require(rules.can_work_on_task, request.person, task)
    form = EvidenceForm(request.POST, request.FILES)
    if text := request.POST.get("text", "")[:LONGEST_REPORT]:
        request.session[_begun(task)] = text
    if form.is_valid():
        try:
            _add_evidence(request, task, form, parse_key(request.POST.get("client_key")))
            return redirect(task)
        except Invalid as error:
            form.add_error("file", error)
    return _show(request, task, status=422, evidence_form=form)


def _add_evidence(request: HttpRequest, task: RectificationTask, form: EvidenceForm, key: UUID) -> None:
    upload, caption = form.cleaned_data["file"], form.cleaned_data["caption"]
    services.add_task_evidence(
        task=task, source=upload, name=upload.name, caption=caption, actor=request.person, key=key
    )


@require_POST
def report_task(request: HttpRequest, public_id) -> HttpResponse:
    task = _task(request, public_id)
    # Whether it is still to be done is asked behind the client key: what was sent twice is answered twice.
    require(rules.owns_task, request.person, task)
    form, evidence = ReportForm(request.POST), EvidenceForm(request.POST, request.FILES)
    if request.FILES and not evidence.is_valid():
        return _show(request, task, status=422, report_form=form, evidence_form=evidence)
    if form.is_valid():
        try:
            key = parse_key(request.POST.get("client_key"))
            if request.FILES and rules.can_work_on_task(request.person, task):
                _add_evidence(request, task, evidence, key)
            services.report_task(task=task, text=form.cleaned_data["text"], actor=request.person, key=key)
        except Invalid as error:
            form.add_error(None, error)
        else:
            request.session.pop(_begun(task), None)
            messages.success(request, _("Reported as done. Somebody else will verify it."))
            return redirect(task)
    return _show(request, task, status=422, report_form=form)


@require_POST
def verify_task(request: HttpRequest, public_id) -> HttpResponse:
    task = _task(request, public_id)
    require(rules.can_verify_task, request.person, task)
    form = VerifyForm(request.POST)
    if form.is_valid():
        accepted = form.cleaned_data["decision"] == "accept"
        try:
            services.verify_task(task=task, accepted=accepted, text=form.cleaned_data["text"], actor=request.person)
        except Invalid as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Task closed.") if accepted else _("Task sent back to its owner."))
            return redirect(task)
    return _show(request, task, status=422, verify_form=form)


@require_POST
def reopen_task(request: HttpRequest, public_id) -> HttpResponse:
    task = _task(request, public_id)
    require(rules.can_reopen_task, request.person, task)
    form = ReasonForm(request.POST)
    if form.is_valid():
        services.reopen_task(task=task, text=form.cleaned_data["reason"], actor=request.person)
        return redirect(task)
    return _show(request, task, status=422, reason_form=form)


@require_POST
def remove_evidence(request: HttpRequest, public_id, evidence_id) -> HttpResponse:
    task = _task(request, public_id)
    evidence = get_object_or_404(TaskEvidence.objects.select_related("task"), task=task, public_id=evidence_id)
    services.remove_task_evidence(evidence=evidence, actor=request.person)
    messages.success(request, _("Taken back."))
    return redirect(task)


@require_GET
def evidence_file(request: HttpRequest, public_id, evidence_id) -> HttpResponseBase:
    """A piece of evidence, to those who may see the task."""
    task = _task(request, public_id)
    evidence = get_object_or_404(TaskEvidence.objects.select_related("file"), task=task, public_id=evidence_id)
    return serve(evidence.file, inline=True, request=request)

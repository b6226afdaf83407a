"""Files on a sheet: brought, shown, taken off, put back."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from assessments.models import Evidence
from assessments.rules.sheets import can_score_sheet
from assessments.selectors.evidence import evidence_visible_to
from assessments.selectors.facts import number_of
from assessments.selectors.sheets import visible_to
from assessments.services import evidence as services
from assessments.sheet_form.answering import wants_json
from assessments.views.scoring import sheet_or_404
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import parse_key
from foundation.common.serving import serve
from organization.models import Person


@require_POST
def add_evidence(request: HttpRequest, public_id) -> HttpResponse:
    """A file for the sheet, or for the indicator in `file_for`. To a script the answer is the new entry of the list."""
    sheet = sheet_or_404(request, public_id)
    require(can_score_sheet, request.person, sheet)
    upload = request.FILES.get("file")
    try:
        if upload is None:
            raise Invalid(services.nothing_chosen())
        added = services.add_evidence(
            sheet=sheet,
            actor=request.person,
            source=upload,
            name=upload.name,
            key=parse_key(request.POST.get("client_key")),
            indicator=request.POST.get("file_for", ""),
            caption=request.POST.get("caption", ""),
            strip=wants_stripped(request),
        )
    except Invalid as refusal:
        if wants_json(request):
            return JsonResponse({"messages": refusal.messages}, status=422)
        raise
    except Conflict as conflict:
        if wants_json(request):
            return JsonResponse({"messages": [conflict.message]}, status=409)
        raise
    if wants_json(request):
        context = {"file": added, "may_remove": True, "number": number_of(added)}
        return render(request, "assessments/_sheet_file.html", context)
    return redirect("assessments:sheet_score", public_id=public_id)


def wants_stripped(request: HttpRequest) -> bool:
    """The box beside the button: a browser sends it only where it is ticked."""
    return bool(request.POST.get("strip"))


@require_POST
def remove_evidence(request: HttpRequest, public_id) -> HttpResponse:
    """Taken off, with the reason in `why`. To a script the answer is the entry as it now stands: with the way back."""
    return _change(
        request,
        public_id,
        lambda row, person: services.remove_evidence(evidence=row, actor=person, reason=request.POST.get("why", "")),
    )


@require_POST
def restore_evidence(request: HttpRequest, public_id) -> HttpResponse:
    return _change(request, public_id, lambda row, person: services.restore_evidence(evidence=row, actor=person))


def _change(request: HttpRequest, public_id, act: Callable[[Evidence, Person], Evidence]) -> HttpResponse:
    rows = Evidence.objects.filter(sheet__in=visible_to(request.person)).select_related(
        "sheet__unit", "sheet__record", "file"
    )
    evidence = get_object_or_404(rows, public_id=public_id)
    try:
        changed = act(evidence, request.person)
    except Invalid as refusal:
        if wants_json(request):
            return JsonResponse({"messages": refusal.messages}, status=422)
        raise
    if wants_json(request):
        return render(request, "assessments/_sheet_file.html", {"file": changed, "may_remove": True})
    return redirect("assessments:sheet_score", public_id=evidence.sheet.public_id)


@require_GET
def evidence_file(request: HttpRequest, public_id) -> HttpResponseBase:
    """Photos are shown and recordings played, from wherever the player asks; everything else is handed over as a download."""
    return serve(_visible(request, public_id).file, inline=True, request=request)


@require_GET
def evidence_thumbnail(request: HttpRequest, public_id) -> HttpResponseBase:
    """The photo small; as it is where it was added before there were small ones."""
    evidence = _visible(request, public_id)
    return serve(evidence.thumbnail or evidence.file, inline=True)


def _visible(request: HttpRequest, public_id) -> Evidence:
    return get_object_or_404(evidence_visible_to(request.person), public_id=public_id)

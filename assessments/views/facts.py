"""The fact sheet of a visit: shown to the head, signed or refused, read and printed afterwards."""

from urllib.parse import quote
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from assessments.enums import Method, SheetState
from assessments.fact_papers import confirmation_pairs, paper_of, pdf_of
from assessments.forms.facts import ConfirmFactsForm
from assessments.models import FactSheet, ScoreSheet
from assessments.selectors.criteria import criteria_of
from assessments.selectors.facts import digest_of_content, fact_sheets_visible_to, latest_fact_sheet
from assessments.selectors.sheets import visible_to
from assessments.services import facts as services
from assessments.services.fact_corrections import Unconfirmed, unconfirmed_facts
from assessments.services.facts_away import read_shown
from assessments.services.marks import count_given
from assessments.services.revisions import marks_of
from assessments.sheet_form.answering import wants_json
from assessments.sheet_form.unfilled import places_left
from assessments.views.fact_standing import facts_as_shown, usual_signer
from assessments.views.scoring import sheet_to_score
from foundation.common.contents import PDF
from foundation.common.errors import Conflict, Invalid
from foundation.common.receipts import parse_key
from foundation.common.serving import serve


def _visit(request: HttpRequest, public_id) -> ScoreSheet:
    """An open or sealed visit for one of its assessors."""
    sheet = sheet_to_score(request, public_id)
    if sheet.method != Method.ON_SITE:
        raise Http404
    return sheet


@require_safe
def show_facts(request: HttpRequest, public_id) -> HttpResponse:
    """What was found so far, to be laid before the head. Of a sealed sheet the fact sheet that it was sealed with.

    HEAD: the page asks whether anybody answers, before it lets a signature go.
    """
    sheet = _visit(request, public_id)
    if request.method == "HEAD":
        return HttpResponse()
    if sheet.state == SheetState.SUBMITTED:
        last = latest_fact_sheet(sheet)
        return redirect(last) if last else redirect("assessments:sheet_detail", public_id=public_id)
    return _draw(request, sheet)


def _draw(request: HttpRequest, sheet: ScoreSheet, form: ConfirmFactsForm | None = None) -> HttpResponse:
    content = services.present_content(sheet)
    digest, last = digest_of_content(content), latest_fact_sheet(sheet)
    wanted = len(criteria_of(sheet.standard_version).indicators)
    paper = paper_of(sheet, content, digest)
    context = {
        "sheet": sheet,
        "paper": paper,
        "unfilled": [(fact, left) for fact in paper.facts if (left := places_left(fact.text))],
        "obstacles": services.obstacles(sheet, content),
        "open_count": wanted - count_given(sheet.draft),
        "last": last,
        "covers": last is not None and last.digest == digest,
        "earlier": sheet.fact_sheets.order_by("-number"),
        "form": form or ConfirmFactsForm(initial={"digest": digest, **usual_signer(sheet)}),
        "key": request.POST.get("client_key") or uuid4(),
        "state_for_scripts": facts_as_shown(sheet, content, request.person),
    }
    return render(request, "assessments/facts_confirm.html", context, status=422 if form else 200)


@require_POST
def confirm_facts(request: HttpRequest, public_id) -> HttpResponse:
    """The form of the page; or, as JSON, what was signed on a device without a network, with what it `shown`."""
    if wants_json(request):
        return _confirm_from_device(request, public_id)
    sheet = _visit(request, public_id)
    form = ConfirmFactsForm(request.POST, request.FILES)
    if form.is_valid():
        key = parse_key(request.POST.get("client_key"))
        try:
            row = services.confirm_facts(
                sheet=sheet,
                actor=request.person,
                confirmation=form.confirmation(),
                digest=form.cleaned_data["digest"],
                key=key,
            )
        except Invalid as refusal:
            form.add_error(None, refusal)
        else:
            done = _("The facts are signed.") if row.is_signed else _("The refusal is noted.")
            messages.success(request, done)
            return redirect("assessments:sheet_score", public_id=public_id)
    return _draw(request, sheet, form)


def _confirm_from_device(request: HttpRequest, public_id) -> JsonResponse:
    """200 with what stands there now; 409 or 422 with the sentence why not: the device keeps what was signed."""
    try:
        sheet = _visit(request, public_id)
        form = ConfirmFactsForm(request.POST, request.FILES)
        if not form.is_valid():
            raise Invalid([sentences[0] for sentences in form.errors.values()])
        row = services.confirm_facts(
            sheet=sheet,
            actor=request.person,
            confirmation=form.confirmation(),
            shown=read_shown(request.POST.get("shown", "")),
            key=parse_key(request.POST.get("client_key")),
        )
    except Conflict as conflict:
        return JsonResponse({"message": conflict.message}, status=409)
    except Invalid as refusal:
        return JsonResponse({"messages": refusal.messages}, status=422)
    return JsonResponse({"outcome": row.get_outcome_display(), "tone": row.tone, "name": row.name})


@require_GET
def fact_sheet(request: HttpRequest, public_id) -> HttpResponse:
    row = _fact_sheet(request, public_id)
    sees_sheet = visible_to(request.person).filter(pk=row.sheet_id).exists()
    context = {
        "object": row,
        "sheet": row.sheet,
        "paper": paper_of(row.sheet, row.content, row.digest),
        "confirmation": confirmation_pairs(row),
        "shows_image": row.signature_id is not None and row.signature.content_type != PDF,
        "sees_sheet": sees_sheet,
        "standing": _standing(row) if sees_sheet else "",
        "unconfirmed": _unconfirmed(row),
    }
    return render(request, "assessments/fact_sheet.html", context)


def _unconfirmed(row: FactSheet) -> list[Unconfirmed]:
    """What a correction has added since, for everybody who reads what was confirmed: it is held against the same unit."""
    sheet = row.sheet
    if sheet.state != SheetState.SUBMITTED or latest_fact_sheet(sheet).pk != row.pk:
        return []
    return unconfirmed_facts(row, criteria_of(sheet.standard_version), marks_of(sheet.revision))


def _standing(row: FactSheet) -> str:
    """In how far what was confirmed still is what the sheet says; empty where it is."""
    sheet = row.sheet
    last = latest_fact_sheet(sheet)
    if last.pk != row.pk:
        return _("A later fact sheet has taken its place.")
    sealed = sheet.state == SheetState.SUBMITTED
    marks = marks_of(sheet.revision) if sealed else sheet.draft
    if digest_of_content(services.present_content(sheet, marks)) == row.digest:
        return ""
    if sealed:
        return _("The score sheet was corrected after this was confirmed; what stands here is as it was then.")
    return _("The facts on the score sheet have changed since. It cannot be submitted before they are confirmed again.")


@require_GET
def signature(request: HttpRequest, public_id) -> HttpResponseBase:
    row = _fact_sheet(request, public_id)
    if row.signature is None:
        raise Http404
    return serve(row.signature, inline=True)


@require_GET
def fact_sheet_pdf(request: HttpRequest, public_id) -> HttpResponse:
    """Set anew for each request: no copy that could outlive the right to read it."""
    row = _fact_sheet(request, public_id)
    response = HttpResponse(pdf_of(row), content_type="application/pdf")
    name = "-".join((_("Fact sheet"), row.sheet.number, str(row.number)))
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.pdf"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _fact_sheet(request: HttpRequest, public_id) -> FactSheet:
    return get_object_or_404(fact_sheets_visible_to(request.person), public_id=public_id)

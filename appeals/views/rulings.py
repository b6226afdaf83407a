"""The final ruling: written, signed, read and printed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from appeals import rules, services
from appeals.enums import Outcome, RulingState
from appeals.forms import ConsentForm, read_decided
from appeals.marks import choices_for, mark_text, present_marks
from appeals.models import Appeal
from appeals.selectors import rulers_of, ruling_of
from appeals.services.ruling import LONGEST_REASON, Decided
from appeals.views.appeals import appeal_or_404, points_of, ruled_points_of, show_appeal
from assessments.selectors.criteria import criteria_of
from foundation.common.errors import Invalid, require
from foundation.common.receipts import parse_key


@require_http_methods(["GET", "POST"])
def rule_on_appeal(request: HttpRequest, public_id) -> HttpResponse:
    appeal = appeal_or_404(request, public_id)
    require(rules.is_ruler, request.person, appeal)
    if request.method == "GET":
        require(rules.can_rule, request.person, appeal)
        return _draw(request, appeal)
    decided = read_decided(request.POST, appeal)
    try:
        ruling = services.propose_ruling(
            appeal=appeal,
            decided=decided,
            reason=request.POST.get("reason", ""),
            revision=int(request.POST.get("revision") or 0),
            version=int(request.POST.get("version") or 0),
            actor=request.person,
            key=parse_key(request.POST.get("client_key")),
        )
    except Invalid as refusal:
        return _draw(request, appeal, decided, refusal)
    except ValueError:
        return _draw(request, appeal, decided, Invalid(_("Load the page again and send it once more.")))
    if ruling.state == RulingState.FINAL:
        messages.success(request, _("Ruled. Everybody concerned is told."))
    else:
        messages.success(request, _("Written and signed. The other rulers are asked to sign."))
    return redirect(appeal)


def _draw(
    request: HttpRequest, appeal: Appeal, decided: dict | None = None, refusal: Invalid | None = None
) -> HttpResponse:
    criteria, present = criteria_of(appeal.sheet.standard_version), present_marks(appeal.sheet)
    errors = refusal.message_dict if hasattr(refusal, "error_dict") else {}
    rows = []
    for row in points_of(appeal):
        if "point" not in row:
            continue
        key, code = row["point"].public_id, row["indicator"].code
        now = present.get(code, {})
        rows.append(
            {
                **row,
                "key": str(key),
                "now": mark_text(criteria, code, now),
                "has_moved": now != row["point"].given,
                "choices": choices_for(criteria, code),
                "decided": (decided or {}).get(key, Decided("", "")),
                "error": errors.get(str(key), [""])[0],
            }
        )
    context = {
        "object": appeal,
        "rows": rows,
        "outcomes": [(one.value, one.label) for one in Outcome],
        "rulers": rulers_of(appeal),
        "reason": request.POST.get("reason", ""),
        "reason_error": errors.get("reason", [""])[0],
        "errors": [(f"point-{row['key']}", f"{row['indicator'].code}", row["error"]) for row in rows if row["error"]],
        "complaints": [] if errors or refusal is None else refusal.messages,
        "reason_limit": LONGEST_REASON,
        "version": request.POST.get("version") or appeal.version,
        "revision": request.POST.get("revision") or appeal.sheet.revision.number,
    }
    return render(request, "appeals/ruling_form.html", context, status=422 if refusal else 200)


@require_POST
def consent(request: HttpRequest, public_id) -> HttpResponse:
    """Sign the ruling that is proposed, or say why not."""
    appeal = appeal_or_404(request, public_id)
    require(rules.is_ruler, request.person, appeal)
    shown = appeal.rulings.filter(public_id=request.POST.get("ruling") or appeal.public_id).first()
    if shown is None:
        raise Http404
    form = ConsentForm(request.POST)
    if form.is_valid():
        try:
            ruling = services.consent_to_ruling(
                ruling=shown,
                agrees=form.cleaned_data["decision"] == "sign",
                text=form.cleaned_data["text"],
                actor=request.person,
                key=parse_key(request.POST.get("client_key")),
            )
        except Invalid as refusal:
            form.add_error(None, refusal)
        else:
            said = {RulingState.FINAL: _("Signed, and final."), RulingState.PROPOSED: _("Signed.")}
            messages.success(request, said.get(ruling.state, _("The others are told why you do not agree.")))
            return redirect(appeal)
    return show_appeal(request, appeal, status=422, consent_form=form)


@require_GET
def show_ruling(request: HttpRequest, public_id) -> HttpResponse:
    """The final ruling, laid out for paper."""
    appeal = appeal_or_404(request, public_id)
    ruling = ruling_of(appeal)
    if ruling is None or ruling.state != RulingState.FINAL:
        raise Http404
    criteria = criteria_of(appeal.sheet.standard_version)
    context = {
        "object": appeal,
        "ruling": ruling,
        "ruled": ruled_points_of(ruling, criteria),
        "rulers": rulers_of(appeal),
        "points": [row for row in points_of(appeal) if "point" in row],
    }
    return render(request, "appeals/ruling_print.html", context)

"""Preparing, sending and taking back an appeal."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from appeals import rules, services
from appeals.forms import EvidenceForm, ReasonForm, read_wishes
from appeals.marks import choices_for, mark_text, present_marks, value_of
from appeals.models import Appeal, AppealEvidence
from appeals.selectors import disputed_codes, window_of
from appeals.services.drafts import LONGEST_REASON, Wish
from appeals.views.appeals import appeal_or_404, show_appeal
from assessments.selectors.criteria import criteria_of
from assessments.selectors.sheets import for_page as sheets_for_page, visible_to as sheets_visible_to
from foundation.common.errors import Invalid, require
from foundation.common.receipts import parse_key
from foundation.common.texts import localized


@require_POST
def begin_appeal(request: HttpRequest, public_id) -> HttpResponse:
    sheet = get_object_or_404(sheets_for_page(sheets_visible_to(request.person)), public_id=public_id)
    key = parse_key(request.POST.get("client_key"))
    appeal = services.begin_appeal(sheet=sheet, actor=request.person, key=key)
    return redirect("appeals:appeal_edit", public_id=appeal.public_id)


@require_http_methods(["GET", "POST"])
def edit_appeal(request: HttpRequest, public_id) -> HttpResponse:
    appeal = appeal_or_404(request, public_id)
    require(rules.can_edit_appeal, request.person, appeal)
    criteria = criteria_of(appeal.sheet.standard_version)
    if request.method == "GET":
        wishes = {
            one.indicator.code: Wish(value_of(one.wanted), one.reason)
            for one in appeal.points.select_related("indicator")
        }
        return _draw(request, appeal, wishes)
    wishes = read_wishes(request.POST, criteria)
    try:
        version = int(request.POST.get("version", ""))
    except ValueError:
        version = 0
    try:
        services.save_appeal(appeal=appeal, wishes=wishes, version=version, actor=request.person)
    except Invalid as refusal:
        return _draw(request, appeal, wishes, refusal)
    messages.success(request, _("Saved. Add evidence, then the head sends it."))
    return redirect(appeal)


def _draw(
    request: HttpRequest, appeal: Appeal, wishes: dict[str, Wish], refusal: Invalid | None = None
) -> HttpResponse:
    criteria, given = criteria_of(appeal.sheet.standard_version), present_marks(appeal.sheet)
    errors = refusal.message_dict if hasattr(refusal, "error_dict") else {}
    taken, empty = disputed_codes(appeal.sheet, but=appeal), Wish("", "")
    groups = [
        {
            "name": localized(dimension, "name"),
            "rows": [
                {
                    "code": one.code,
                    "name": localized(one, "name"),
                    "given": mark_text(criteria, one.code, given.get(one.code)),
                    "given_reason": given.get(one.code, {}).get("reason", ""),
                    "choices": choices_for(criteria, one.code),
                    "wish": wishes.get(one.code, empty),
                    "error": errors.get(one.code, [""])[0],
                    "taken": one.code in taken,
                    "most": f"{one.max_points.normalize():f}",
                }
                for one in indicators
            ],
        }
        for dimension, indicators in criteria.groups
    ]
    context = {
        "object": appeal,
        "groups": groups,
        "errors": [(code, sentences[0]) for code, sentences in errors.items()],
        "complaints": [] if errors or refusal is None else refusal.messages,
        "window": window_of(appeal.cycle),
        "reason_limit": LONGEST_REASON,
        "version": request.POST.get("version") or appeal.version,
    }
    return render(request, "appeals/appeal_form.html", context, status=422 if refusal else 200)


@require_POST
def add_evidence(request: HttpRequest, public_id) -> HttpResponse:
    appeal = appeal_or_404(request, public_id)
    require(rules.can_edit_appeal, request.person, appeal)
    indicators = [one.indicator for one in appeal.points.select_related("indicator")]
    form = EvidenceForm(request.POST, request.FILES, indicators=indicators)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            services.add_appeal_evidence(
                appeal=appeal,
                source=upload,
                name=upload.name,
                caption=form.cleaned_data["caption"],
                indicator=form.cleaned_data["indicator"],
                actor=request.person,
                key=parse_key(request.POST.get("client_key")),
            )
        except Invalid as refusal:
            form.add_error("file", refusal)
        else:
            messages.success(request, _("Added."))
            return redirect(appeal)
    return show_appeal(request, appeal, status=422, evidence_form=form)


@require_POST
def remove_evidence(request: HttpRequest, public_id, evidence_id) -> HttpResponse:
    appeal = appeal_or_404(request, public_id)
    evidence = get_object_or_404(
        AppealEvidence.objects.select_related("appeal__unit"), appeal=appeal, public_id=evidence_id
    )
    services.remove_appeal_evidence(evidence=evidence, actor=request.person)
    messages.success(request, _("Taken back."))
    return redirect(appeal)


@require_http_methods(["GET", "POST"])
def discard_appeal(request: HttpRequest, public_id) -> HttpResponse:
    appeal = appeal_or_404(request, public_id)
    require(rules.can_edit_appeal, request.person, appeal)
    if request.method == "POST":
        services.discard_appeal(appeal=appeal, actor=request.person)
        messages.success(request, _("The draft is gone."))
        return redirect("appeals:appeal_list")
    context = {
        "heading": _("Discard the draft of an appeal on %(sheet)s?") % {"sheet": appeal.sheet.number},
        "consequences": [_("What was prepared is gone. A new draft can be begun as long as the window is open.")],
        "submit_label": _("Discard"),
        "cancel_url": appeal.get_absolute_url(),
    }
    return render(request, "generic/confirm.html", context)


@require_POST
def submit_appeal(request: HttpRequest, public_id) -> HttpResponse:
    appeal = appeal_or_404(request, public_id)
    # Whether it can still be sent is asked behind the client key: what was sent twice is answered twice.
    require(rules.is_head, request.person, appeal)
    try:
        services.submit_appeal(
            appeal=appeal,
            actor=request.person,
            version=int(request.POST.get("version") or 0),
            key=parse_key(request.POST.get("client_key")),
        )
    except (Invalid, ValueError) as refusal:
        sentences = (
            refusal.messages if isinstance(refusal, Invalid) else [_("Load the page again and send it once more.")]
        )
        return show_appeal(request, appeal, status=422, complaints=sentences)
    messages.success(request, _("Sent. A lead takes it up and asks both sides."))
    return redirect(appeal)


@require_http_methods(["GET", "POST"])
def withdraw_appeal(request: HttpRequest, public_id) -> HttpResponse:
    appeal = appeal_or_404(request, public_id)
    require(rules.is_head, request.person, appeal)
    if request.method == "GET":
        require(rules.can_withdraw_appeal, request.person, appeal)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        key = parse_key(request.POST.get("client_key"))
        try:
            services.withdraw_appeal(appeal=appeal, reason=form.cleaned_data["reason"], actor=request.person, key=key)
        except Invalid as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Withdrawn."))
            return redirect(appeal)
    context = {
        "form": form,
        "heading": _("Withdraw appeal %(number)s?") % {"number": appeal.number},
        "consequences": [
            _("The scores stay as they are."),
            _("These indicators of the sheet cannot be disputed again."),
        ],
        "submit_label": _("Withdraw"),
        "cancel_url": appeal.get_absolute_url(),
    }
    return render(request, "generic/confirm.html", context, status=422 if form.is_bound else 200)

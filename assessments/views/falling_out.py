"""“This item falls out”, and how often that was said by whom."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assessments.enums import Method
from assessments.forms.assignment import FallOutForm
from assessments.methods import WAYS
from assessments.models import Cycle
from assessments.rules.assignment import can_replace_item, sees_board
from assessments.rules.sheets import is_scored_by
from assessments.selectors.callbacks import calls_of_sheet
from assessments.selectors.cycles import current_cycle
from assessments.selectors.replacements import replacements_of
from assessments.selectors.sheets import visible_to
from assessments.services.falling_out import replace_sheet_item
from assessments.views.recusals import add_errors
from assessments.views.scoring import sheet_or_404
from foundation.common.errors import Invalid, require
from foundation.common.pages import paginate
from foundation.common.receipts import parse_key


@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, public_id) -> HttpResponse:
    sheet = sheet_or_404(request, public_id)
    require(can_replace_item, request.person, sheet)
    calls = calls_of_sheet(sheet)
    form = FallOutForm(
        request.POST if request.method == "POST" else None,
        sheet=sheet,
        initial={"turn": sheet.turn, "reason": calls.ground if calls else None},
    )
    if request.method == "POST" and form.is_valid():
        key = parse_key(request.POST.get("client_key"))
        try:
            done = replace_sheet_item(sheet=sheet, actor=request.person, key=key, **form.cleaned_data)
        except Invalid as error:
            add_errors(form, error)
        else:
            return _go_on(request, sheet, done)
    context = {
        "form": form,
        "heading": _("Does the item of sheet %(number)s fall out?") % {"number": sheet.number},
        "lead": _("Only where it cannot be scored at all. A poor service is no reason."),
        "consequences": [
            _next_in_line(sheet.method),
            _("The sheet keeps its number and begins anew; what is marked is put aside as a record."),
            _("It goes to somebody else only where its assessor may not take the new item."),
            _("It is counted for its assessor, with the reason, and seen by leads and supervisors."),
            _("It cannot be taken back: an item that fell out does not return."),
        ],
        "submit_label": _("Replace the item"),
        "cancel_url": reverse("assessments:sheet_detail", args=[public_id]),
    }
    return render(request, "generic/confirm.html", context, status=422 if form.is_bound else 200)


def _next_in_line(method: str) -> str:
    if WAYS[method].of_half_day:
        return _("The next half-day of the reserve list takes its place, in the order in which it was drawn.")
    if method == Method.CALLBACK:
        return _("The next customer of the reserve list takes its place, in the order in which they were drawn.")
    return _("The next record of the reserve list takes its place, in the order in which it was drawn.")


def _go_on(request: HttpRequest, sheet, done: dict) -> HttpResponse:
    sheet.refresh_from_db()
    if done["blocked"]:
        messages.warning(request, _("The next item is here, but nobody is left who may score it; the lead is told."))
    else:
        messages.success(request, _("The item fell out; sheet %(number)s goes on with the next one.") % done)
    if is_scored_by(request.person, sheet) and not sheet.is_blocked:
        return redirect("assessments:sheet_score", public_id=sheet.public_id)
    return redirect("assessments:sheet_list")


@require_GET
def replacement_list(request: HttpRequest) -> HttpResponse:
    require(sees_board, request.person)
    cycles = list(Cycle.objects.order_by("-start"))
    chosen = next((one for one in cycles if one.code == request.GET.get("cycle")), None) or current_cycle()
    tallies, overall = replacements_of(visible_to(request.person).filter(cycle=chosen)) if chosen else ([], None)
    context = {
        "page": paginate(request, tallies),
        "overall": overall,
        "cycle": chosen,
        "replaced": sum(one.replaced for one in tallies),
        "high": sum(one.is_high for one in tallies),
        "tabs": [
            {"label": one.code, "url": f"?cycle={one.code}", "current": one == chosen, "count": None}
            for one in cycles[:6]
        ],
        "table": {
            "sort": "",
            "columns": [
                {"key": "assessor", "label": _("Assessor")},
                {"key": "replaced", "label": _("Replaced"), "numeric": True},
                {"key": "had", "label": _("Of items"), "numeric": True},
                {"key": "share", "label": _("Share, 95 % interval"), "numeric": True},
                {"key": "reasons", "label": _("Reasons")},
            ],
        },
    }
    return render(request, "assessments/replacement_list.html", context)

"""The rule by which sealed sheets of a cycle are reviewed, with all earlier ones and what makes its lots checkable."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from assessments.forms.reviews import ReviewRuleForm
from assessments.models import ReviewLot, SheetRevision
from assessments.review_enums import LOTS_ARE_SHOWN
from assessments.review_lots import lot_of, percent_of
from assessments.rules.reviews import can_set_review_rule, sees_reviews
from assessments.selectors.cycles import cycles_visible_to
from assessments.selectors.reviews import rules_in_force
from assessments.services.review_rules import set_review_rule
from assessments.views.recusals import add_errors
from foundation.common.errors import Invalid, require
from foundation.common.receipts import parse_key

SHOWN_LOTS = 200
USUAL_SHARE = 20


@require_http_methods(["GET", "POST"])
def set_rule(request: HttpRequest, public_id) -> HttpResponse:
    require(sees_reviews, request.person)
    cycle = get_object_or_404(cycles_visible_to(request.person), public_id=public_id)
    may_set = can_set_review_rule(request.person, cycle)
    general, special = rules_in_force(cycle)
    initial = {"way": general.way, "share": general.share} if general else {"way": "share", "share": USUAL_SHARE}
    form = ReviewRuleForm(request.POST if request.method == "POST" else None, cycle=cycle, initial=initial)
    if request.method == "POST" and (not may_set or form.is_valid()):
        key = parse_key(request.POST.get("client_key"))
        try:
            values = form.cleaned_data if form.is_valid() else {"way": "", "reason": ""}
            done = set_review_rule(cycle=cycle, actor=request.person, key=key, **values)
        except Invalid as error:
            add_errors(form, error)
        else:
            text = ngettext(
                "The rule holds. %(n)d sealed sheet has come to be reviewed.",
                "The rule holds. %(n)d sealed sheets have come to be reviewed.",
                done["called"],
            )
            messages.success(request, text % {"n": done["called"]})
            return redirect("assessments:review_rule", public_id=public_id)
    lot = ReviewLot.objects.filter(cycle=cycle).first()
    is_shown = lot is not None and cycle.state in LOTS_ARE_SHOWN
    context = {
        "cycle": cycle,
        "form": form if may_set else None,
        "general": general,
        "special": special,
        "history": cycle.review_rules.select_related("plan__unit", "author").order_by("-pk"),
        "lot": lot,
        "lots": _lots(lot) if is_shown else [],
        "is_shown": is_shown,
    }
    return render(request, "assessments/review_rule.html", context, status=422 if form.is_bound else 200)


def _lots(lot: ReviewLot) -> list[dict]:
    """The sheets of plans with their lots, the smallest first: those that a share draws stand before those that it does not."""
    secret = bytes.fromhex(lot.secret)
    rows = SheetRevision.objects.filter(sheet__cycle=lot.cycle_id, sheet__plan__isnull=False, number=1)
    found = [
        {
            "number": number,
            "digest": digest,
            "percent": f"{percent_of(lot_of(secret, digest)):.4f}",
            "is_reviewed": bool(review),
        }
        for number, digest, review in rows.values_list("sheet__number", "digest", "sheet__review")
    ]
    return sorted(found, key=lambda row: float(row["percent"]))[:SHOWN_LOTS]

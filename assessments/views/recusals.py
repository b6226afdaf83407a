"""Recusal: from a sheet, in advance, withdrawn; and the list of them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.forms.assignment import DeclareRecusalForm, RecuseForm
from assessments.rules.assignment import can_declare_recusal, can_recuse_from_sheet, can_withdraw_recusal, sees_recusals
from assessments.selectors.recusals import in_force, recusals_visible_to
from assessments.services import recusals as services
from assessments.services.recusal_reach import Touched
from assessments.views.scoring import sheet_or_404
from foundation.common.errors import Conflict, Invalid, NotAllowed, require
from foundation.common.pages import ordered, paginate
from foundation.common.receipts import parse_key

SORTS = {"person": "person__sort_key", "since": "since", "declared": "created_at"}


@require_http_methods(["GET", "POST"])
def recuse(request: HttpRequest, public_id) -> HttpResponse:
    sheet = sheet_or_404(request, public_id)
    require(can_recuse_from_sheet, request.person, sheet)
    if sheet.is_blocked:
        raise Conflict(_("You have recused yourself from this sheet already."))
    form = RecuseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        key = parse_key(request.POST.get("client_key"))
        try:
            done = services.recuse_from_sheet(sheet=sheet, actor=request.person, key=key, **form.cleaned_data)
        except Invalid as error:
            add_errors(form, error)
        else:
            _tell(request, went=int(not done["blocked"]), blocked=int(done["blocked"]))
            return redirect("assessments:sheet_list")
    context = {
        "form": form,
        "heading": _("Recuse yourself from sheet %(number)s?") % {"number": sheet.number},
        "lead": _("Whoever is too close to judge steps back. It is no fault, and it is logged."),
        "consequences": [
            _("The sheet goes by chance to somebody else who may score it, and you will not see it any more."),
            _("What you have marked is put aside as a record; the new assessor begins without it."),
            _("Where nobody is left who may score it, it waits for the lead."),
            _("Nothing that is sealed changes."),
        ],
        "submit_label": _("Recuse myself"),
        "cancel_url": reverse("assessments:sheet_detail", args=[public_id]),
    }
    return render(request, "generic/confirm.html", context, status=422 if form.is_bound else 200)


def add_errors(form, error: Invalid) -> None:
    """The service's sentences at their fields."""
    if hasattr(error, "error_dict"):
        for field, problems in error.error_dict.items():
            form.add_error(field if field in form.fields else None, problems)
    else:
        form.add_error(None, error)


def _tell(request: HttpRequest, *, went: int, blocked: int) -> None:
    if went:
        text = ngettext("%(n)d sheet has gone to somebody else.", "%(n)d sheets have gone to somebody else.", went)
        messages.success(request, text % {"n": went})
    if blocked:
        text = ngettext(
            "Nobody else may take %(n)d sheet: it stays under your name, nobody can score it, and the lead is told.",
            "Nobody else may take %(n)d sheets: they stay under your name, nobody can score them, and the lead is told.",
            blocked,
        )
        messages.warning(request, text % {"n": blocked})


@require_GET
def recusal_list(request: HttpRequest) -> HttpResponse:
    person = request.person
    if not (can_declare_recusal(person) or sees_recusals(person)):
        raise NotAllowed
    everything = request.GET.get("view") == "all"
    rows = recusals_visible_to(person)
    page = paginate(request, ordered(request, rows if everything else in_force(rows), SORTS, "-declared"))
    for row in page:
        row.may_withdraw = row.withdrawn_at is None and not row.is_over and can_withdraw_recusal(person, row)
    may_act = any(row.may_withdraw for row in page)
    context = {
        "page": page,
        "may_act": may_act,
        "tabs": [
            {"label": _("Now and later"), "url": "?view=now", "current": not everything, "count": None},
            {"label": _("All, past ones too"), "url": "?view=all", "current": everything, "count": None},
        ],
        "table": {
            "sort": request.GET.get("sort", "-declared"),
            "columns": [
                {"key": "from", "label": _("From what")},
                {"key": "person", "label": _("Assessor"), "sortable": True},
                {"key": "why", "label": _("Why")},
                {"key": "since", "label": _("When"), "sortable": True},
                *([{"key": "act", "label": _("Action")}] if may_act else []),
            ],
        },
        "sees_all": sees_recusals(person),
        "may_declare": can_declare_recusal(person),
    }
    return render(request, "assessments/recusal_list.html", context)


@require_http_methods(["GET", "POST"])
def declare(request: HttpRequest) -> HttpResponse:
    require(can_declare_recusal, request.person)
    form = DeclareRecusalForm(
        request.POST if request.method == "POST" else None, initial={"unit": request.GET.get("unit")}
    )
    # A button leads from what would happen back to the form as it was filled in.
    if request.method == "POST" and form.is_valid() and "change" not in request.POST:
        key, shown = parse_key(request.POST.get("client_key")), request.POST.getlist("sheets")
        try:
            done = services.declare_recusal(actor=request.person, key=key, confirmed=shown, **form.cleaned_data)
        except services.NotConfirmed:
            reach = services.reach_of_declaration(actor=request.person, **form.cleaned_data)
            return _ask(request, form, reach, is_again=bool(shown))
        except Invalid as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Your recusal is declared. Draws and reassignments go round it."))
            _tell(request, went=done["sheets"], blocked=done["blocked"])
            return redirect("assessments:recusal_list")
    back = reverse("assessments:recusal_list")
    context = {
        "form": form,
        "heading": _("Declare a recusal in advance"),
        "lead": _(
            "Sheets of yours that it touches go to others by chance at once; what you have marked on them is put aside as a record."
            " Before anything is kept you see which they are."
        ),
        "submit_label": _("Declare the recusal"),
        "cancel_url": back,
        "back_url": back,
        "back_label": _("Recusals"),
    }
    return render(request, "generic/form.html", context, status=422 if form.errors else 200)


def _ask(request: HttpRequest, form: DeclareRecusalForm, reach: list[Touched], *, is_again: bool) -> HttpResponse:
    """Says which sheets would change hands before anything is kept. `is_again`: they are others than those that were shown before."""
    stuck = sum(not one.has_taker for one in reach)
    context = {
        "form": form,
        "typed": [(name, value) for name in form.fields for value in request.POST.getlist(name)],
        "reach": reach,
        "went": len(reach) - stuck,
        "stuck": stuck,
        "begun": sum(one.is_begun for one in reach),
        "is_again": is_again,
        "back_url": reverse("assessments:recusal_list"),
    }
    return render(request, "assessments/recusal_confirm.html", context)


@require_POST
def withdraw(request: HttpRequest, public_id) -> HttpResponse:
    recusal = get_object_or_404(recusals_visible_to(request.person), public_id=public_id)
    services.withdraw_recusal(recusal=recusal, actor=request.person)
    messages.success(request, _("The recusal is withdrawn. Sheets that went to others stay with them."))
    return redirect("assessments:recusal_list")

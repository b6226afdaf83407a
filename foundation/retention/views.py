"""How long personal data is kept: everything on one page, and a form for each class."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from foundation.common.errors import Invalid, require
from foundation.common.receipts import parse_key
from foundation.retention.classes import data_classes
from foundation.retention.forms import TermForm
from foundation.retention.rules import can_read_terms, can_set_term
from foundation.retention.selectors import kept_data
from foundation.retention.services import set_term


@require_GET
def kept(request: HttpRequest) -> HttpResponse:
    require(can_read_terms, request.person)
    context = {"rows": kept_data(), "may_set": can_set_term(request.person)}
    return render(request, "retention/kept.html", context)


@require_http_methods(["GET", "POST"])
def term_set(request: HttpRequest, room: str, what: str) -> HttpResponse:
    require(can_set_term, request.person)
    code = f"{room}.{what}"
    if code not in data_classes:
        raise Http404
    [row] = kept_data(code)
    form = TermForm(request.POST or None, initial={"days": row.days, "version": row.version})
    if request.method == "POST" and form.is_valid():
        try:
            set_term(
                code=code, actor=request.person, key=parse_key(request.POST.get("client_key")), **form.cleaned_data
            )
        except Invalid as refusal:
            form.add_error(None, refusal)
            if "agreed" in form.errors:
                form.ask()
        else:
            messages.success(request, _("Kept. The next run of the night goes by it."))
            return redirect("retention:kept")
    context = {
        "form": form,
        "row": row,
        "submit_label": _("Set it so"),
        "cancel_url": reverse("retention:kept"),
    }
    return render(request, "retention/term_form.html", context, status=422 if form.is_bound else 200)

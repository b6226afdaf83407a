"""Links for customers. The page that answers the form is the only place where they are ever seen."""

import base64

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from feedback import rules, services
from feedback.forms import InvitationForm
from feedback.models import InvitationBatch
from feedback.selectors import visible_to
from foundation.common.errors import Invalid, require
from foundation.common.receipts import parse_key


@require_http_methods(["GET", "POST"])
def invitation_create(request: HttpRequest, public_id) -> HttpResponse:
    questionnaire = get_object_or_404(visible_to(request.person), public_id=public_id)
    require(rules.can_invite, request.person, questionnaire)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            key = parse_key(request.POST.get("client_key"))
            invited = services.invite(questionnaire=questionnaire, actor=request.person, key=key, **form.cleaned_data)
        except Invalid as error:
            form.add_error(None, error)
        else:
            return render(request, "feedback/invitation_links.html", _links_shown_once(invited))
    context = {
        "form": form,
        "questionnaire": questionnaire,
        "submit_label": _("Make links"),
        "cancel_url": questionnaire.get_absolute_url(),
    }
    return render(request, "feedback/invitation_form.html", context)


def _links_shown_once(invited: services.Invited) -> dict:
    """Everything that this page needs it carries: pictures and the file with the links are data, nothing can be fetched again."""
    links = invited.links
    return {
        "batch": invited.batch,
        "links": [{"url": link, "picture": segno.make(link, error="m").svg_data_uri(border=2, omitsize=True), "number": number}
                  for number, link in enumerate(links, start=1)],
        "all_links": "\n".join(links),
        "file": "data:text/csv;base64," + base64.b64encode("\r\n".join(["link", *links, ""]).encode()).decode(),
    }  # fmt: skip


@require_POST
def batch_withdraw(request: HttpRequest, public_id) -> HttpResponse:
    questionnaires = visible_to(request.person)
    batch = get_object_or_404(InvitationBatch.objects.filter(questionnaire__in=questionnaires), public_id=public_id)
    taken = services.withdraw_batch(batch=batch, actor=request.person)
    messages.success(
        request, ngettext("%(n)d link was withdrawn.", "%(n)d links were withdrawn.", taken) % {"n": taken}
    )
    return redirect(batch.questionnaire)

"""Links for customers: handed out, drawn, on posters. The page or file that answers the form is the only place where they are ever seen."""

import base64
import csv
from io import StringIO
from urllib.parse import quote

import segno
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from feedback import rules, services
from feedback.forms import DrawForm, InvitationForm, PosterForm
from feedback.models import InvitationBatch, Questionnaire
from feedback.printing import posters_pdf
from feedback.response_rates import aspects_of
from feedback.scales import minutes_of
from feedback.screens import sender
from feedback.selectors import annotate_counts, scope_of, visible_to
from foundation.common.errors import Invalid, require
from foundation.common.receipts import parse_key
from organization.choosing import is_looking, unjudged
from records.rejects import harmless


def _open_questionnaire(request: HttpRequest, public_id) -> Questionnaire:
    questionnaire = get_object_or_404(visible_to(request.person), public_id=public_id)
    require(rules.can_invite, request.person, questionnaire)
    return questionnaire


@require_http_methods(["GET", "POST"])
def invitation_create(request: HttpRequest, public_id) -> HttpResponse:
    questionnaire = _open_questionnaire(request, public_id)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            key = parse_key(request.POST.get("client_key"))
            invited = services.invite(questionnaire=questionnaire, actor=request.person, key=key, **form.cleaned_data)
        except Invalid as error:
            form.add_error(None, error)
        else:
            return render(request, "feedback/invitation_links.html", _links_shown_once(invited))
    return _form(request, "feedback/invitation_form.html", questionnaire, form, _("Make links"))


@require_http_methods(["GET", "POST"])
def invitation_draw(request: HttpRequest, public_id) -> HttpResponse:
    """Customers drawn from records; the links come as a file for the system that writes to them."""
    questionnaire = _open_questionnaire(request, public_id)
    form = DrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            key = parse_key(request.POST.get("client_key"))
            invited = services.draw_invitees(
                questionnaire=questionnaire, actor=request.person, key=key, **form.cleaned_data
            )
        except Invalid as error:
            form.add_error(None, error)
        else:
            return render(request, "feedback/invitation_drawn.html", _list_shown_once(invited))
    return _form(request, "feedback/invitation_draw.html", questionnaire, form, _("Draw customers"))


@require_http_methods(["GET", "POST"])
def invitation_posters(request: HttpRequest, public_id) -> HttpResponse:
    questionnaire = _open_questionnaire(request, public_id)
    form = PosterForm(request.POST or None)
    if request.method == "POST" and is_looking(request.POST):
        unjudged(form)
    elif request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():  # a file that cannot be set must not leave links that nobody has seen
                made = services.make_posters(
                    questionnaire=questionnaire,
                    actor=request.person,
                    key=parse_key(request.POST.get("client_key")),
                    **{**form.cleaned_data, "units": list(form.cleaned_data["units"])},
                )
                if all(one.tokens for one in made):
                    kind = _("posters")
                    return _pdf(posters_pdf(questionnaire, made, sender()), f"{questionnaire.code}-{kind}")
            form.add_error(
                None, _("These posters were made already. If the file is lost, withdraw their links and make new ones.")
            )
        except Invalid as error:
            form.add_error(None, error)
    return _form(request, "feedback/invitation_posters.html", questionnaire, form, _("Make posters"))


def _form(request: HttpRequest, template: str, questionnaire: Questionnaire, form, label: str) -> HttpResponse:
    context = {
        "form": form,
        "questionnaire": questionnaire,
        "submit_label": label,
        "cancel_url": questionnaire.get_absolute_url(),
    }
    return render(request, template, context)


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.pdf"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "no-store"
    return response


def _links_shown_once(invited: services.Invited) -> dict:
    """Everything that this page needs it carries: pictures and the file with the links are data, nothing can be fetched again."""
    links = invited.links
    return {
        "batch": invited.batch,
        "links": [{"url": link, "picture": segno.make(link, error="m").svg_data_uri(border=2, omitsize=True), "number": number}
                  for number, link in enumerate(links, start=1)],
        "minutes": minutes_of(invited.batch.questionnaire.questions.values_list("kind", flat=True)),
        "all_links": "\n".join(links),
        "file": _data_uri(_csv(["link"], [[link] for link in links])),
    }  # fmt: skip


def _list_shown_once(invited: services.Invited) -> dict:
    rows = list(zip(invited.records, invited.links, strict=True))
    return {
        "batch": invited.batch,
        "count": len(rows),
        "file": _data_uri(_csv(["record", "link"], rows)),
    }


def _csv(headers: list[str], rows) -> str:
    sink = StringIO()
    writer = csv.writer(sink)
    writer.writerows([headers, *([harmless(cell) for cell in row] for row in rows)])
    return sink.getvalue()


def _data_uri(text: str) -> str:
    """With a byte order mark: names of sources are Chinese, and office programs ask for one."""
    return "data:text/csv;base64," + base64.b64encode(text.encode("utf-8-sig")).decode()


def _batch(request: HttpRequest, public_id) -> InvitationBatch:
    questionnaires = visible_to(request.person)
    rows = InvitationBatch.objects.filter(questionnaire__in=questionnaires).select_related("questionnaire", "unit")
    return get_object_or_404(rows, public_id=public_id)


@require_POST
def batch_withdraw(request: HttpRequest, public_id) -> HttpResponse:
    batch = _batch(request, public_id)
    taken = services.withdraw_batch(batch=batch, actor=request.person)
    messages.success(
        request, ngettext("%(n)d link was withdrawn.", "%(n)d links were withdrawn.", taken) % {"n": taken}
    )
    return redirect(batch.questionnaire)


@require_POST
def batch_remind(request: HttpRequest, public_id) -> HttpResponse:
    """The list of those who have not answered, as a file: seen this once, like the links before."""
    batch = _batch(request, public_id)
    reminders = services.export_reminders(batch=batch, actor=request.person)
    content = _csv(["record", "link"], [[one.record, one.link] for one in reminders])
    response = HttpResponse(content.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    kind = _("reminders")
    name = f"{batch.questionnaire.code}-{batch.unit.code}-{kind}"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.csv"
    response["Cache-Control"] = "no-store"
    return response


@require_GET
def questionnaire_response(request: HttpRequest, public_id) -> HttpResponse:
    """Who answered and who did not, of the customers who were drawn."""
    scope = scope_of(request.person)
    rows = annotate_counts(visible_to(request.person), scope)
    questionnaire = get_object_or_404(rows, public_id=public_id)
    context = {"object": questionnaire, "aspects": aspects_of(questionnaire, scope)}
    return render(request, "feedback/questionnaire_response.html", context)

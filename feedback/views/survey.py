"""The customer's pages: no account, no session, one answer a link. Looking never uses a link up, so mail robots do no harm."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from feedback.links import LinkRefused, LinkState, look_up
from feedback.models import Invitation
from feedback.public_pages import language_of, private
from feedback.screens import read_form, screens_of, sender
from feedback.services import answer_invitation
from feedback.services.inside import note_opened_inside
from feedback.services.opting_out import known_contact
from foundation.common.errors import Invalid
from foundation.common.receipts import parse_key
from foundation.common.texts import current_suffix

STATUS = {LinkState.UNKNOWN: 404, LinkState.ANSWERED: 410, LinkState.EXPIRED: 410}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, token: str) -> HttpResponse:
    with translation.override(language_of(request)):
        return private(_survey(request, token))


def _survey(request: HttpRequest, token: str) -> HttpResponse:
    link = look_up(token)
    if link.invitation is None:
        return refused(request, link.state)
    if link.state == LinkState.OPEN and request.user.is_authenticated:
        return inside(request, link.invitation)
    if request.method != "POST":
        return refused(request, link.state) if link.state != LinkState.OPEN else _form(request, token, link.invitation)
    questions = list(link.invitation.questionnaire.questions.all())
    typed = read_form(questions, request.POST)
    if "switch" in request.POST:
        return _form(request, token, link.invitation, typed=typed)
    try:
        key = parse_key(request.POST.get("client_key"))
        answer_invitation(token=token, answers=typed, key=key, language=translation.get_language())
    except LinkRefused as refusal:
        return refused(request, refusal.state)
    except Invalid as error:
        return _form(request, token, link.invitation, typed=typed, error=error, status=422)
    return redirect(reverse("feedback:survey_thanks") + "?lang=" + current_suffix())


def _form(
    request: HttpRequest,
    token: str,
    invitation: Invitation,
    *,
    typed: dict | None = None,
    error: Invalid | None = None,
    status: int = 200,
) -> HttpResponse:
    wrong = error.message_dict if error is not None and hasattr(error, "error_dict") else {}
    context = {
        "questionnaire": invitation.questionnaire,
        "unit": invitation.unit,
        "stop_token": token if known_contact(invitation) else "",
        "is_confidential": invitation.record is not None or invitation.batch.of_cases,
        "sender": sender(),
        "screens": screens_of(invitation.questionnaire.questions.all(), typed or {}, wrong),
        "errors": error.messages if error is not None and not wrong else [],
    }
    return render(request, "feedback/survey.html", context, status=status)


def refused(request: HttpRequest, state: LinkState) -> HttpResponse:
    """One page for every link that takes no answer: it says why and tells nothing else."""
    response = render(
        request, "feedback/survey_closed.html", {"state": state, "sender": sender()}, status=STATUS[state]
    )
    response._has_been_logged = True  # the address holds the token: it does not belong in a log
    return response


def inside(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Nobody who is signed in answers for a customer, and that they have opened the link is noted (decision 078)."""
    if request.person is not None:
        note_opened_inside(invitation=invitation, actor=request.person)
    response = render(request, "feedback/survey_inside.html", {"sender": sender()}, status=403)
    response._has_been_logged = True  # the address holds the token
    return response


@login_not_required
@require_safe
def survey_thanks(request: HttpRequest) -> HttpResponse:
    """Without the token: whoever gets the phone next finds nothing to open."""
    with translation.override(language_of(request)):
        return private(render(request, "feedback/survey_thanks.html", {"sender": sender()}))

"""“No further questionnaires”: the customer's own page, by the link that they were sent. Looking changes nothing, so mail robots do no harm."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from feedback import services
from feedback.links import LinkRefused
from feedback.public_pages import language_of, private
from feedback.screens import sender
from feedback.services.opting_out import contact_of, has_opted_out
from feedback.views.survey import inside, refused
from foundation.common.texts import current_suffix


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey_stop(request: HttpRequest, token: str) -> HttpResponse:
    with translation.override(language_of(request)):
        return private(_stop(request, token))


def _stop(request: HttpRequest, token: str) -> HttpResponse:
    try:
        invitation, index = contact_of(token)
        if request.user.is_authenticated:
            return inside(request, invitation)
        if request.method == "POST":
            (services.opt_in if request.POST.get("act") == "resume" else services.opt_out)(token=token)
            return redirect(reverse("feedback:survey_stop", args=[token]) + "?lang=" + current_suffix())
    except LinkRefused as refusal:
        return refused(request, refusal.state)
    context = {"token": token, "is_stopped": has_opted_out(index), "sender": sender()}
    response = render(request, "feedback/survey_stop.html", context)
    response._has_been_logged = True  # the address holds the token
    return response

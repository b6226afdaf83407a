"""The choices that go with the account: language and colours."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

from foundation.accounts.models import User


def _back(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("next") or request.META.get("HTTP_REFERER") or "/"
    if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        wanted = "/"
    return HttpResponseRedirect(wanted)


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Choose a language; whoever is signed in keeps the choice with the account."""
    response, language = _back(request), request.POST.get("language", "")
    if language in dict(settings.LANGUAGES) and check_for_language(language):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 86400, samesite="Lax", httponly=True)
        if request.user.is_authenticated:
            User.objects.filter(pk=request.user.pk).update(language=language)
    return response


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Choose light, dark or as the device says."""
    theme = request.POST.get("theme", "")
    if theme in User.Theme.values:
        User.objects.filter(pk=request.user.pk).update(theme=theme)
    return _back(request)

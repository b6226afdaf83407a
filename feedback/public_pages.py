"""What pages for customers have in common, here and in the rooms above: no account, the language in form and address, nothing for robots."""

from django.http import HttpRequest, HttpResponse
from django.utils import translation

LANGUAGES = {"zh": "zh-hans", "en": "en"}


def language_of(request: HttpRequest) -> str:
    """The switch on the page travels with the form and the address: no cookie is needed for it."""
    wanted = request.POST.get("switch") or request.POST.get("lang") or request.GET.get("lang") or ""
    return LANGUAGES.get(wanted) or translation.get_language()


def private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response

"""What stands on a device: the service worker, the manifest, and the page that shows what was taken along and what waits to be sent.

The page is the same for everybody: what it shows it reads from the device. So its empty form, without shell and sign-in, can be kept there.
"""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_GET

from dashboard.device_shell import manifest_of, shell_version, worker_source


def _known(language: str) -> str:
    if language not in dict(settings.LANGUAGES):
        raise Http404
    return language


@login_not_required
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """From the root, so that it stands beside every page. Asked for at each visit: a new version is taken at once."""
    response = HttpResponse(worker_source(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@login_not_required
@require_GET
def manifest(request: HttpRequest, language: str) -> HttpResponse:
    response = JsonResponse(
        manifest_of(_known(language)),
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )
    response["Cache-Control"] = "max-age=3600"
    return response


@login_not_required
@require_GET
def device_shell(request: HttpRequest, language: str) -> HttpResponse:
    """The empty page in one language, for nobody in particular: kept on the device and shown where a page cannot be loaded."""
    with override(_known(language)):
        response = render(request, "dashboard/device_shell.html", {"version": shell_version()})
    response["Cache-Control"] = "no-cache"
    return response


@require_GET
def device(request: HttpRequest) -> HttpResponse:
    return render(request, "dashboard/device.html")

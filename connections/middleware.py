"""Calls of other systems: without cookies on the way in and out, every refusal a problem, each call in the log."""

import time

from django.http import HttpRequest, HttpResponse

from connections.api.problems import CONTENT_TYPE, Refusal, problem
from connections.services.calling import note_call

BEGINNING = "/api/"


class SystemCallMiddleware:
    """Stands before the session: whoever calls with a key is not, beside it, somebody who has signed in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(BEGINNING):
            return self.get_response(request)
        began = time.monotonic()
        request.META.pop("HTTP_COOKIE", None)
        request.COOKIES = {}
        response = self.get_response(request)
        if response.status_code >= 400 and not response.get("Content-Type", "").startswith(CONTENT_TYPE):
            allow = response.get("Allow")
            response = problem(Refusal(response.status_code, headers={"Allow": allow} if allow else None))
        response.cookies.clear()
        response["Cache-Control"] = "no-store"
        token = getattr(request, "api_token", None)
        if token is not None:
            note_call(
                token=token,
                method=request.method,
                operation=request.resolver_match.url_name if request.resolver_match else "",
                status=response.status_code,
                milliseconds=round((time.monotonic() - began) * 1000),
                rows=getattr(request, "api_rows", {}),
            )
        return response

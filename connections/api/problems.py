"""Refusals as `application/problem+json` (RFC 9457), in the language that the caller asks for."""

import json
from collections.abc import Mapping

from django.http import HttpResponse
from django.utils.translation import gettext as _, gettext_lazy

CONTENT_TYPE = "application/problem+json"
KINDS = {
    400: ("bad-request", gettext_lazy("The call cannot be read")),
    401: ("no-key", gettext_lazy("No valid key")),
    403: ("not-allowed", gettext_lazy("The key does not allow this")),
    404: ("not-found", gettext_lazy("There is nothing here")),
    405: ("method", gettext_lazy("This method does nothing here")),
    409: ("conflict", gettext_lazy("It contradicts what is stored")),
    413: ("too-large", gettext_lazy("The call is too large")),
    415: ("content-type", gettext_lazy("JSON is expected")),
    422: ("invalid", gettext_lazy("A field is not right")),
    429: ("too-many", gettext_lazy("Too many calls")),
    500: ("failure", gettext_lazy("The portal has failed")),
}


class Refusal(Exception):
    """Raised anywhere within a call. `fields` {field: sentence}."""

    def __init__(
        self, status: int, detail: str = "", *, fields: Mapping[str, str] | None = None, headers: Mapping | None = None
    ):
        self.status, self.detail = status, detail
        self.fields, self.headers = dict(fields or {}), dict(headers or {})
        super().__init__(detail)


def problem(refusal: Refusal) -> HttpResponse:
    kind, title = KINDS.get(refusal.status) or KINDS[400 if refusal.status < 500 else 500]
    body = {"type": f"urn:qa-portal:problem:{kind}", "title": str(title), "status": refusal.status}
    if refusal.detail:
        body["detail"] = refusal.detail
    if refusal.fields:
        body["errors"] = [{"field": name, "detail": sentence} for name, sentence in refusal.fields.items()]
    response = HttpResponse(
        json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"),
        content_type=CONTENT_TYPE,
        status=refusal.status,
    )
    for name, value in refusal.headers.items():
        response[name] = value
    return response


def no_key() -> Refusal:
    """The same words whatever was wrong with it."""
    return Refusal(
        401,
        _("Send a valid key as “Authorization: Bearer …”."),
        headers={"WWW-Authenticate": 'Bearer realm="qa-portal"'},
    )

"""The interface put together: operations, refusals, and its schema in the reader's language."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext as _, gettext_noop as noop
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError as Unfit

from connections.api.access import KeyBearer, connection_of
from connections.api.operations import router
from connections.api.problems import Refusal, problem
from connections.api.reading import StrictParser
from foundation.common.errors import Conflict

PREFIX = "/api/v1"
TRANSLATED = ("description", "summary")

api = NinjaAPI(
    title="QA Portal",
    version="1.0.0",
    description=noop(
        "For systems of the firm that bring service records and tickets, or fetch where they stand and what is measured. "
        "Keys are made by an administrator. "
        "Refusals are problems as of RFC 9457, in the language of Accept-Language."
    ),
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
    auth=KeyBearer(),
    parser=StrictParser(),
)
api.add_router("", router)


@api.get("/openapi.json", url_name="openapi", include_in_schema=False)
def get_schema(request: HttpRequest):
    connection_of(request)
    return schema()


def schema() -> dict:
    """OpenAPI 3.1, with its texts in the present language."""
    return _translated(dict(api.get_openapi_schema(path_prefix=PREFIX)))


def _translated(part):
    if isinstance(part, dict):
        return {
            name: gettext(value) if name in TRANSLATED and isinstance(value, str) and value else _translated(value)
            for name, value in part.items()
        }
    return [_translated(one) for one in part] if isinstance(part, list) else part


def urls():
    """The operations, open to callers without a session: their key is asked instead."""
    patterns, app_name, namespace = api.urls
    for pattern in patterns:
        pattern.callback = login_not_required(pattern.callback)
    return [pattern for pattern in patterns if pattern.name != "api-root"], app_name, namespace


@api.exception_handler(Refusal)
def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return problem(refusal)


@api.exception_handler(Unfit)
def _unfit(request: HttpRequest, error: Unfit) -> HttpResponse:
    fields = {}
    for one in error.errors:
        place = [str(part) for part in one["loc"]]
        # ("body", name of the parameter, field, …) or ("query", field)
        # A name that nobody knows may be as long as the body.
        fields.setdefault((".".join(place[2:] or place[1:]) or place[0])[:80], _sentence(one))
    return problem(Refusal(422, fields=fields))


def _sentence(error: dict) -> str:
    """What is wrong with a field, by the kind of error that the schema has found."""
    context = error.get("ctx") or {}
    kind = error["type"]
    if kind == "missing":
        return _("This is missing.")
    if kind == "extra_forbidden":
        return _("There is no such field.")
    if kind == "string_too_long":
        return _("Up to %(most)d characters.") % {"most": context["max_length"]}
    if kind == "too_long":
        return _("Up to %(most)d at once.") % {"most": context["max_length"]}
    if kind in ("too_short", "string_too_short"):
        return _("This is empty.")
    if kind == "literal_error":
        return _("One of: %(choices)s.") % {"choices": context["expected"].replace("'", "").replace(" or ", ", ")}
    if kind == "string_unicode":
        return _("The text contains a character that cannot be stored. Remove it and send it again.")
    if kind.startswith("date"):
        return _("A day like 2026-11-30.")
    return _("This is of another type than expected.")


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    if hasattr(error, "error_dict"):
        fields = {
            name: " ".join(str(text) for one in problems for text in one.messages)
            for name, problems in error.error_dict.items()
        }
        return problem(Refusal(422, fields=fields))
    return problem(Refusal(422, " ".join(error.messages)))


@api.exception_handler(Conflict)
def _conflict(request: HttpRequest, error: Conflict) -> HttpResponse:
    return problem(Refusal(409, error.message))


@api.exception_handler(PermissionDenied)
def _denied(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return problem(Refusal(403, str(error)))


@api.exception_handler(Http404)
def _absent(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(Refusal(404))


@api.exception_handler(RequestDataTooBig)
def _too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return problem(Refusal(413))


@api.exception_handler(HttpError)
def _other(request: HttpRequest, error: HttpError) -> HttpResponse:
    cause = error.__cause__
    return problem(cause if isinstance(cause, Refusal) else Refusal(error.status_code))

"""Whose call it is, whether it may, and how often."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from connections.api.problems import Refusal, no_key
from connections.api.reading import require_readable
from connections.enums import Scope
from connections.models import Connection, Token
from connections.rules import may, source_named
from connections.services.calling import count_call, count_rows
from connections.services.keys import recognise
from records.models import Source


class KeyBearer(HttpBearer):
    """`Authorization: Bearer qap_…`, and nowhere else: an address is logged on its way, a header is not."""

    def __call__(self, request: HttpRequest) -> Token:
        scheme, _blank, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise no_key()
        return self.authenticate(request, text)

    def authenticate(self, request: HttpRequest, token: str) -> Token:
        found = recognise(token, caller_of(request))
        if found is None:
            raise no_key()
        request.api_token = found
        if wait := count_call(found.connection):
            raise _too_many(wait)
        require_readable(request)
        return found


def caller_of(request: HttpRequest) -> str:
    """The network address of the caller; behind proxies that the installation has named, what the outermost of them saw."""
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies]
    return request.META.get("REMOTE_ADDR", "")


def _too_many(seconds: int) -> Refusal:
    sentence = _("Wait %(seconds)d seconds and send it again.") % {"seconds": seconds}
    return Refusal(429, sentence, headers={"Retry-After": str(seconds)})


def connection_of(request: HttpRequest, scope: Scope | None = None) -> Connection:
    """The system that calls. Raises Refusal where it may not do this."""
    connection = request.auth.connection
    if scope is not None and not may(connection, scope):
        raise Refusal(403, _("This key has no right “%(scope)s”.") % {"scope": scope.value})
    return connection


def source_of(connection: Connection, name: str) -> Source:
    """A source that is not the system's own is refused like one that does not exist."""
    source = source_named(connection, name)
    if source is None:
        raise Refusal(
            403,
            _("This key is not for the source “%(name)s”.") % {"name": name[:40]},
            fields={"source": _("Not one of yours.")},
        )
    return source


def require_rows(connection: Connection, rows: int) -> None:
    if wait := count_rows(connection, rows):
        raise _too_many(wait)

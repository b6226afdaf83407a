"""The floor of all pages: the signed-in empty page, and how other pages are measured against it.

A page is asked for in this process, through the project's whole handler (the middleware as it is configured, the session in the database, the
person), and what counts is processor time: this process's, and on PostgreSQL its server process's. Rounds of all pages alternate, so that a
machine that slows down slows all of them; the ratio is the median over the rounds.
"""

import gc
import gzip
import os
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from io import BytesIO
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import path

from organization.models import Unit
from qa_portal import urls as portal

ROUNDS, REQUESTS = 15, 20
EMPTY = "/benchmark/empty/"
LANGUAGE = "zh-hans"
# Static files by their plain names: the pages are measured whether or not the files were collected.
STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


def empty(request: HttpRequest) -> HttpResponse:
    """Session, user, person and one query; what any page of the portal costs before it says anything."""
    return HttpResponse(str(Unit.objects.values_list("code", flat=True).first()))


urlpatterns = [path(EMPTY.lstrip("/"), empty), *portal.urlpatterns]
handler400, handler403, handler404, handler500 = (
    portal.handler400,
    portal.handler403,
    portal.handler404,
    portal.handler500,
)


@dataclass
class Visit:
    """One request of somebody who is signed in. `data` makes it a POST, with a fresh CSRF token."""

    person: object
    url: str
    data: dict | None = None
    status: int = HTTPStatus.OK


@dataclass
class Page:
    """A page to be measured. `visits(n)` gives n requests; what it does to prepare them is not counted."""

    name: str
    visits: Callable[[int], Iterable[Visit]]
    middleware: list[str] | None = None
    seconds: list[float] = field(default_factory=list)
    queries: int = 0

    @property
    def milliseconds(self) -> float:
        """Median processor time of one request."""
        return statistics.median(self.seconds) * 1000

    def ratio_to(self, other: "Page") -> float:
        """Median of the ratios round by round."""
        return statistics.median(own / floor for own, floor in zip(self.seconds, other.seconds, strict=True))

    @property
    def text(self) -> str:
        return f"{self.milliseconds:.1f} ms, {self.queries} queries"


def page(name: str, person, url: str) -> Page:
    """A page that is looked at again and again."""
    return Page(name, lambda n: [Visit(person, url)] * n)


def empty_page(person) -> Page:
    return page("empty page", person, EMPTY)


def measure_pages(*pages: Page, rounds: int = ROUNDS, requests: int = REQUESTS) -> None:
    """Fill in `seconds` and `queries` of the pages, in alternating rounds."""
    with override_settings(ROOT_URLCONF="benchmarks.floor", ALLOWED_HOSTS=["*"], STORAGES=STORAGES):
        handlers = [_handler(each) for each in pages]
        for each, handler in zip(pages, handlers, strict=True):
            for visit in each.visits(3):
                _answer(handler, _environ(visit), visit)
            [visit] = each.visits(1)
            environ = _environ(visit)
            with CaptureQueriesContext(connection) as queries:
                _answer(handler, environ, visit)
            each.queries = len(queries)
        for _round in range(rounds):
            for each, handler in zip(pages, handlers, strict=True):
                visits = list(each.visits(requests))
                prepared = [(_environ(visit), visit) for visit in visits]
                gc.collect()
                began = processor_seconds()
                for environ, visit in prepared:
                    _answer(handler, environ, visit)
                each.seconds.append((processor_seconds() - began) / len(prepared))


def processor_seconds() -> float:
    """What this process and its server process of the database have used."""
    used = time.process_time()
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        with open(f"/proc/{connection.connection.get_backend_pid()}/stat") as source:
            fields = source.read().rpartition(")")[2].split()
        used += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return used


def _handler(each: Page) -> WSGIHandler:
    with override_settings(MIDDLEWARE=each.middleware or settings.MIDDLEWARE):
        return WSGIHandler()


def compressed_kilobytes(each: Page) -> float:
    """How much of a page travels: its HTML, as a server in front compresses it."""
    with override_settings(ROOT_URLCONF="benchmarks.floor", ALLOWED_HOSTS=["*"], STORAGES=STORAGES):
        [visit] = each.visits(1)
        return len(gzip.compress(_answer(_handler(each), _environ(visit), visit), 6)) / 1000


def _answer(handler: WSGIHandler, environ: dict, visit: Visit) -> bytes:
    statuses = []
    response = handler(environ, lambda status, headers: statuses.append(status))
    body = b"".join(response)
    response.close()
    if int(statuses[0].split()[0]) != visit.status:
        raise RuntimeError(f"{visit.url} answered {statuses[0]} instead of {visit.status}.")
    return body


_clients: dict[int, Client] = {}


def _environ(visit: Visit) -> dict:
    """A WSGI environment with the cookies of a session, as a browser sends it."""
    client = _clients.get(visit.person.pk)
    if client is None:
        client = _clients[visit.person.pk] = Client()
        user = get_user_model().objects.get(pk=visit.person.user_id)
        client.force_login(user)
        client.get(EMPTY)  # the session notes when it began
    token = "x" * 32
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    cookies |= {settings.CSRF_COOKIE_NAME: token, settings.LANGUAGE_COOKIE_NAME: LANGUAGE}
    environ = RequestFactory()._base_environ(
        PATH_INFO=visit.url.partition("?")[0],
        QUERY_STRING=visit.url.partition("?")[2],
        HTTP_COOKIE="; ".join(f"{name}={value}" for name, value in cookies.items()),
        HTTP_ACCEPT_LANGUAGE="zh-CN,zh;q=0.9",
    )
    if visit.data is not None:
        body = urlencode({**visit.data, "csrfmiddlewaretoken": token}, doseq=True).encode()
        environ |= {
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body),
        }
    return environ

"""A visitor without a browser: follows redirects, keeps cookies, sends forms. Talks to the loopback address only, past any proxy."""

import html
import os
import re
import ssl
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path

from .places import ROOT


@dataclass(frozen=True)
class Answer:
    status: int
    url: str
    kind: str
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def path(self) -> str:
        return urllib.parse.urlsplit(self.url).path


class Visitor:
    def __init__(self, address: str, *, production: bool = False, trusted: Path | None = None):
        """`trusted`: the certificate authority to believe, for an address with https."""
        self.address = address
        self.headers = {"User-Agent": f"qa-portal-check ({ROOT.name})", "Accept-Language": "zh-CN,zh;q=0.9"}
        if production:
            self.headers |= {
                "Host": _first_host() or urllib.parse.urlsplit(address).netloc,
                "X-Forwarded-Proto": "https",
            }
        handlers = [urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())]
        if trusted:
            handlers.append(urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=trusted)))
        self.opener = urllib.request.build_opener(*handlers)

    def get(self, path: str, timeout: float = 30) -> Answer:
        return self._ask(urllib.request.Request(self._url(path), headers=self.headers), timeout)

    def post(self, path: str, fields: dict[str, str], referer: str) -> Answer:
        headers = self.headers | {"Referer": referer}
        data = urllib.parse.urlencode(fields).encode()
        return self._ask(urllib.request.Request(self._url(path), data=data, headers=headers), 30)

    def _url(self, path: str) -> str:
        return urllib.parse.urljoin(self.address, path)

    def _ask(self, request: urllib.request.Request, timeout: float) -> Answer:
        """Any HTTP status is an answer. Raises OSError when there is none."""
        try:
            response = self.opener.open(request, timeout=timeout)
        except urllib.error.HTTPError as error:
            response = error
        with response:
            return Answer(response.status, response.geturl(), response.headers.get("Content-Type", ""), response.read())


def hidden_fields(page: str) -> dict[str, str]:
    """Name and value of every hidden input of a page."""
    found = {}
    for tag in re.findall(r"<input\b[^>]*>", page):
        attributes = dict(re.findall(r"""([\w-]+)\s*=\s*["']([^"']*)["']""", tag))
        if attributes.get("type") == "hidden" and "name" in attributes:
            found[attributes["name"]] = html.unescape(attributes.get("value", ""))
    return found


def linked_files(page: str) -> dict[str, str]:
    """The style sheets and scripts that a page asks for → the content type they must come with."""
    sheets = [tag for tag in re.findall(r"<link\b[^>]*>", page) if "stylesheet" in tag]
    scripts = re.findall(r"<script\b[^>]*>", page)
    found = {}
    for tags, attribute, kind in ((sheets, "href", "text/css"), (scripts, "src", "text/javascript")):
        for tag in tags:
            if match := re.search(rf"""\b{attribute}\s*=\s*["']([^"']+)["']""", tag):
                found[html.unescape(match.group(1))] = kind
    return found


def _first_host() -> str | None:
    hosts = [host.strip() for host in os.environ.get("QA_PORTAL_HOSTS", "").split(",")]
    return next((host.lstrip(".") for host in hosts if host and host != "*"), None)

"""The body of a call, read strictly: UTF-8, one meaning, numbers that every system reads alike, and not deeper than needed."""

import json
import math
from collections import Counter

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, UnreadablePostError
from django.utils.translation import gettext as _, ngettext
from ninja.parser import Parser

from connections.api.problems import Refusal

MOST_BYTES = 4 * 1024 * 1024
DEEPEST = 6
# Beyond it, JavaScript and spreadsheets lose digits (RFC 8259, 6; RFC 7493).
LARGEST = 2**53 - 1


class StrictParser(Parser):
    """The library hides what a parser raises in a refusal of its own, as its cause; `site` takes it out again."""

    def parse_body(self, request: HttpRequest):
        return read_json(request.body)


def require_readable(request: HttpRequest) -> None:
    """Before the body is touched. Raises Refusal: 415 for what is not JSON by its header, 413 for too much, 400 for a body that broke off."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    if request.content_type != "application/json" or (request.encoding or "utf-8").lower().replace("_", "-") not in (
        "utf-8",
        "utf8",
    ):
        raise Refusal(415, _("Send “Content-Type: application/json”, in UTF-8."))
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise Refusal(415, _("Send the body as it is, not compressed."))
    limit = Refusal(413, _("A call holds up to %(most)d MB.") % {"most": MOST_BYTES // 1024 // 1024})
    try:
        if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
            raise limit
        body = request.body
    except RequestDataTooBig:
        raise limit from None
    except (UnreadablePostError, ValueError):
        raise Refusal(400, _("The body broke off.")) from None
    if len(body) > MOST_BYTES:
        raise limit


def read_json(body: bytes):
    """Raises Refusal (400) for what cannot be read, or has two meanings."""
    try:
        found = json.loads(
            body.decode("utf-8"),
            object_pairs_hook=_object,
            parse_int=_whole,
            parse_float=_number,
            parse_constant=_constant,
        )
    except UnicodeDecodeError:
        raise Refusal(400, _("The body is not UTF-8.")) from None
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        raise Refusal(400, _("The body is no JSON: line %(line)d, column %(column)d.") % place) from None
    except RecursionError:
        raise _too_deep() from None
    _check_depth(found)
    return found


def _too_deep() -> Refusal:
    sentence = ngettext(
        "The body is nested more than %(n)d level deep.", "The body is nested more than %(n)d levels deep.", DEEPEST
    )
    return Refusal(400, sentence % {"n": DEEPEST})


def _object(pairs: list[tuple[str, object]]) -> dict:
    found = dict(pairs)
    if len(found) < len(pairs):
        # Counted in one pass: an object may have as many names as the body has room for.
        twice = Counter(name for name, _value in pairs).most_common(1)[0][0]
        raise Refusal(400, _("“%(name)s” stands twice in one object.") % {"name": twice[:60]})
    return found


def _whole(text: str) -> int:
    if len(text) > 20 or abs(int(text)) > LARGEST:
        raise Refusal(400, _("%(number)s is too large for a number; send it as a text.") % {"number": text[:24]})
    return int(text)


def _number(text: str) -> float:
    found = float(text)
    if not math.isfinite(found):
        raise Refusal(400, _("%(number)s is too large for a number; send it as a text.") % {"number": text[:24]})
    return found


def _constant(text: str):
    raise Refusal(400, _("%(number)s is no number in JSON.") % {"number": text})


def _check_depth(found, level: int = 1) -> None:
    if isinstance(found, dict | list):
        if level > DEEPEST:
            raise _too_deep()
        for part in found.values() if isinstance(found, dict) else found:
            if isinstance(part, dict | list):
                _check_depth(part, level + 1)

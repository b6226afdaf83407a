"""Places of a template that nobody has filled in: 【时间】 or [time]. Asked about once, never refused: brackets may be meant."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from foundation.common.errors import Invalid

# As js/sheet/places.js finds them.
PLACES = re.compile(r"【[^【】]*】|\[[^\[\]]*\]")


def places_left(text: str) -> str:
    """“【时间】 【次数】”; empty where nothing is left to be filled in."""
    return " ".join(PLACES.findall(text))


class Unfilled(Invalid):
    """{indicator code: sentence}; the same form sent once more with `as_it_is` is taken."""


def require_filled(marks: Mapping) -> None:
    """Raises Unfilled where reasons still hold places to be filled in. What is no mark at all is judged elsewhere."""
    left = {}
    for code, mark in marks.items():
        reason = mark.get("reason") if isinstance(mark, Mapping) else None
        if isinstance(reason, str) and (places := places_left(reason)):
            sentence = _("Still to be filled in: %(places)s. Fill it in, or submit once more as it is.")
            left[code] = sentence % {"places": places}
    if left:
        raise Unfilled(left)

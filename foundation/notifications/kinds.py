"""The registry of texts: each kind of notification has a sentence with named places."""

import logging
import re
from collections.abc import Mapping
from datetime import date, datetime

from foundation.common import clock
from foundation.common.dates import day_text
from foundation.common.registries import Registry
from foundation.common.texts import current_suffix

ISO_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])")
ISO_MOMENT = re.compile(ISO_DATE.pattern + r"T\d\d:\d\d(:\d\d(\.\d+)?)?[+-]\d\d:\d\d")
log = logging.getLogger(__name__)
kinds: Registry[object] = Registry("notification kinds")


def register_kind(kind: str, sentence) -> None:
    """`sentence` is a lazy translation with named places, like _("Score sheet %(number)s is yours.")."""
    kinds.register(kind, sentence)


def sentence_for(kind: str, params: Mapping) -> str:
    """The sentence in the reader's language. A place without a value stays “…”: an old notice must not break a page."""
    sentence = kinds.get(kind)
    if sentence is None:
        return kind
    try:
        return str(sentence) % _Places({name: _shown(value) for name, value in params.items()})
    except (TypeError, ValueError):
        log.warning("notification of kind %s does not fit its sentence", kind)
        return str(sentence)


def _shown(value) -> object:
    """A text in two languages (`common.texts.both`) in the reader's, an ISO date or moment in words, anything else as it is."""
    if isinstance(value, dict):
        return value.get(current_suffix()) or value.get("zh", "")
    if isinstance(value, str) and ISO_DATE.fullmatch(value):
        return day_text(date.fromisoformat(value))
    if isinstance(value, str) and ISO_MOMENT.fullmatch(value):
        # A notice is read later and in mails: the day itself, never “today”.
        moment = clock.local(datetime.fromisoformat(value))
        return f"{day_text(moment.date())} {moment:%H:%M}"
    return value


class _Places(dict):
    def __missing__(self, key: str) -> str:
        return "…"

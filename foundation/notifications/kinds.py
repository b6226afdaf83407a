"""The registry of texts: each kind of notification has a sentence with named places."""

import logging
from collections.abc import Mapping

from foundation.common.registries import Registry

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
        return str(sentence) % _Places(params)
    except (TypeError, ValueError):
        log.warning("notification of kind %s does not fit its sentence", kind)
        return str(sentence)


class _Places(dict):
    def __missing__(self, key: str) -> str:
        return "…"

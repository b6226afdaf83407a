"""The registry of texts: each kind of notification has a sentence with named places."""

from collections.abc import Mapping

from foundation.common.registries import Registry

kinds: Registry[object] = Registry("notification kinds")


def register_kind(kind: str, sentence) -> None:
    """`sentence` is a lazy translation with named places, like _("Score sheet %(number)s is yours.")."""
    kinds.register(kind, sentence)


def sentence_for(kind: str, params: Mapping) -> str:
    sentence = kinds.get(kind)
    return str(sentence) % params if sentence is not None else kind

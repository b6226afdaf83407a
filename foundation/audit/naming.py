"""Names for the ids in the audit trail, which itself keeps no names. Each room enters how its things are called.

A namer gets the public ids of one kind (`organization.person`, `assessments.plan`) and returns {public id: name} for those it knows,
in one query.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable

from django.db import models

from foundation.common.registries import Registry

Namer = Callable[[set[str]], dict[str, str]]
namers: Registry[Namer] = Registry("names of audited things")

PERSON = "organization.person"

# The way back for filters: kind -> function(words) -> public ids of what is called so.
Finder = Callable[[str], set[str]]
finders: Registry[Finder] = Registry("finders of audited things")


def register_finder(kind: str, finder: Finder) -> None:
    finders.register(kind, finder)


def ids_named(kind: str, words: str) -> set[str]:
    """Public ids of the things of the kind that the words find; none where nobody can tell."""
    finder = finders.get(kind)
    return finder(words) if finder is not None else set()


# kind -> what sort of thing it is, lazy: “score sheet”.
kind_names: Registry[object] = Registry("kinds of audited things")


def register_namer(kind: str, namer: Namer | None, label=None) -> None:
    """`kind` is the model's label in small letters, as `target_kind` keeps it; `label` says what sort of thing it is (lazy).

    No namer: the things of this kind have no name, or none that readers of the trail may see.
    """
    if namer is not None:
        namers.register(kind, namer)
    if label is not None:
        kind_names.register(kind, label)


def namer_by_text(model: type[models.Model], *related: str) -> Namer:
    """Names each thing by its own text; `related` is what the text is made from."""

    def names(ids: set[str]) -> dict[str, str]:
        found = model._default_manager.filter(public_id__in=ids).select_related(*related)
        return {str(thing.public_id): str(thing) for thing in found}

    return names


def names_of(references: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """{(kind, public id): name}, one query a kind; what has no namer or is not found is left out."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for kind, public_id in references:
        if public_id:
            wanted[kind].add(public_id)
    found = {}
    for kind, ids in wanted.items():
        namer = namers.get(kind)
        if namer is not None:
            found.update({(kind, public_id): name for public_id, name in namer(ids).items()})
    return found


def names_of_any(ids: Iterable[str]) -> dict[str, str]:
    """{public id: name} for ids whose kind nobody has written down: each namer is asked for what the others do not know, one query each."""
    found, left = {}, set(ids)
    for namer in namers:
        if not left:
            break
        found.update(namer(left))
        left -= found.keys()
    return found


def kind_label(kind: str) -> str:
    """What sort of thing it is, in the reader's language; nothing where no room has said it."""
    return str(kind_names.get(kind) or "")

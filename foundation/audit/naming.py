"""Names for the ids in the audit trail, which itself keeps no names. Each room enters how its things are called.

A namer gets the public ids of one kind (`organization.person`, `assessments.plan`) and returns {public id: name} for those it knows,
in one query.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable

from django.apps import apps

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


def register_namer(kind: str, namer: Namer) -> None:
    """`kind` is the model's label in small letters, as `target_kind` keeps it."""
    namers.register(kind, namer)


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


def kind_label(kind: str) -> str:
    """What sort of thing it is, in the reader's language; the bare kind where the model is gone."""
    try:
        return str(apps.get_model(kind)._meta.verbose_name)
    except (LookupError, ValueError):
        return kind

"""What the sidebar is made of."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """A place. `roles`: who is offered it (None: everybody). `family`: beginnings of the names of views that belong to it.

    `group` is the work-list tab whose count stands beside it on the first screen.
    """

    name: str
    label: object
    icon: str
    roles: frozenset[str] | None = None
    family: tuple[str, ...] = ()
    group: str = ""


@dataclass(frozen=True)
class Group:
    """`key` names the group in the cookie that remembers which are open."""

    key: str
    label: object
    items: tuple[Item, ...]

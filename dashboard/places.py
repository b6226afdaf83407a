"""What the sidebar is made of."""

from dataclasses import dataclass

# Not a role: stands in place of all roles of an outside assessor, to whom nothing else is offered.
OUTSIDE = "outside"


def places_of(person) -> frozenset[str]:
    """By what the person is offered places: their roles, or that they come from outside."""
    return frozenset({OUTSIDE}) if person.is_outside else person.roles


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

    def is_offered(self, roles: frozenset[str]) -> bool:
        return OUTSIDE not in roles if self.roles is None else not roles.isdisjoint(self.roles)


@dataclass(frozen=True)
class Group:
    """`key` names the group in the cookie that remembers which are open."""

    key: str
    label: object
    items: tuple[Item, ...]

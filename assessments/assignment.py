"""Who scores what: the second half of the double random draw (R13). Pure: the same seed, items and team give the same assignment.

Each item goes to whoever of those that may take it has the least so far; among equals, chance decides: the lowest HMAC-SHA256 of
`item key, line feed, person` under the seed. So the members' numbers of items differ by one at most (where nobody is excluded), and
anybody who holds the proof can repeat it.
"""

import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Member:
    """`key` is the person's public id as text: it decides by chance, never the name."""

    key: str
    unit: int


class NobodyLeft(Exception):
    """No member may take the item. `item`: its key."""

    def __init__(self, item: str):
        self.item = item
        super().__init__(item)


def assign(
    items: Sequence[tuple[str, int]],
    team: Sequence[Member],
    seed: bytes,
    *,
    may_take: Callable[[Member, str], bool] = lambda member, item: True,
    loads: Mapping[str, int] | None = None,
) -> dict[str, tuple[Member, ...]]:
    """{item key: members, the first being the one who writes the sheet}. `items` are (key, how many assess it).

    `loads` is what each member (by key) has already. The second member of an item comes from another unit if there is one.
    Raises NobodyLeft.
    """
    load = {member.key: (loads or {}).get(member.key, 0) for member in team}
    given: dict[str, tuple[Member, ...]] = {}
    for item, wanted in items:
        chosen: list[Member] = []
        while len(chosen) < wanted:
            free = [member for member in team if member not in chosen and may_take(member, item)]
            if not free:
                raise NobodyLeft(item)
            units = {member.unit for member in chosen}
            chosen.append(min(free, key=lambda one: (one.unit in units, load[one.key], _chance(seed, item, one.key))))
            load[chosen[-1].key] += 1
        given[item] = tuple(chosen)
    return given


def _chance(seed: bytes, item: str, person: str) -> bytes:
    return hmac.digest(seed, f"{item}\n{person}".encode(), "sha256")

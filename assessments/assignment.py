"""Who scores what: the second half of the double random draw (R13). Pure: the same seed, items and team give the same assignment.

Each item goes to whoever of those that may take it has the least so far; among equals, chance decides: the lowest HMAC-SHA256 of
`item key, line feed, person` under the seed. So the members' numbers of items differ by one at most (where nobody is excluded), and
anybody who holds the proof can repeat it.

What is given anew later (a reassignment, a recusal, a replacement) has a seed of its own, made of the draw's and its number, and goes by the
same rule. Whatever shapes it is frozen first: `assign_frozen` decides from that and from nothing else.
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
    stand_ins: Sequence[Member] = (),
    stays: Mapping[str, Sequence[Member]] | None = None,
    slots: Mapping[str, str] | None = None,
) -> dict[str, tuple[Member, ...]]:
    """{item key: members, the first being the one who writes the sheet}. `items` are (key, how many assess it).

    `loads` is what each member (by key) has already. The second member of an item comes from another unit if there is one. `stand_ins` are
    asked for an item that nobody of the team may take; `stays` are those who have an item and keep it, first in the answer.
    `slots`: {item key: half-day} of items at which somebody must be: nobody is given two of one half-day while somebody else may go.
    Raises NobodyLeft.
    """
    slots = slots or {}
    going: dict[str, set[str]] = {}
    load = {member.key: (loads or {}).get(member.key, 0) for member in (*team, *stand_ins)}
    given: dict[str, tuple[Member, ...]] = {}
    for item, wanted in items:
        chosen = list((stays or {}).get(item, ()))
        while len(chosen) < wanted:
            taken = {member.key for member in chosen}
            free = _free(item, taken | going.get(slots.get(item, ""), set()), team, stand_ins, may_take)
            free = free or _free(item, taken, team, stand_ins, may_take)
            if not free:
                raise NobodyLeft(item)
            units = {member.unit for member in chosen}
            chosen.append(min(free, key=lambda one: (one.unit in units, load[one.key], _chance(seed, item, one.key))))
            load[chosen[-1].key] += 1
        given[item] = tuple(chosen)
        if item in slots:
            going.setdefault(slots[item], set()).update(member.key for member in chosen)
    return given


def _free(
    item: str,
    taken: set[str],
    team: Sequence[Member],
    stand_ins: Sequence[Member],
    may_take: Callable[[Member, str], bool],
) -> list[Member]:
    """Who of the team may take the item; where nobody of it may, who of the stand-ins."""
    return [one for one in team if one.key not in taken and may_take(one, item)] or [
        one for one in stand_ins if one.key not in taken and may_take(one, item)
    ]


def assign_frozen(inputs: Mapping, seed: bytes) -> dict[str, list[str]]:
    """{item key: keys of the people} from frozen inputs, as JSON keeps them:

    items [[key, how many]], team and stand_ins [[person, unit]], excluded {item: {person: why}}, loads {person: n}, stays {item: [[person, unit]]};
    slots {item: half-day}, where two of the items are of one half-day.
    Raises NobodyLeft.
    """
    excluded = inputs["excluded"]
    given = assign(
        [(key, wanted) for key, wanted in inputs["items"]],
        [Member(*pair) for pair in inputs["team"]],
        seed,
        may_take=lambda member, item: member.key not in excluded.get(item, {}),
        loads=inputs["loads"],
        stand_ins=[Member(*pair) for pair in inputs["stand_ins"]],
        stays={item: [Member(*pair) for pair in pairs] for item, pairs in inputs["stays"].items()},
        slots=inputs.get("slots"),
    )
    return {item: [member.key for member in members] for item, members in given.items()}


def seed_of(draw_seed: bytes, number: int) -> bytes:
    """The seed of an assignment: the draw's own for its first (0), one made of it for each that comes later."""
    return draw_seed if number == 0 else hmac.digest(draw_seed, f"assignment\n{number}".encode(), "sha256")


def _chance(seed: bytes, item: str, person: str) -> bytes:
    return hmac.digest(seed, f"{item}\n{person}".encode(), "sha256")

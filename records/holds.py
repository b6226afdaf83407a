"""What keeps a record as it is: somebody judges people by it. Rooms above enter themselves here when their app is ready.

A later file may correct what a record tells of times, figures and customer. It may not say any more that the service was another unit's, came in
another way, was somebody else's or had another content: the row is sent back with the reason.
"""

from collections.abc import Callable, Mapping, Sequence

from foundation.common.engine import lock_for_transaction
from foundation.common.registries import Registry
from records.models import Source

# Columns of the table that stay.
HELD = frozenset({"unit_id", "touchpoint", "agent", "transcript"})

# Each gets a source and {primary key: record number} and answers with the keys of those that it holds.
holders: Registry[Callable[[Source, Mapping[int, str]], set[int]]] = Registry("what holds records")


def lock_holds() -> None:
    """Hold records or correct them: one at a time until the transaction ends. Whoever begins to hold records takes it before reading them."""
    lock_for_transaction("record-holds")


def held_among(source: Source, numbers: Mapping[int, str]) -> set[int]:
    """Keys of the records, given with their numbers, that somebody holds."""
    held: set[int] = set()
    for holds in holders:
        free = {key: number for key, number in numbers.items() if key not in held}
        if free:
            held |= holds(source, free)
    return held


def changes_what_is_held(told: Sequence[str], before: Sequence, after: Sequence) -> bool:
    """Whether the values, in the columns `told`, differ in one that would have to stay."""
    return any(name in HELD and old != new for name, old, new in zip(told, before, after, strict=True))

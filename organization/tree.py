"""The tree of units. It is small (thousands at most) and read whole, in one query a call."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from foundation.common.prepared import Prepared
from organization.models import Unit

# Asked on most pages: rules of separation rest on it.
_parents = Prepared(lambda: Unit.objects.order_by().values_list("pk", "parent_id"))


@dataclass(frozen=True)
class Tree:
    """All units as {key: key of the one above}, retired ones too. `Tree.read()` asks the database once; pass it on where many are asked."""

    parents: dict[int, int | None] = field(hash=False)

    @classmethod
    def read(cls) -> "Tree":
        return cls(dict(_parents()))

    @cached_property
    def children(self) -> dict[int | None, list[int]]:
        found = defaultdict(list)
        for pk, parent in self.parents.items():
            found[parent].append(pk)
        return found

    def is_root(self, unit_id: int) -> bool:
        return self.parents.get(unit_id) is None

    def below(self, unit_ids: set[int]) -> set[int]:
        """The units and all below them."""
        found: set[int] = set()
        open_ends = list(unit_ids)
        while open_ends:
            pk = open_ends.pop()
            if pk not in found:
                found.add(pk)
                open_ends.extend(self.children.get(pk, ()))
        return found

    def above(self, unit_id: int) -> set[int]:
        """All above the unit, without itself."""
        found: set[int] = set()
        parent = self.parents.get(unit_id)
        while parent is not None and parent not in found:
            found.add(parent)
            parent = self.parents.get(parent)
        return found

    def line(self, unit_id: int) -> set[int]:
        """The unit, what is above and what is below it."""
        return self.above(unit_id) | self.below({unit_id})


def descendants(unit_ids: set[int]) -> set[int]:
    """The units and all below them."""
    return Tree.read().below(unit_ids) if unit_ids else set()


def ancestors(unit_id: int) -> set[int]:
    """All above the unit, without itself."""
    return Tree.read().above(unit_id)


def own_line(unit_id: int) -> set[int]:
    """The unit, what is above and what is below it."""
    return Tree.read().line(unit_id)

"""The tree of units. It is small (thousands at most) and read whole, in one query a call."""

from collections import defaultdict

from organization.models import Unit


def descendants(unit_ids: set[int]) -> set[int]:
    """The units and all below them."""
    if not unit_ids:
        return set()
    children = defaultdict(list)
    for pk, parent in Unit.objects.values_list("pk", "parent_id"):
        children[parent].append(pk)
    found, open_ends = set(), list(unit_ids)
    while open_ends:
        pk = open_ends.pop()
        if pk not in found:
            found.add(pk)
            open_ends.extend(children[pk])
    return found


def ancestors(unit_id: int) -> set[int]:
    """All above the unit, without itself."""
    parents = dict(Unit.objects.values_list("pk", "parent_id"))
    found: set[int] = set()
    parent = parents.get(unit_id)
    while parent is not None and parent not in found:
        found.add(parent)
        parent = parents.get(parent)
    return found


def own_line(unit_id: int) -> set[int]:
    """The unit, what is above and what is below it: “own unit” in the separation of duties."""
    return ancestors(unit_id) | descendants({unit_id})

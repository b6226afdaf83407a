"""Comparable units (R29): who is ranked with whom, and what such a group is called."""

from dataclasses import dataclass

from analysis.results import CycleResult, UnitResult
from organization.enums import UnitKind


@dataclass(frozen=True)
class PeerGroup:
    """Comparable units. `label` is for people: the kind of its units, or the word that binds them."""

    word: str
    label: str
    rows: tuple[UnitResult, ...]


def peer_groups(result: CycleResult) -> tuple[PeerGroup, ...]:
    """Large groups first. A group whose units are all of one kind that no other group has is called by that kind."""
    found = result.groups
    kinds = {word: {row.unit.kind for row in rows} for word, rows in found.items()}

    def label(word: str) -> str:
        own = kinds[word]
        if len(own) == 1 and sum(own == other for other in kinds.values()) == 1:
            return str(UnitKind(next(iter(own))).label)
        return word

    ordered = sorted(found, key=lambda word: (-len(found[word]), word))
    return tuple(PeerGroup(word, label(word), tuple(found[word])) for word in ordered)

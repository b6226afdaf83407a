"""Comparable units (R29): who is ranked with whom, and what such a group is called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.results import CycleResult, UnitResult
from organization.enums import UnitKind
from organization.models import Unit


@dataclass(frozen=True)
class PeerGroup:
    """Comparable units. `label` is for people: the kind of its units, or the word that binds them."""

    word: str
    label: str
    rows: tuple[UnitResult, ...]


def peer_groups(result: CycleResult) -> tuple[PeerGroup, ...]:
    """Large groups first."""
    found = result.groups
    labels = labels_of({word: [row.unit for row in rows] for word, rows in found.items()})
    ordered = sorted(found, key=lambda word: (-len(found[word]), word))
    return tuple(PeerGroup(word, labels[word], tuple(found[word])) for word in ordered)


def labels_of(groups: Mapping[str, Iterable[Unit]]) -> dict[str, str]:
    """What each group of comparable units is called: by their kind where all are of one that no other group has, otherwise by its word."""
    kinds = {word: {unit.kind for unit in units} for word, units in groups.items()}

    def label(own: set[str], word: str) -> str:
        if len(own) == 1 and sum(own == other for other in kinds.values()) == 1:
            return str(UnitKind(next(iter(own))).label)
        return word

    return {word: label(own, word) for word, own in kinds.items()}


def grouped(units: Iterable[Unit]) -> dict[int, str]:
    """{key of a unit: label of its group}; all empty where there is but one group, which needs no name."""
    groups: dict[str, list[Unit]] = {}
    for unit in units:
        groups.setdefault(unit.peer_group, []).append(unit)
    labels = labels_of(groups) if len(groups) > 1 else dict.fromkeys(groups, "")
    return {unit.pk: labels[word] for word, own in groups.items() for unit in own}

"""What rooms above show beside the indicators of a version: articles about how it is done well."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from foundation.common.registries import Registry
from organization.models import Person
from standards.models import StandardVersion


@dataclass(frozen=True)
class Note:
    """A link beside an indicator, within the reader's rights."""

    text: str
    url: str


# function(version, reader) → {code of the indicator: notes}, in a fixed number of queries
indicator_notes: Registry[Callable[[StandardVersion, Person], dict[str, list[Note]]]] = Registry("notes to indicators")


def notes_of(version: StandardVersion, reader: Person) -> dict[str, list[Note]]:
    found: dict[str, list[Note]] = defaultdict(list)
    for ask in indicator_notes:
        for code, notes in ask(version, reader).items():
            found[code] += notes
    return dict(found)

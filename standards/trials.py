"""Where a version in its pilot is being tried: the room above that scores enters what it knows, and the version's page shows it."""

from collections.abc import Callable
from dataclasses import dataclass

from foundation.common.registries import Registry
from standards.models import StandardVersion


@dataclass(frozen=True)
class Trial:
    """One assessment by the version: `text` says how far it is and what it gave, in the reader's language."""

    label: str
    text: str
    url: str


# Each gets a version and returns its trials, the latest first.
trials: Registry[Callable[[StandardVersion], list[Trial]]] = Registry("trials of versions")


def trials_of(version: StandardVersion) -> list[Trial]:
    return [trial for find in trials for trial in find(version)]

"""Where a version's targets are shown beside the actual figures: the room above that has the figures enters its pages here."""

from collections.abc import Callable
from dataclasses import dataclass

from foundation.common.registries import Registry
from organization.models import Person
from standards.models import StandardVersion


@dataclass(frozen=True)
class ActualPage:
    """One cycle by the version; `label` in the reader's language."""

    label: str
    url: str


# Each gets the reader and a version and returns the pages that the reader may open, the latest first.
actual_pages: Registry[Callable[[Person | None, StandardVersion], list[ActualPage]]] = Registry(
    "pages of actual figures"
)


def actual_pages_of(person: Person | None, version: StandardVersion) -> list[ActualPage]:
    return [page for find in actual_pages for page in find(person, version)]

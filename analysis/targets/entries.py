"""What the targets enter in the house's registries when the app is ready."""

from analysis.links import targets_url
from analysis.selectors import visible_cycles
from foundation.common.texts import localized
from organization.models import Person
from standards.models import StandardVersion
from standards.shown import ActualPage

PAGES_OFFERED = 4


def pages_of(person: Person | None, version: StandardVersion) -> list[ActualPage]:
    """The last cycles by the version whose figures the person may see."""
    cycles = visible_cycles(person).filter(standard_version=version)[:PAGES_OFFERED]
    return [ActualPage(localized(cycle, "name"), targets_url(cycle)) for cycle in cycles]

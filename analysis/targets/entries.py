"""What the targets enter in the house's registries when the app is ready."""

from django.utils.translation import gettext_lazy as _

from analysis.links import targets_url
from analysis.models import EnteredFigure
from analysis.selectors import visible_cycles
from foundation.audit.labels import register_label
from foundation.audit.naming import namer_by_text, register_namer
from foundation.common.sealing import seal
from foundation.common.texts import localized
from organization.models import Person
from standards.models import StandardVersion
from standards.shown import ActualPage, actual_pages

PAGES_OFFERED = 4


def enter_all() -> None:
    actual_pages.register("analysis", pages_of)
    seal(EnteredFigure)
    register_namer("analysis.enteredfigure", namer_by_text(EnteredFigure, "cycle"), _("entered figure"))
    register_label("analysis.figure.enter", _("Figure entered by hand"), tone="done")
    register_label("analysis.figure.take_back", _("Entered figure taken back"), tone="idle")


def pages_of(person: Person | None, version: StandardVersion) -> list[ActualPage]:
    """The last cycles by the version whose figures the person may see."""
    cycles = visible_cycles(person).filter(standard_version=version)[:PAGES_OFFERED]
    return [ActualPage(localized(cycle, "name"), targets_url(cycle)) for cycle in cycles]

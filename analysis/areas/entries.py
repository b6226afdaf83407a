"""What results of units, along the tree and over the year enter in the house's registries when the app is ready."""

from django.utils.translation import gettext_lazy as _

from foundation.audit.labels import register_label
from foundation.audit.words import register_words


def enter_areas() -> None:
    register_words({"year": _("Year")})
    register_label("analysis.area.export", _("Results of a unit with all below it exported"), tone="wait")
    register_label("analysis.leniency.export", _("Leniency of assessors exported"), tone="wait")
    register_label("analysis.targets.export", _("Targets and actual figures exported"), tone="wait")
    register_label("analysis.unit.export", _("Results of a unit exported"), tone="wait")
    register_label("analysis.year.export", _("Results of a year exported"), tone="wait")

"""What the measures enter in the house's registries when the app is ready."""

from django.utils.translation import gettext_lazy as _

from foundation.audit.labels import register_label
from foundation.audit.words import register_words


def enter_measures() -> None:
    register_words({"measure": _("Measure"), "quarter": _("Quarter")})
    register_label("analysis.measures.export", _("Measures of service exported"), tone="wait")
    register_label("analysis.measure.export", _("A measure exported unit by unit"), tone="wait")

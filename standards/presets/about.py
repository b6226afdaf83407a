"""What is said of a preset before it is chosen: whom it is meant for, and by which scales it scores."""

from collections import Counter

from django.utils.translation import gettext as _, gettext_lazy

from standards.content import StandardContent
from standards.enums import Scale

ABOUT = {
    "four-dimensions": gettext_lazy("every department of a bank that serves customers; the usual beginning"),
    "servqual": gettext_lazy("banks that follow the SERVQUAL model, with accessibility as a sixth dimension"),
    "consumer-finance": gettext_lazy("consumer finance companies"),
    "outlet-bai-jia": gettext_lazy("outlets, on a sheet of 1,000 points in the style of the exemplary outlets"),
    "deductions": gettext_lazy("whoever is used to sheets that begin at 100 and lose points for each occurrence"),
    "protection-elements": gettext_lazy("the regulator’s assessment of consumer protection"),
}


def kinds_of(preset: StandardContent) -> str:
    """“Rating levels 12, Measured 3”: how many indicators it has of each scale."""
    counts = Counter(one.scale for one in preset.indicators)
    parts = [_("%(scale)s %(n)d") % {"scale": scale.label, "n": counts[scale]} for scale in Scale if counts.get(scale)]
    return _(", ").join(parts)

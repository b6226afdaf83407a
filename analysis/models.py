"""Figures that people enter because no room computes them: a rank in the industry, a time that another system measures (R3).

What is kept of free texts stands in `analysis.voices.models`.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from analysis.voices.models import Mention, Term, ThemeCheck, ToneModel, VoiceList, VoicePlace, VoiceText, VoiceTotal
from assessments.models import Cycle
from foundation.common.fields import PointsField
from foundation.common.models import Entity
from organization.models import Person, Unit

__all__ = [
    "EnteredFigure", "Mention", "Term", "ThemeCheck", "ToneModel", "VoiceList", "VoicePlace", "VoiceText", "VoiceTotal",
]  # fmt: skip


class EnteredFigure(Entity):
    """The actual figure of a target in a cycle, with where it is from. Insert-only: the one that came last counts, the others stay to be read.

    `unit` is empty for the organization. `value` is in the target's unit, and empty where the one before was taken back; `source` then says
    why. Its only writer is `analysis.services.enter_figure`.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="entered_figures")
    target = models.CharField(_("target"), max_length=20, help_text="its code")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    value = PointsField(_("figure"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)
    as_of = models.DateField(_("as of"))
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["cycle", "target"], name="entered_of_a_target")]

    def __str__(self) -> str:
        return f"{self.cycle.code} {self.target}"

"""What a ruling on an appeal has changed in a sheet after a group had approved the figures (R21)."""

from django.db import models

from assessments.models.cycle import Cycle
from assessments.models.gate import GatePassage
from assessments.models.sheet import ScoreSheet, SheetRevision
from foundation.common.models import Entity


class Amendment(Entity):
    """One sealed revision by a ruling. Insert-only; written by `assessments.services.amending` alone.

    `ruling` is the public id of the ruling in the room that rules: a ruling amends once. `figures_before` and `figures_after` are the digests of all
    figures of the cycle around it, `passage` the one by which the cycle had come where it was: together they lead from what a group has approved to
    what is published. A sheet of a spot check moves no figure.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="amendments")
    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="amendments")
    revision = models.OneToOneField(SheetRevision, on_delete=models.PROTECT, related_name="amendment")
    passage = models.ForeignKey(GatePassage, on_delete=models.PROTECT, null=True, blank=True, related_name="amendments")
    ruling = models.UUIDField(unique=True)
    figures_before = models.CharField(max_length=64)
    figures_after = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]

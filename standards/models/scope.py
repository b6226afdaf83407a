"""Whom and what a version is for (R7), and what it aims at beside its indicators (R3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.common.fields import PointsField
from foundation.common.texts import localized
from standards.enums import ScopeAspect, TargetKind, TargetSense, TargetUnit
from standards.models.version import StandardVersion


class ScopeEntry(models.Model):
    """One value of one aspect. `value` is a unit's code, a touchpoint's code, or the text itself."""

    version = models.ForeignKey(StandardVersion, on_delete=models.PROTECT, related_name="scope")
    aspect = models.CharField(_("aspect"), max_length=14, choices=ScopeAspect)
    value = models.CharField(_("value"), max_length=60)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["version", "aspect", "value"], name="scope_entry_once")]


class Target(models.Model):
    """A figure that the organization wants to reach. `value`, `benchmark` and `baseline` are in `unit`; a change is in percent of the baseline.

    The baseline is a stated figure with its source, or the figure of a past cycle (`baseline_cycle`, its code); without either that of the
    cycle before.
    """

    version = models.ForeignKey(StandardVersion, on_delete=models.PROTECT, related_name="targets")
    code = models.CharField(_("code"), max_length=20)
    name_zh = models.CharField(_("name in Chinese"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=10, choices=TargetKind, default=TargetKind.ABSOLUTE)
    sense = models.CharField(_("direction"), max_length=10, choices=TargetSense)
    value = PointsField(_("internal target"))
    benchmark = PointsField(_("industry benchmark"), null=True, blank=True)
    baseline = PointsField(_("baseline"), null=True, blank=True)
    baseline_source = models.CharField(_("source of the baseline"), max_length=80, blank=True)
    baseline_cycle = models.CharField(_("baseline period"), max_length=20, blank=True)
    unit = models.CharField(_("in"), max_length=10, choices=TargetUnit)
    measure = models.CharField(_("measure"), max_length=60, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="target_once")]

    def __str__(self) -> str:
        return localized(self, "name")

"""What a version is made of: dimensions, indicators and rubric levels."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.common.fields import PointsField
from foundation.common.texts import localized
from standards.enums import ProtectionElement, Scale
from standards.models.version import StandardVersion


class Dimension(models.Model):
    """Its weight is the sum of its indicators' weights."""

    version = models.ForeignKey(StandardVersion, on_delete=models.PROTECT, related_name="dimensions")
    code = models.CharField(_("code"), max_length=20)
    name_zh = models.CharField(_("name in Chinese"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    target = PointsField(_("target"), null=True, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="dimension_once")]

    def __str__(self) -> str:
        return localized(self, "name")


class Indicator(models.Model):
    """`code` is stable: it links the same indicator through all versions. `weight` is an integer share; a version's shares sum to 10,000.

    `max_points` is what a bonus can add at most, and what a deduction can cost at most.
    """

    version = models.ForeignKey(StandardVersion, on_delete=models.PROTECT, related_name="indicators")
    dimension = models.ForeignKey(Dimension, on_delete=models.PROTECT, related_name="indicators")
    code = models.CharField(_("code"), max_length=20)
    name_zh = models.CharField(_("name in Chinese"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    guidance_zh = models.TextField(_("what to look at, in Chinese"), blank=True)
    guidance_en = models.TextField(_("what to look at, in English"), blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    scale = models.CharField(_("scale"), max_length=10, choices=Scale)
    weight = models.PositiveIntegerField(_("weight"), default=0, help_text=_("in hundredths of a percent"))
    max_points = PointsField(_("full marks"), default=100)
    na_allowed = models.BooleanField(_("may be not applicable"), default=False)
    reason_below_full = models.BooleanField(_("needs a deduction reason"), default=True)
    measure = models.CharField(_("measure"), max_length=60, blank=True)
    break_points = models.JSONField(default=list, blank=True, help_text="[[figure, points], …] as text decimals")
    step = PointsField(_("points off for each occurrence"), null=True, blank=True)
    repeats_doubled = models.BooleanField(_("repeats count double"), default=False)
    target = PointsField(_("internal target"), null=True, blank=True)
    benchmark = PointsField(_("industry benchmark"), null=True, blank=True)
    element = models.CharField(
        _("element of consumer protection"), max_length=12, choices=ProtectionElement, blank=True
    )

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="indicator_once"),
            models.CheckConstraint(
                condition=~Q(scale__in=["critical", "event", "bonus"]) | Q(weight=0), name="critical_carries_no_weight"
            ),
            models.CheckConstraint(condition=~Q(scale="deduction") | Q(step__gt=0), name="deduction_says_how_much"),
            models.CheckConstraint(condition=~Q(scale="measured") | ~Q(measure=""), name="measured_names_its_measure"),
        ]

    def __str__(self) -> str:
        return localized(self, "name")

    @property
    def is_critical(self) -> bool:
        return self.scale == Scale.CRITICAL

    @property
    def is_weighted(self) -> bool:
        """A deduction without a weight takes its points from the sheet's total."""
        return self.weight > 0

    @property
    def weight_percent(self) -> Decimal:
        return Decimal(self.weight) / 100

    @property
    def is_on_sheet(self) -> bool:
        """What is measured, and critical events, belong to the unit and never enter a sheet."""
        return self.scale not in Scale.off_sheet()


class RubricLevel(models.Model):
    """One step of a rating or yes/no scale with its explicit points (out of the indicator's full marks)."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="levels")
    level = models.PositiveSmallIntegerField(_("rubric level"))
    points = PointsField(_("points"))
    text_zh = models.CharField(_("description in Chinese"), max_length=200)
    text_en = models.CharField(_("description in English"), max_length=300, blank=True)

    class Meta:
        ordering = ["-level"]
        constraints = [models.UniqueConstraint(fields=["indicator", "level"], name="level_once")]

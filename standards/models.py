"""What is measured: a standard, its versions, and in each version dimensions, indicators and rubric levels."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.common.fields import PointsField
from foundation.common.models import Entity, Versioned
from foundation.common.texts import localized
from organization.models import Person
from standards.enums import CriticalPolicy, NotApplicablePolicy, Scale, VersionState
from standards.study_models import ExpertSubmission, StudyExpert, WeightSchedule, WeightSetting, WeightStudy  # noqa: F401


class Standard(Entity):
    code = models.CharField(_("code"), max_length=30, unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)

    def __str__(self) -> str:
        return localized(self, "name")


class StandardVersion(Entity, Versioned):
    """One wording of a standard. From its approval on it cannot change: what was scored points here for ever."""

    States = VersionState
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(max_length=10, choices=VersionState, default=VersionState.DRAFT)
    na_policy = models.CharField(
        _("“not applicable”"), max_length=20, choices=NotApplicablePolicy, default=NotApplicablePolicy.LEAVE_DENOMINATOR
    )
    critical_policy = models.CharField(
        _("a triggered critical indicator"), max_length=10, choices=CriticalPolicy, default=CriticalPolicy.ZERO
    )
    critical_cap = PointsField(_("cap"), null=True, blank=True)
    target = PointsField(_("target of the whole"), null=True, blank=True)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)

    class Meta:
        ordering = ["standard", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["standard", "number"], name="version_number_once"),
            models.UniqueConstraint(fields=["standard"], condition=Q(state="in_force"), name="one_version_in_force"),
        ]

    def __str__(self) -> str:
        return f"{self.standard} v{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("standards:version_detail", kwargs={"public_id": self.public_id})


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
    """`code` is stable: it links the same indicator through all versions. `weight` is an integer share; a version's shares sum to 10,000."""

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
    target = PointsField(_("target"), null=True, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="indicator_once"),
            models.CheckConstraint(condition=~Q(scale="critical") | Q(weight=0), name="critical_carries_no_weight"),
            models.CheckConstraint(condition=~Q(scale="measured") | ~Q(measure=""), name="measured_names_its_measure"),
        ]

    def __str__(self) -> str:
        return localized(self, "name")

    @property
    def is_critical(self) -> bool:
        return self.scale == Scale.CRITICAL

    @property
    def weight_percent(self) -> Decimal:
        return Decimal(self.weight) / 100

    @property
    def is_on_sheet(self) -> bool:
        """Measured indicators are computed for the unit and never enter a sheet."""
        return self.scale != Scale.MEASURED


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
